"""The sentences of `blocks.words.reasons` filled in for one case."""

from __future__ import annotations

from dataclasses import dataclass

from blocks.kit.figures import counted, day, month, number
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import capital, escape, one_line, outside
from blocks.words import coding, rates
from blocks.words.accounts import ACCOUNTS, why_not
from blocks.words.changed import change_said, is_changed, obstacle_of
from blocks.words.channels import variant_linked
from blocks.words.conflict import journal_there
from blocks.words.not_held import words_on
from blocks.words.reasons import (
    ANOTHER_WAY,
    BY_ITSELF,
    CARRY,
    COMPARE,
    CONFLICTS,
    EDIT,
    ERROR_OF_ITS_OWN,
    FOREIGN,
    LIKENESSES,
    REMOVED,
    RIGHTS,
    STOPPED,
    UNBOOKED,
    WORDS,
    Words,
)
from journal.books.book import Platform
from journal.entries.asking import asks_for_something
from journal.entries.failure import GONE_FROM_BOOKS, Failure, FailureReason
from journal.incidents.incident import Case

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the entries wait and what mends it.

    `header` is plain text, `todo` marked up and escaped; both are one or two sentences. `who` is
    said only where it takes someone else than a bookkeeper; else it is empty.
    """

    header: str
    todo: str
    who: str

    @property
    def marked_up(self) -> str:
        """The header, escaped for text that Slack parses."""
        return escape(self.header)

    @property
    def sentence(self) -> str:
        """The same as a whole sentence."""
        return self.marked_up if self.header.endswith("?") else f"{self.marked_up}."


def cause_of(case: Case) -> Cause:
    """Return the sentences for the reason of `case`."""
    words = _words(case)
    facts = _facts(case)
    return Cause(
        header=capital(_header(case).format_map(facts)),
        todo=_todo(case).format_map(_escaped(facts)),
        who=words.who.format_map(_escaped(facts)),
    )


def period_of(case: Case) -> str:
    """Return the month that is closed, escaped: "July 2026"."""
    return escape(_facts(case)["period"])


def _words(case: Case) -> Words:  # noqa: PLR0911  one way out a kind of cause
    failure = case.incident.failure
    if is_changed(case) and obstacle_of(case) in GONE_FROM_BOOKS:
        return REMOVED
    if failure.likeness is not None:
        return LIKENESSES[failure.likeness.kin]
    if rates.offered(case) is not None:
        return rates.OFFERED
    if of_coding := coding.sentences_of(failure, case.connection.platform):
        return of_coding
    if failure.cause is not None:
        return ACCOUNTS[failure.cause]
    met = None if is_changed(case) else failure.conflict
    if met is not None:
        own = CONFLICTS[met.obstacle]
        return FOREIGN.get(met.obstacle, own) if met.is_foreign else own
    if failure.reason is FailureReason.NOT_PUBLISHED:
        return UNBOOKED.get(failure.subject, WORDS[failure.reason])
    return _of_whose_fault(failure) or words_on(failure, case.connection.platform)


def _of_whose_fault(failure: Failure) -> Words | None:
    """Return what is said where the entry itself is not what was refused."""
    if failure.ends_runs:
        return STOPPED
    return ERROR_OF_ITS_OWN if failure.is_error_of_its_own else None


def _todo(case: Case) -> str:
    words = _words(case)
    if words.todo_silent and not asks_for_something(case.incident.failure.words):
        return words.todo_silent
    maps_here = case.summary.has_categories or case.connection.platform.takes_ours
    return words.todo if maps_here else words.todo_named or words.todo


def affected(case: Case) -> str:
    """Return the line that names everything concerned when the header only counts it."""
    failure = case.incident.failure
    several = _several(case)
    if failure.reason is FailureReason.PERIOD_CLOSED or len(several) < _least_told(failure):
        return ""
    label = _LABELS.get(failure.reason, "Concerned")
    shown = ", ".join(_shown(case, one) for one in several[:_SHOWN])
    left = len(several) - _SHOWN
    more = f" and {number(left, case.book.locale)} more" if left > 0 else ""
    return f"*{label}*  {shown}{more}"


def _least_told(failure: Failure) -> int:
    """Return from how many on they are named apart: a header of missing words names none."""
    is_missing = failure.reason in coding.REASONS and coding.lacking(failure).is_missing
    return 1 if is_missing else 2


def _shown(case: Case, one: str) -> str:
    if case.incident.failure.reason is FailureReason.COST_MISSING:
        return variant_linked(case, one)
    return outside(one, NAME_SHOWN)


_LABELS = {
    FailureReason.MAPPING_MISSING: "Without an account",
    FailureReason.COST_MISSING: "Without a cost",
    FailureReason.ACCOUNT_INVALID: "Accounts",
    **dict.fromkeys(coding.REASONS, "Unknown"),
    FailureReason.COST_CHANGED: "Variants",
}


def _several(case: Case) -> tuple[str, ...]:
    """Return everything the failure names.

    A missing cost has only a count for its subject, what lines lack the name of the list.
    """
    failure = case.incident.failure
    if is_changed(case):
        return ()  # it names a day and a person
    named = failure.details
    if failure.reason in coding.REASONS:
        return coding.lacking(failure).words
    if failure.reason is FailureReason.NOT_CARRIED:
        if coding.is_of_accounts(failure, case.connection.platform):
            return failure.details
        return (coding.dimension_name(failure.subject),) if failure.subject else ()
    if failure.reason is not FailureReason.COST_MISSING:
        named = (failure.subject, *failure.details)
    return tuple(one for one in named if one.strip())


def _header(case: Case) -> str:
    words = _words(case)
    several = _several(case)
    if not several or not words.about_one:
        return words.plain
    chosen = words.about_one if len(several) == 1 else words.about_many or words.about_one
    return chosen or words.plain


def _facts(case: Case) -> dict[str, str]:
    failure, locale = case.incident.failure, case.book.locale
    several = _several(case)
    subject = _named(failure.reason, several[0], locale) if several else ""
    return {
        "platform": case.connection.platform.label,
        "changed": change_said(case) if is_changed(case) else "",
        "undo": "void" if case.connection.platform is Platform.XERO else "delete",
        "channel": one_line(case.incident.sales_channel, NAME_SHOWN),
        "subject": subject,
        "others": f"{number(len(several) - 1, locale)} more",
        "count": number(len(several), locale),
        "currency": one_line(failure.subject, NAME_SHOWN),
        "rate": rates.rate_said(case),
        "they_are": "the entry is" if case.summary.waiting == 1 else "the entries are",
        "period": subject or "the period",
        "why_not": why_not(failure.cause, case.connection.platform),
        "right": RIGHTS[case.connection.platform],
        "compare": COMPARE if case.connection.platform.takes_ours else "",
        "edit": EDIT if case.connection.platform.takes_ours else "",
        "another_way": _another_way(case, subject or "the period"),
        "there": journal_there(case),
        "dimension": coding.dimension_name(failure.subject),
        "a_dimension": coding.a_dimension(failure.subject),
        "choose": coding.choose_label(failure),
        "carry": _carry(case),
        "on_lines": _on_lines(case),
        "each": "each of them" if len(several) > 1 else f"“{subject}”" if subject else "it",
    }


def _carry(case: Case) -> str:
    takes_ours = case.connection.platform.takes_ours
    return CARRY.format(choose=coding.choose_label(case.incident.failure)) if takes_ours else ""


def _on_lines(case: Case) -> str:
    """Return " on 3 lines", where it is known how many lack it."""
    count = case.lines_missing
    return f" on {counted(count, 'line', case.book.locale)}" if count else ""


def _another_way(case: Case, period: str) -> str:
    if case.open_day is None:
        return BY_ITSELF.format(period=period) if case.is_shut else ""
    return ANOTHER_WAY.format(day=day(case.open_day, case.book.locale), period=period)


def _named(reason: FailureReason, subject: str, locale: str) -> str:
    if reason is FailureReason.PERIOD_CLOSED and subject:
        try:
            return month(subject, locale)
        except ValueError:
            return one_line(subject, NAME_SHOWN)
    return one_line(subject, NAME_SHOWN)


def _escaped(facts: dict[str, str]) -> dict[str, str]:
    return {name: escape(text) for name, text in facts.items()}
