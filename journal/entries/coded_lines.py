"""What a line carries beside its account in its ledger, or what it lacks there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from journal.books.book import Account
from journal.books.lists import NAME, TAX, Dimension, Field, ListItem
from journal.books.no_tax import says_no_tax
from journal.entries.carried import CARRIED, Carried
from journal.entries.coding import Coded, TaxOn
from journal.entries.coding_rules import Scope
from journal.entries.entry import Line, NewEntry
from journal.entries.failure import AccountCause, Failure, FailureReason
from journal.entries.placing import Known, alias_name, bare_word, on_account

ANY_NAME: Final = "any"
"""What an account wants that takes lines with any name, a customer's or a vendor's."""
_REASONS: Final = {Field.NAME: FailureReason.NAME_MISSING, Field.TAX: FailureReason.TAX_MISSING}
_ALSO_CALLED: Final = {
    Field.CLASS: ("Class", "Classes"),
    Field.LOCATION: ("Location", "Locations", "Store", "Department"),
    Field.PROJECT: ("Project", "Projects"),
}
"""Categories of tracking that are this field's, where a platform has no list of its own for it."""
ALSO_TRACKED: Final = frozenset(map(Dimension, _ALSO_CALLED))
"""What a category of tracking carries where it has the right name."""


@dataclass(frozen=True, slots=True)
class CodeLack:
    """What one line lacks: a word where it has none (""), or a choice that its word names."""

    reason: FailureReason
    dimension: Dimension
    word: str = ""
    on: str = ""  # the account on whose lines the platform holds none, where it does on others
    kind: str = ""  # of a name that only a customer, say, can have
    cause: AccountCause | None = None  # of a word that something fits: INACTIVE or AMBIGUOUS


def coded_line(
    line: Line, account: Account, content: NewEntry, known: Known
) -> tuple[Sequence[Coded], Sequence[CodeLack]]:
    """Return what `line`, which goes to `account`, carries there, and what it lacks."""
    carried = CARRIED.get(known.platform)
    if carried is None:
        return (), ()
    said = dict(line.coding.words())
    found = [_said(line, *one, account, known, carried) for one in said.items()]
    scope = Scope(content.sales_channel, content.kind.value, line.category or "", account.key)
    filled = {one.dimension for one in found if one is not None}
    found += _unsaid(
        {*said, *filled}, scope, account, _wanted(line, account, content, known), known
    )
    coded = [one for one in found if isinstance(one, Coded)]
    lacks = [one for one in found if isinstance(one, CodeLack)]
    return coded, [*lacks, *_too_many(coded, carried)]


def said_in(line: Line, known: Known) -> Mapping[Dimension, str]:
    """Return the words of a line by where its platform holds them; others are left out."""
    carried = CARRIED.get(known.platform)
    if carried is None:
        return {}
    where = ((placed(one, known, carried), word) for one, word in line.coding.words())
    return {one: word for one, word in where if one is not None}


def takes(dimension: Dimension, account: Account, known: Known) -> bool:
    """Whether lines of an account can carry it at their platform."""
    carried = CARRIED.get(known.platform)
    return carried is not None and _is_held(dimension, account, known, carried)


def failure_of(lacks: Iterable[CodeLack]) -> Failure | None:
    """Return the first kind of lack with all that is lacking of it; None: nothing is.

    Each word is told once, and "" once for every line that has none.
    """
    lacks = [*lacks]
    for reason in (*_ORDER,):
        of_reason = [one for one in lacks if one.reason is reason]
        if of_reason:
            first = of_reason[0].dimension
            return _failure(reason, [one for one in of_reason if one.dimension == first])
    return None


def _failure(reason: FailureReason, lacks: Sequence[CodeLack]) -> Failure:
    named = {one.on or one.word: one.cause for one in lacks if one.word}
    missing = sum(not one.word for one in lacks)
    causes = {*named.values()}
    cause = causes.pop() if len(causes) == 1 and not missing else None
    words = sorted(named, key=lambda word: (named[word] is not None, word))
    details = (*[""] * missing, *words)
    return Failure(reason, subject=lacks[0].dimension.key, details=details, cause=cause)


_ORDER: Final = (
    FailureReason.NOT_CARRIED,
    FailureReason.DIMENSION_MISSING,
    FailureReason.NAME_MISSING,
    FailureReason.TAX_MISSING,
)


def _said(
    line: Line, dimension: Dimension, word: str, account: Account, known: Known, carried: Carried
) -> Coded | CodeLack | None:
    where = placed(dimension, known, carried)
    if where is None:
        return CodeLack(FailureReason.NOT_CARRIED, dimension, word)
    if not _is_held(where, account, known, carried):
        return CodeLack(FailureReason.NOT_CARRIED, where, word, on=account.name)
    kind = _kind_of_name(line, account) if where.field is Field.NAME else ""
    fits = _meant(where, word, kind, account, known)
    if not fits and where == TAX and says_no_tax(word) and not known.company_rules.wants_tax:
        return None  # the line has none, and a company without such a code needs none
    if len(fits) == 1 and fits[0].active:
        return Coded(where, fits[0])
    return CodeLack(_reason_of(where), where, word, kind=kind, cause=_why_unfit(fits))


def _why_unfit(fits: Sequence[ListItem]) -> AccountCause | None:
    if len(fits) > 1:
        return AccountCause.AMBIGUOUS
    return AccountCause.INACTIVE if fits else None


def placed(dimension: Dimension, known: Known, carried: Carried) -> Dimension | None:
    """Return where the platform holds it, as the company spells it; None: nowhere.

    A company that has no list of its own for it may have a category of tracking called so.
    """
    called = [dimension] if dimension.field in carried.fields else []
    if Field.TRACKING in carried.fields:
        also = _ALSO_CALLED.get(dimension.field, ())
        called += [Dimension(Field.TRACKING, one) for one in also]
    found = (known.lists.dimension(one) for one in called)
    held = next((one for one in found if one is not None), None)
    return held or (dimension if dimension.field in carried.fields else None)


def _is_held(dimension: Dimension, account: Account, known: Known, carried: Carried) -> bool:
    """Whether lines of this account have a place for it."""
    if dimension.field is Field.NAME:
        return bool(account.wants_name) or Field.NAME not in carried.by_account
    return dimension.field is not Field.TRACKING or known.company_rules.tracks(account.external_id)


def _kind_of_name(line: Line, account: Account) -> str:
    if line.coding.name_kind is not None:
        return line.coding.name_kind.value
    return _wanted_kind(account)


def _meant(
    dimension: Dimension, word: str, kind: str, account: Account, known: Known
) -> Sequence[ListItem]:
    """Return what a word may mean; what people said of it on this account counts first."""
    for called in (on_account(word, account.key), bare_word(word)):
        alias = known.item_aliases.get((dimension, alias_name(called)), "")
        meant = known.lists.by_id(dimension, alias, kind) if alias else None
        if meant is not None:
            return (meant,)
    return known.lists.fitting(dimension, word, kind)


def _unsaid(
    said: Container[Dimension],
    scope: Scope,
    account: Account,
    wanted: Sequence[Dimension],
    known: Known,
) -> Iterator[Coded | CodeLack]:
    """Yield what rules say of a line beside its own words, and what is wanted all the same."""
    carried = CARRIED[known.platform]
    for dimension in dict.fromkeys((*known.coding_rules.dimensions, *wanted)):
        if dimension in said or not _is_held(dimension, account, known, carried):
            continue
        kind = _wanted_kind(account) if dimension == NAME else ""
        if (item := _by_rule(dimension, scope, kind, account, known)) is not None:
            yield Coded(dimension, item)
        elif dimension in wanted:
            yield CodeLack(_reason_of(dimension), dimension, kind=kind)


def _wanted_kind(account: Account) -> str:
    return "" if account.wants_name == ANY_NAME else account.wants_name


def _wanted(line: Line, account: Account, content: NewEntry, known: Known) -> Sequence[Dimension]:
    """Return what has to be on a line: an amount of tax without a code would be lost."""
    rules = known.company_rules
    has_tax = line.tax_amount is not None and bool(line.tax_amount.minor)
    return [
        *rules.required_on(account.external_id),
        *([NAME] if account.wants_name else []),
        *([TAX] if rules.wants_tax or (has_tax and content.amounts is not TaxOn.NO_TAX) else []),
    ]


def _by_rule(
    dimension: Dimension, scope: Scope, kind: str, account: Account, known: Known
) -> ListItem | None:
    """Return the choice of the narrowest rule that has one in use, of `kind` where that is said.

    No broad rule puts a name on an account that wants none: one of just its lines does.
    """
    takes_any = dimension != NAME or bool(account.wants_name)
    for rule in known.coding_rules.fitting(dimension, scope):
        item = known.lists.by_id(dimension, rule.item_id, kind)
        if item is not None and item.active and (takes_any or rule.scope.is_of_lines):
            return item
    return None


def _too_many(coded: Sequence[Coded], carried: Carried) -> Iterator[CodeLack]:
    tracking = [one for one in coded if one.dimension.field is Field.TRACKING]
    for one in tracking[carried.most_tracking :]:
        yield CodeLack(FailureReason.NOT_CARRIED, one.dimension, one.item.name)


def _reason_of(dimension: Dimension) -> FailureReason:
    return _REASONS.get(dimension.field, FailureReason.DIMENSION_MISSING)
