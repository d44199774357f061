"""Fills a new Tryton database with books: `python -m sandbox.tryton.fill CONFIG DATABASE`.

Runs in a process of its own, since the pool of models belongs to one database and warns as it
loads. Prints what has to be known of them, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.tryton import fill_lists

YEAR = 2026
ACCOUNTS = (
    # code, name, type
    ("1000", "Checking", "asset"),
    ("1100", "Receivables", "receivable"),
    ("1300", "Clearing", "asset"),
    ("1310", "Shopify clearing", "asset"),
    ("1400", "Recoverable VAT", "asset"),
    ("2000", "Payables", "payable"),
    ("2200", "Sales tax payable", "liability"),
    ("2300", "Tips payable", "liability"),
    ("4000", "Sales", "revenue"),
    ("4200", "Wholesale", "revenue"),
    ("6000", "Payment processing fees", "expense"),
    ("6900", "Exchange gains", "revenue"),
    ("6910", "Exchange losses", "expense"),
)
TYPES: tuple[tuple[str, str, dict[str, bool]], ...] = (
    # name, statement, flags
    ("asset", "balance", {"assets": True}),
    ("receivable", "balance", {"assets": True, "receivable": True}),
    ("payable", "balance", {"payable": True}),
    ("liability", "balance", {}),
    ("revenue", "income", {"revenue": True}),
    ("expense", "income", {"expense": True}),
)


def fill(database: str) -> dict[str, Any]:
    """Make everything in one transaction, tried again while tables have to be locked first."""
    from trytond.pool import Pool
    from trytond.transaction import Transaction, TransactionError

    Pool.start()
    pool = Pool(database)
    pool.init()
    extras: dict[str, Any] = {}
    while True:
        with Transaction().start(database, 1, **extras) as transaction:
            try:
                made = _make(pool.get)
                transaction.commit()
            except TransactionError as error:
                transaction.rollback()
                error.fix(extras)
            else:
                return made


def _make(get: Callable[[str], Any]) -> dict[str, Any]:
    company = _company(get)
    accounts = _accounts(get, company)
    _year(get, company)
    lists = fill_lists.make_lists(get, company, accounts)
    poster = get("res.user")(name="poster", login="poster")
    (keeper,) = get("res.user").search([("login", "=", "admin")])
    key = _let_in(get, poster, company, "account.group_account")
    groups = ("account.group_account_admin", "analytic_account.group_analytic_admin")
    admin_key = _let_in(get, keeper, company, *groups)
    return {
        "company": company.id,
        "accounts": accounts,
        "user": poster.id,
        "key": key,
        "admin_key": admin_key,
        "group": _group(get, "account.group_account").id,
        **lists,
    }


def _company(get: Callable[[str], Any]) -> Any:
    currency = get("currency.currency")
    dollar = currency(name="US Dollar", symbol="$", code="USD", digits=2, rounding=Decimal("0.01"))
    dollar.save()
    party = get("party.party")(name="Northwind")
    party.save()
    company = get("company.company")(party=party, currency=dollar)
    company.save()
    return company


def _accounts(get: Callable[[str], Any], company: Any) -> dict[str, int]:
    types = {}
    for name, statement, flags in TYPES:
        kind = get("account.account.type")(name=name, statement=statement, company=company, **flags)
        kind.save()
        types[name] = kind
    made = {}
    for code, name, kind in ACCOUNTS:
        account = get("account.account")(code=code, name=name, type=types[kind], company=company)
        account.party_required = kind in ("receivable", "payable")
        account.save()
        made[code] = account.id
    heading = get("account.account")(code="1", name="Assets", company=company)
    heading.save()
    return {**made, "1": heading.id}


def _year(get: Callable[[str], Any], company: Any) -> None:
    (kind,) = get("ir.sequence.type").search([("name", "=", "Account Move")])
    sequence = get("ir.sequence.strict")(name="Moves", sequence_type=kind, company=company)
    sequence.save()
    year = get("account.fiscalyear")(
        name=str(YEAR), start_date=date(YEAR, 1, 1), end_date=date(YEAR, 12, 31), company=company
    )
    for name in ("post_move_sequence", "move_sequence"):
        if name in get("account.fiscalyear")._fields:
            setattr(year, name, sequence)
    year.save()
    get("account.fiscalyear").create_period([year])


def _let_in(get: Callable[[str], Any], user: Any, company: Any, *groups: str) -> str:
    """Give a user the rights of `groups` in the company; return a key of theirs that is good."""
    held = user.groups if user.id else ()
    user.groups = [*held, *(_group(get, one) for one in groups)]
    user.companies = [company]
    user.company = company
    user.save()
    application = get("res.user.application")(user=user, application="rest")
    application.save()
    get("res.user.application").validate_([application])
    return str(application.key)


def _group(get: Callable[[str], Any], name: str) -> Any:
    module, fs_id = name.split(".")
    return get("res.group")(get("ir.model.data").get_id(module, fs_id))


if __name__ == "__main__":
    from trytond import config

    config.update_etc(sys.argv[1])
    json.dump(fill(sys.argv[2]), sys.stdout)
