"""The accounts a new organisation starts with."""

from itertools import count
from typing import Final

from sandbox.ledger.chart import Account

_CHART: Final = (
    ("Checking", "1000", "bank", ""),
    ("Savings", "1010", "bank", ""),
    ("Accounts Receivable", "1100", "accounts_receivable", ""),
    ("Inventory Asset", "1200", "other_current_asset", ""),
    ("Clearing", "1300", "other_current_asset", ""),
    ("Shopify clearing", "1310", "other_current_asset", "Clearing"),
    ("Amazon clearing", "1320", "other_current_asset", "Clearing"),
    ("Square clearing", "1330", "other_current_asset", "Clearing"),
    ("Accounts Payable", "2000", "accounts_payable", ""),
    ("Sales tax payable", "2200", "other_current_liability", ""),
    ("Gift card liability", "2300", "other_current_liability", ""),
    ("Tips payable", "2400", "other_current_liability", ""),
    ("Retained Earnings", "3100", "equity", ""),
    ("Sales", "4000", "income", ""),
    ("Shopify sales", "4010", "income", "Sales"),
    ("Amazon sales", "4020", "income", "Sales"),
    ("Square sales", "4030", "income", "Sales"),
    ("Shipping income", "4100", "income", ""),
    ("Discounts given", "4200", "income", ""),
    ("Refunds and returns", "4300", "income", ""),
    ("Cost of goods sold", "5000", "cost_of_goods_sold", ""),
    ("Payment processing fees", "6000", "expense", ""),
    ("Marketplace fees", "6010", "expense", ""),
    ("Rounding differences", "6900", "other_expense", ""),
)
"""Name, code, type, parent."""
CONTACTS_ONLY: Final = frozenset({"accounts_receivable", "accounts_payable"})
_FIRST_ID: Final = 460000000000300


def default_chart() -> list[Account]:
    """Return the accounts; ids are as long as Zoho's, and the same in every organisation."""
    ids = count(_FIRST_ID)
    return [
        Account(str(next(ids)), name, code, kind, parent=parent)
        for name, code, kind, parent in _CHART
    ]
