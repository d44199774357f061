"""What lines say beside their account: parties, taxes, another currency, analytic accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

Get = Callable[[str], Any]
Ids = dict[str, int]

PARTIES = (("Harbor Cafe", True), ("Blue Ridge Supply", True), ("Old Mill Bakery", False))
RATES = (("2026-01-01", "0.90"), ("2026-07-01", "0.92"))
"""Euros to the dollar, from a day on."""
TAXES = (
    # name, kind of its group, percent, account, active
    ("VAT 20%", "sale", "20", "2200", True),
    ("VAT 5%", "sale", "5", "2200", True),
    ("VAT 0%", "sale", "0", "2200", True),
    ("VAT 20% on purchases", "purchase", "20", "1400", True),
    ("VAT 17.5%", "sale", "17.5", "2200", False),
)
CHANNELS = (
    # name, code, state
    ("Shop", "S", "opened"),
    ("Shopify", "SHOP", "opened"),
    ("Wholesale", "W", "opened"),
    ("Etsy", "E", "closed"),
)
CHOSEN_BY_HAND = "4200"
"""The account of sales whose channel no rule knows."""


def make_lists(get: Get, company: Any, accounts: Mapping[str, int]) -> dict[str, Any]:
    """Make all of it; return the ids by name."""
    _euro(get, company)
    _differences(get, company, accounts)
    return {
        "parties": _parties(get),
        "taxes": _taxes(get, company, accounts),
        "channels": _channels(get, company, accounts),
    }


def _parties(get: Get) -> Ids:
    made = {}
    for name, active in PARTIES:
        party = get("party.party")(name=name, active=active)
        party.save()
        made[name] = party.id
    return made


def _euro(get: Get, company: Any) -> None:
    kind = get("currency.currency")
    euro = kind(name="Euro", symbol="€", code="EUR", digits=2, rounding=Decimal("0.01"))
    euro.save()
    rates = [(company.currency, RATES[0][0], "1"), *((euro, day, rate) for day, rate in RATES)]
    for currency, day, rate in rates:
        made = get("currency.currency.rate")(currency=currency, date=date.fromisoformat(day))
        made.rate = Decimal(rate)
        made.save()


def _differences(get: Get, company: Any, accounts: Mapping[str, int]) -> None:
    """Name the accounts of what conversions leave over."""
    from trytond.transaction import Transaction

    with Transaction().set_context(company=company.id):
        configuration = get("account.configuration")(1)
        configuration.currency_exchange_credit_account = accounts["6900"]
        configuration.currency_exchange_debit_account = accounts["6910"]
        configuration.save()


def _taxes(get: Get, company: Any, accounts: Mapping[str, int]) -> Ids:
    groups = {}
    for kind in ("sale", "purchase"):
        groups[kind] = get("account.tax.group")(name=f"VAT, {kind}", code=kind, kind=kind)
        groups[kind].save()
    made = {}
    for name, kind, percent, account, active in TAXES:
        tax = get("account.tax")(name=name, description=name, company=company, active=active)
        tax.group = groups[kind]
        tax.type, tax.rate = "percentage", Decimal(percent) / 100
        tax.invoice_account = tax.credit_note_account = accounts[account]
        tax.save()
        made[name] = tax.id
        _codes(get, company, tax)
    return made


def _codes(get: Get, company: Any, tax: Any) -> None:
    """Report what is taxed and the tax itself, in boxes of their own."""
    for amount in ("base", "tax"):
        code = get("account.tax.code")(name=f"{tax.name}, {amount}", company=company)
        code.save()
        for type_ in ("invoice", "credit"):
            line = get("account.tax.code.line")(code=code, tax=tax, amount=amount, type=type_)
            line.operator = "+" if type_ == "invoice" else "-"
            line.save()


def _channels(get: Get, company: Any, accounts: Mapping[str, int]) -> Ids:
    """Make the root Channel; a rule chooses the shop, but for one account a person has to."""
    account = get("analytic_account.account")
    root = account(name="Channel", type="root", state="opened", company=company)
    root.save()
    made = {"Channel": root.id}
    for name, code, state in CHANNELS:
        one = account(name=name, code=code, type="normal", state=state, company=company)
        one.root = one.parent = root
        one.save()
        made[name] = one.id
    _rule(get, company, root, None, of=accounts[CHOSEN_BY_HAND])
    _rule(get, company, root, made["Shop"], of=None)
    return made


def _rule(get: Get, company: Any, root: Any, chosen: int | None, *, of: int | None) -> None:
    """Have the lines of an account, None: of all others, go to what is `chosen` of a root."""
    from trytond.transaction import Transaction

    with Transaction().set_context(company=company.id):  # else the company has no roots
        rule = get("analytic_account.rule")(company=company, account=of)
        rule.analytic_accounts = [get("analytic.account.entry")(root=root, account=chosen)]
        rule.save()
