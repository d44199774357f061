"""The lines of a manual journal as they are kept: with their tax and their tracking."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Line
from sandbox.xero import faults
from sandbox.xero.journals import SentJournal, SentLine
from sandbox.xero.rates import default_of, rates_of, untaxed
from sandbox.xero.tracking import chosen


def kept_lines(
    company: Company, accounts: Mapping[str, Account], sent: SentJournal
) -> tuple[tuple[Line, ...], list[str]]:
    """Return the lines of a journal as they are to be kept, and what is wrong with them."""
    by_code = {account.number: account.id for account in accounts.values() if account.number}
    lines: list[Line] = []
    wrong: list[str] = []
    for one in sent.journal_lines:
        account = accounts.get(one.account(by_code))
        own, of_tax = _taxed(company, account, one, sent.line_amount_types)
        tracking, of_tracking = chosen(company, one.tracked())
        kept = {**own, **({"Tracking": tracking} if tracking else {})}
        lines.append(Line(one.line_amount, one.account(by_code), one.description, kept))
        wrong += [*of_tax, *of_tracking]
    return tuple(lines), wrong


def _taxed(
    company: Company, account: Account | None, sent: SentLine, amounts: str
) -> tuple[dict[str, Any], Sequence[str]]:
    """Return the tax of a line, and what is wrong with it.

    Without a type it has the one of its account. On a journal without tax any type is put aside.
    """
    if amounts == "NoTax":
        unknown = sent.tax_type and sent.tax_type not in rates_of(company)
        wrong = [faults.unknown_tax(sent.tax_type)] if unknown else []
        return {"TaxType": untaxed(company)}, wrong
    kind = sent.tax_type or (default_of(account, company) if account else untaxed(company))
    rate = rates_of(company).get(kind)
    if rate is None or not rate.active:
        return {}, [faults.unknown_tax(kind)]
    if account is not None and not rate.takes(account):
        return {}, [faults.tax_not_for(kind, account.number)]
    told = {} if sent.tax_amount is None else {"TaxAmount": str(sent.tax_amount)}
    return {"TaxType": kind, **told}, ()
