"""One row of a journal file as a line of an entry: its account, its side and its amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from connectors.intake.drafts import Reading
from connectors.intake.figures import amount_in
from connectors.intake.journal_coding import coding_of, tax_amount_of
from connectors.intake.journal_form import Amounts
from connectors.intake.rows import Row
from journal.amounts.money import Money
from journal.entries.entry import Line, Side
from journal.errors import BadInput
from journal.quoting import quoted

_SIDES: Final = {
    **dict.fromkeys(
        ("debit", "debits", "dr", "d", "deb", "soll", "s", "débit", "debe"), Side.DEBIT
    ),
    **dict.fromkeys(
        ("credit", "credits", "cr", "c", "cred", "haben", "h", "crédit", "haber"), Side.CREDIT
    ),
}


def line_of(row: Row, form: Amounts, reading: Reading, currency: str) -> Line:
    """Return the line that `row` is, in `currency`.

    Raises:
        BadInput: the account or the amount is missing or cannot be read.
    """
    account = " ".join(part for part in (row["code"], row["account"]) if part)
    if not account:
        raise BadInput("the account is missing")
    side, amount = _AMOUNT_OF[form](row, reading, currency)
    if amount.minor < 0:  # a negative debit is what accountants call a credit
        side, amount = side.other, Money(-amount.minor, currency)
    return Line(
        side,
        amount,
        account=account,
        description=row["description"],
        coding=coding_of(row),
        tax_amount=tax_amount_of(row, reading, currency),
    )


def without_repeated_signs(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of an entry with a side and an amount, one of which says the other.

    Some programs write a credit as "Credit" and as a negative amount; it is one credit then.
    """
    if not all(_says_twice(row) for row in rows):
        return rows
    return [_unsigned(row) for row in rows]


def _says_twice(row: Row) -> bool:
    is_credit = _SIDES.get(row["side"].casefold()) is Side.CREDIT
    return is_credit == _is_negative(row["amount"])


def _is_negative(text: str) -> bool:
    return "-" in text or "−" in text or "(" in text


def _unsigned(row: Row) -> Row:
    amount = row["amount"].translate(str.maketrans("", "", "-−()"))
    return Row(
        row.lines,
        {**row.cells, "amount": amount},
        row.left_out,
        row.problem,
        row.bytes_read,
        row.figures,
    )


def _of_columns(row: Row, reading: Reading, currency: str) -> tuple[Side, Money]:
    mark = reading.conventions.decimals
    debit = amount_in(row, "debit", currency, mark)
    credit = amount_in(row, "credit", currency, mark)
    if debit and credit and debit.minor and credit.minor:
        raise BadInput(f"it has both a debit ({debit}) and a credit ({credit})")
    if row["amount"]:
        _check_amount(_amount(row, reading, currency), debit, credit)
    if credit is not None and (debit is None or credit.minor):
        return Side.CREDIT, credit
    if debit is not None:
        return Side.DEBIT, debit
    raise BadInput("it has neither a debit nor a credit")


def _check_amount(amount: Money, debit: Money | None, credit: Money | None) -> None:
    """Look whether a third column says the same as debit and credit, whatever its sign."""
    there = [one for one in (debit, credit) if one is not None and one.minor] or [Money(0, "")]
    if abs(amount.minor) != abs(there[0].minor):
        raise BadInput(f"its amount ({amount}) is neither its debit nor its credit")


def _of_side(row: Row, reading: Reading, currency: str) -> tuple[Side, Money]:
    side = _SIDES.get(row["side"].strip(". ").casefold())
    if side is None:
        said = quoted(row["side"]) if row["side"] else "an empty side"
        raise BadInput(f"{said} is neither debit nor credit")
    return side, _amount(row, reading, currency)


def _of_sign(row: Row, reading: Reading, currency: str) -> tuple[Side, Money]:
    return Side.DEBIT, _amount(row, reading, currency)


def _amount(row: Row, reading: Reading, currency: str) -> Money:
    amount = amount_in(row, "amount", currency, reading.conventions.decimals)
    if amount is None:
        raise BadInput("the amount is missing")
    return amount


_AMOUNT_OF: Final = {
    Amounts.COLUMNS: _of_columns,
    Amounts.SIDE: _of_side,
    Amounts.SIGNED: _of_sign,
}
