"""QuickBooks' own file for importing journal entries, as its help and its sample have it."""

from __future__ import annotations

from typing import Final

from connectors.intake.columns import Column
from connectors.intake.csv_rows import Row
from connectors.intake.dates import read_date
from connectors.intake.drafts import Draft, Reading, Template, read_lines, same_in_all
from connectors.intake.words import channel_of, kind_of
from journal.amounts import read_amount
from journal.entry import Line, NewEntry, Side
from journal.errors import BadInput
from journal.money import Money, currency_code

_COLUMNS: Final = (
    Column("number", "Journal No", also=("Journal Number", "Journal", "Entry No", "Ref No")),
    Column("date", "Journal Date", also=("Date", "Txn Date")),
    Column("account", "Account Name", also=("Account",)),
    Column("debit", "Debits", also=("Debit", "Debit Amount")),
    Column("credit", "Credits", also=("Credit", "Credit Amount")),
    Column("description", "Description", also=("Line Description",), required=False),
    Column("memo", "Memo", also=("Private Note",), required=False),
    Column("currency", "Currency", also=("Currency Code",), required=False),
    Column("name", "Name", required=False, carried=False),
    Column("location", "Location", required=False, carried=False),
    Column("class", "Class", required=False, carried=False),
)


def _read(draft: Draft, reading: Reading) -> NewEntry:
    if not draft.key:
        raise BadInput("the journal number is missing")
    said = same_in_all(draft.rows, "currency", "currencies") or reading.options.currency
    currency = currency_code(said)
    lines = read_lines(draft, lambda row: _line(row, reading, currency))
    memo = same_in_all(draft.rows, "memo", "memos")
    words = [draft.key, memo, *(row["description"] for row in draft.rows)]
    return NewEntry(
        reference=draft.key,
        date=read_date(same_in_all(draft.rows, "date", "dates"), reading.conventions.dates),
        sales_channel=channel_of([*words, *_accounts(draft)], reading.options.sales_channel),
        kind=reading.options.kind or kind_of(words[:2], words[2:]),
        currency=currency,
        lines=lines,
        description=memo,
    )


def _line(row: Row, reading: Reading, currency: str) -> Line:
    if not row["account"]:
        raise BadInput("the account name is missing")
    mark = reading.conventions.decimals
    debit = read_amount(row["debit"], currency, mark)
    credit = read_amount(row["credit"], currency, mark)
    side, amount = _one_side(debit, credit)
    if amount.minor < 0:  # a negative debit is what accountants call a credit
        side, amount = _other(side), Money(-amount.minor, currency)
    return Line(side, amount, account=row["account"], description=row["description"])


def _one_side(debit: Money | None, credit: Money | None) -> tuple[Side, Money]:
    if debit and credit and debit.minor and credit.minor:
        raise BadInput(f"it has both a debit ({debit}) and a credit ({credit})")
    if credit is not None and (debit is None or credit.minor):
        return Side.CREDIT, credit
    if debit is not None:
        return Side.DEBIT, debit
    raise BadInput("it has neither a debit nor a credit")


def _other(side: Side) -> Side:
    return Side.CREDIT if side is Side.DEBIT else Side.DEBIT


def _accounts(draft: Draft) -> list[str]:
    # Last of all: an account such as "Clearing:Shopify clearing" tells the channel too.
    return [" ".join(row["account"] for row in draft.rows)]


QUICKBOOKS: Final = Template(
    label="QuickBooks' journal entry file",
    columns=_COLUMNS,
    dates=("date",),
    amounts=("debit", "credit"),
    key_of=lambda row: row["number"],
    read=_read,
)
