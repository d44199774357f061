"""Which form of journal file it is: how entries are told apart, and where their amounts stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from connectors.intake import journal_columns as known
from connectors.intake.columns import (
    Column,
    Heading,
    Match,
    bare,
    currency_beside,
    match_headings,
)
from connectors.intake.result import NumberBy, OptionNeeded
from journal.amounts.currency_signs import names_currency
from journal.errors import BadInput
from journal.offers.choices import Needed
from journal.quoting import quoted

GENERIC: Final = "a journal file"
_VENDORS: Final = (
    ("Zoho Books' journal import file", ({"journalnumberprefix", "journalnumbersuffix"},)),
    ("QuickBooks' journal entry file", ({"journalno"}, {"journaldate"}, {"debits", "credits"})),
    (
        "Xero's manual journal file",
        (
            {"narration"},
            {"accountcode", "taxrate", "taxtype", "taxratename", "trackingname1"},
        ),
    ),
    ("Wave's transaction export", ({"debitamounttwocolumnapproach"},)),
)
"""A vendor is named only where a heading of each set is there, which nobody else writes so."""
_WORDS: Final = (
    *(known.NUMBER, known.TRANSACTION, known.DOCUMENT, known.NARRATION, known.MEMO),
    known.REFERENCE,
)
_JOURNAL_NUMBERS: Final = ((known.NUMBER.name,), (known.DOCUMENT.name,))
_IN_CURRENCY: Final = (known.DEBIT, known.CREDIT, known.AMOUNT)
_ACCOUNTS: Final = frozenset({"account", "glaccount", "ledger"})
_ACCOUNT_NAMES: Final = frozenset({"accountname", "glaccountname", "accountfullname"})
_NAME_AND_TYPE: Final = frozenset({"taxname", "taxtype"})
_COUNTED: Final = Column("beside", "", required=False, carried=False, says_nothing=str.isdecimal)
"""A first column without a heading that numbers the rows, as pandas writes it."""


class Amounts(Enum):
    """Where the amount of a line stands."""

    COLUMNS = auto()  # debits and credits
    SIDE = auto()  # one amount, and a column that says debit or credit
    SIGNED = auto()  # one amount: debits are positive


@dataclass(frozen=True, slots=True)
class Form:
    """How a file tells its entries. `number`: the columns whose words are the entry's reference.

    Without any it is known by date and narration, or as `number_by` says.
    """

    label: str
    number: tuple[str, ...]
    amounts: Amounts
    number_by: NumberBy | None = None
    words: tuple[str, ...] = ()  # columns that speak of the entry and are not its reference

    @property
    def has_journal_numbers(self) -> bool:
        """Whether references are people's own journal numbers, not an id or another reference."""
        return self.number in _JOURNAL_NUMBERS


def match_journal(texts: Sequence[str]) -> Match:
    """Say how well `texts` are the headings of a journal file, of any making."""
    there = {bare(text) for text in texts}
    columns: Sequence[Column] = known.COLUMNS
    if there & _ACCOUNTS and there & _ACCOUNT_NAMES:
        columns = (known.CODE_BESIDE_NAME, *(one for one in columns if one is not known.CODE))
    if there >= _NAME_AND_TYPE:
        columns = (*known.TAX_BY_NAME, *(one for one in columns if one is not known.TAX))
    of_file = [one for one in map(known.tracked, texts) if one is not None]
    found = match_headings(texts, _label(there), (*of_file, *columns))
    if found.headings and not bare(found.headings[0].text):
        counted = Heading(found.headings[0].text, _COUNTED)
        found = replace(found, headings=(counted, *found.headings[1:]))
    return replace(found, missing=tuple(_missing(found)))


def form_of(match: Match, number_by: NumberBy | None) -> Form:
    """Return the form of a file whose headings are all there.

    Raises:
        OptionNeeded: nothing tells its entries apart; says which column or option would.
    """
    number = _number(match, number_by)
    words = tuple(one.name for one in _WORDS if match.has(one) and one.name not in number[:1])
    return Form(match.label, number, _amounts(match), number_by, words)


def check_currency(match: Match, currency: str) -> None:
    """Look whether headings such as "Debit (EUR)" name the currency of the book.

    Raises:
        BadInput: they name another one, and no column says the currency of each entry.
    """
    if match.has(known.CURRENCY):
        return
    for heading in match.headings:
        written = currency_beside(heading.text) if heading.column in _IN_CURRENCY else ""
        if written and not names_currency(written, currency):
            raise BadInput(
                f"{quoted(heading.text)} is not in {currency}, the currency of the book; add a "
                "column Currency if the entries are in another one"
            )


def used_headings(match: Match, form: Form) -> tuple[Heading, ...]:
    """Return the headings, the column of sides among what is carried where it is needed."""
    if form.amounts is not Amounts.SIDE:
        return match.headings
    side = replace(known.SIDE, carried=True)
    return tuple(
        replace(one, column=side) if one.column is known.SIDE else one for one in match.headings
    )


def _label(there: set[str]) -> str:
    for label, marks in _VENDORS:
        if all(there & mark for mark in marks):
            return label
    return GENERIC


def _missing(match: Match) -> Iterator[Column]:
    if not match.has(known.DATE):
        yield known.DATE
    if not (match.has(known.ACCOUNT) or match.has(known.CODE)):
        yield known.ACCOUNT
    sides = [one for one in (known.DEBIT, known.CREDIT) if not match.has(one)]
    if sides and not match.has(known.AMOUNT):
        yield from sides


def _amounts(match: Match) -> Amounts:
    if match.has(known.DEBIT) and match.has(known.CREDIT):
        return Amounts.COLUMNS
    return Amounts.SIDE if match.has(known.SIDE) else Amounts.SIGNED


def _number(match: Match, number_by: NumberBy | None) -> tuple[str, ...]:
    if number_by is not None:
        return ()
    of_zoho = match.has(known.PREFIX) or match.has(known.SUFFIX)
    if of_zoho:
        return ("reference", "prefix", "suffix")
    for column in (known.NUMBER, known.TRANSACTION, known.DOCUMENT):
        if match.has(column):
            return (column.name,)
    if match.has(known.NARRATION):
        return ()
    if match.has(known.REFERENCE):
        return ("reference",)
    raise OptionNeeded(
        Needed.NUMBER_BY,
        "it has no column with journal numbers, so nothing tells which rows are one entry",
        'add one called "Journal No", or choose with --number-by: date (all rows of a day), '
        "channel (the rows of a day for one sales channel) or description",
    )
