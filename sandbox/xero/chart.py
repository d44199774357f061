"""The accounts a new organisation starts with, and which of them a manual journal may touch."""

from typing import Final
from uuid import uuid4

from sandbox.ledger.chart import Account

_CHART: Final = (
    ("Checking", "1000", "BANK", ""),
    ("Savings", "1010", "BANK", ""),
    ("Accounts Receivable", "1100", "CURRENT", "DEBTORS"),
    ("Inventory Asset", "1200", "INVENTORY", ""),
    ("Clearing", "1300", "CURRENT", ""),
    ("Shopify clearing", "1310", "CURRENT", ""),
    ("Amazon clearing", "1320", "CURRENT", ""),
    ("Square clearing", "1330", "CURRENT", ""),
    ("Accounts Payable", "2000", "CURRLIAB", "CREDITORS"),
    ("Sales tax payable", "2200", "CURRLIAB", ""),
    ("Gift card liability", "2300", "CURRLIAB", ""),
    ("Retained Earnings", "3100", "EQUITY", "RETAINEDEARNINGS"),
    ("Sales", "4000", "REVENUE", ""),
    ("Shopify sales", "4010", "REVENUE", ""),
    ("Amazon sales", "4020", "REVENUE", ""),
    ("Square sales", "4030", "REVENUE", ""),
    ("Shipping income", "4100", "REVENUE", ""),
    ("Discounts given", "4200", "REVENUE", ""),
    ("Refunds and returns", "4300", "REVENUE", ""),
    ("Cost of goods sold", "5000", "DIRECTCOSTS", ""),
    ("Payment processing fees", "6000", "EXPENSE", ""),
    ("Marketplace fees", "6010", "EXPENSE", ""),
    ("Rounding differences", "6900", "EXPENSE", ""),
)
"""Name, code, type, system account. Xero has no accounts below accounts."""
_SYSTEM: Final = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS"})


def default_chart() -> list[Account]:
    """Return new accounts, each with an id of its own."""
    return [
        Account(str(uuid4()), name, code, kind, system=system)
        for name, code, kind, system in _CHART
    ]


def takes_journals(account: Account) -> bool:
    """Whether a manual journal may touch it: no bank account, and few of Xero's own."""
    return account.active and account.type != "BANK" and account.system not in _SYSTEM
