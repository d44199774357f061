"""Details: everything that is known of a case, the platform's answer word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, PlainTextObject
from slack_sdk.models.views import View

from blocks.card.buttons import further_buttons
from blocks.card.closed import moved_links
from blocks.card.entry_heads import entry_heads
from blocks.card.entry_table import entry_table, ledger_links, status_of_all
from blocks.card.face import face_of
from blocks.card.headline import headline
from blocks.card.line_codes import line_codes
from blocks.card.parts import facts_section, references, todo_section
from blocks.card.request import request_lines
from blocks.card.whole_answer import did_not_fit, whole_answer
from blocks.kit import figures, limits, names
from blocks.kit.card import context, section, stamped
from blocks.kit.pages import page_buttons, paragraphs
from blocks.kit.text import (
    capital,
    clean,
    escape,
    in_code,
    mention,
    one_line,
    outside,
    pieces,
    when,
)
from blocks.kit.validate import total
from blocks.moves.change_cost import costs_changed
from blocks.moves.costs import costs_set
from blocks.words.cause import affected
from blocks.words.costs import changed_in_details, set_in_details
from journal.entries.entry import Entry
from journal.entries.line_codes import LineCodes
from journal.incidents.incident import Case

PAGE = 20
"""How many entries a page of details shows."""
_MOST_ATTEMPTS = 10
_FENCE = "```"
_SPARE = 800
_LEAST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt, as Details shows it. `outcome` is a word or two of ours: "refused"."""

    at: datetime
    actor: str | None  # Slack user id; None: by itself, or not known
    outcome: str
    words: str = ""
    code: str = ""
    http_status: int | None = None
    trace: str = ""
    answer: str = ""  # the platform's whole one, secrets taken out


def loading_modal(title: str) -> View:
    """Draw what stands there while details are fetched; a click gives three seconds only."""
    return View(
        type="modal",
        callback_id=names.DETAILS_VIEW,
        title=_title(title),
        close=PlainTextObject(text="Close"),
        blocks=[section("One moment ...")],
    )


def details_modal(
    case: Case,
    entries: Sequence[Entry],
    attempts: Sequence[AttemptLine] = (),
    page: int = 0,
    pages: int = 1,
    carried: Mapping[int, Sequence[LineCodes]] | None = None,
    heads: Mapping[int, Sequence[tuple[str, str]]] | None = None,
) -> View:
    """Draw one page (counted from 0) of everything; `entries` are those of this page.

    `carried`: what lines carry beside their account, by the ids of their entries; `heads`: what
    their heads say.
    """
    before = [
        *_about(case),
        *paragraphs(request_lines(case)),
        *paragraphs(set_in_details(costs_set(case), case.book.locale)),
        *paragraphs(changed_in_details(costs_changed(case), case.book.locale)),
        *_entries(case, entries, page, pages),
        *entry_heads(entries, heads or {}, case.book.locale),
        *line_codes(entries, carried or {}, case.book.locale),
        section(f"*{capital(case.connection.platform.label)} says*"),
    ]
    after = [*_codes(case), *_attempts(case, attempts)]
    further = [ActionsBlock(elements=further_buttons(case))]
    words = _words(case, _room(*before, *after, *further))
    whole = _whole_answer(case, attempts, _room(*before, *words, *after, *further))
    blocks = [*before, *words, *after, *whole, *further]
    return View(
        type="modal",
        callback_id=names.DETAILS_VIEW,
        private_metadata=str(case.incident.id),
        title=_title(f"Details of {case.incident.number}"),
        close=PlainTextObject(text="Close"),
        blocks=stamped(blocks, f"details{page}"),
    )


def _title(text: str) -> PlainTextObject:
    return PlainTextObject(text=one_line(text, limits.VIEW_TITLE))


def _about(case: Case) -> list[Block]:
    top = "\n".join(part for part in (f"*{escape(headline(case, {}))}*", affected(case)) if part)
    blocks: list[Block] = [section(top), facts_section(case)]
    if to := moved_links(case):
        blocks.append(context(f"Entries of it moved to {to}"))
    return blocks if face_of(case).is_closed else [*blocks, todo_section(case)]


def _words(case: Case, room: int) -> list[Block]:
    """Draw the platform's own words whole, as far as Slack has room for them."""
    words = clean(case.incident.failure.words)
    if not words and case.incident.failure.ends_runs:
        return [section("Nothing that was kept: jefail stopped each time.")]
    if not words:
        return [section("Nothing: jefail found this before asking.")]
    safe = in_code(words.replace(_FENCE, "'''"))
    most = limits.SECTION_TEXT - 2 * len(_FENCE)
    room = max(room, _LEAST_WORDS)
    shown, *left = pieces(safe, room)
    blocks: list[Block] = [section(f"{_FENCE}{piece}{_FENCE}") for piece in pieces(shown, most)]
    return [*blocks, *did_not_fit(sum(map(len, left)), case.book.locale)]


def _room(*drawn: Block) -> int:
    """Return how many characters a form has left beside what is drawn."""
    return limits.TOTAL - total([block.to_dict() for block in drawn]) - _SPARE


def _whole_answer(case: Case, attempts: Sequence[AttemptLine], room: int) -> list[Block]:
    """Draw the newest answer that was kept, unless the words above are all there is to it."""
    told = next((one for one in attempts if one.answer.strip()), None)
    if told is None or told.answer.strip() == case.incident.failure.words.strip():
        return []
    title = f"*The whole answer*, {outside(told.outcome, 40)} {when(told.at)}"
    return whole_answer(title, told.answer, room, case.book.locale)


def _codes(case: Case) -> list[Block]:
    failure = case.incident.failure
    known = _answer_facts(failure.code, failure.http_status, failure.trace)
    return [context(*known)] if known else []


def _answer_facts(code: str, http_status: int | None, trace: str) -> list[str]:
    facts = [
        f"code {outside(code, 60)}" if code.strip() else "",
        f"HTTP {http_status}" if http_status is not None else "",
        f"request {outside(trace, 80)}" if trace.strip() else "",
    ]
    return [fact for fact in facts if fact]


def _attempts(case: Case, attempts: Sequence[AttemptLine]) -> list[Block]:
    if not attempts:
        return []
    above = case.incident.failure.words
    lines = [_attempt(attempt, above) for attempt in attempts[:_MOST_ATTEMPTS]]
    if len(attempts) > len(lines):
        left = figures.counted(len(attempts) - len(lines), "earlier one", case.book.locale)
        lines.append(f"{left} not shown")
    return paragraphs(["*Attempts*, newest first", *lines])


def _attempt(attempt: AttemptLine, above: str) -> str:
    """Return one attempt in a line; what the platform said stands there unless it is `above`."""
    who = f"asked by {mention(attempt.actor)}" if attempt.actor else ""
    answer = _answer_facts(attempt.code, attempt.http_status, attempt.trace)
    is_new = attempt.words.strip() not in ("", above.strip())
    words = f"“{outside(attempt.words, 100)}”" if is_new else ""
    parts = [f"• {when(attempt.at)}", outside(attempt.outcome, 40), who, words, *answer]
    return " · ".join(part for part in parts if part)


def _entries(case: Case, entries: Sequence[Entry], page: int, pages: int) -> list[Block]:
    """Draw the table of this page's entries, the way to each in the ledger, and to other pages."""
    if not entries:
        return [section(f"*Entries*\n{references(case) or 'none yet'}")]
    locale, whole = case.book.locale, case.summary.total
    first = page * PAGE + 1
    shown = "–".join(figures.number(one, locale) for one in (first, first + len(entries) - 1))
    title = f"*Entries*  {shown} of {figures.number(whole, locale)}"
    status = status_of_all(entries)
    links = ledger_links(entries)
    label = capital(case.connection.platform.label)
    buttons = page_buttons(
        page,
        names.DETAILS_BACK,
        names.DETAILS_NEXT,
        has_more=page + 1 < pages,
        before=f"{case.incident.id}:",
    )
    return [
        section(f"{title}, {status}" if status else title),
        entry_table(entries, locale),
        *(paragraphs([f"*In {label}*  {links[0]}", *links[1:]], " · ") if links else []),
        *buttons,
    ]
