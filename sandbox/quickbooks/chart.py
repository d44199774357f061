"""Accounts as QuickBooks' wire shows them, and the chart a new company starts with."""

from typing import Any, Final

from sandbox.ledger.chart import Account
from sandbox.ledger.services import Services

CLASSIFICATIONS: Final = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Cost of Goods Sold": "Expense",
    "Expense": "Expense",
    "Other Expense": "Expense",
}


def drawn(account: Account, currency: str) -> dict[str, Any]:
    """Draw it as QuickBooks' Account object; no app changes one here, so its token stays."""
    return {
        "Name": account.name,
        "SubAccount": bool(account.parent),
        "FullyQualifiedName": account.full_name,
        "Active": account.active,
        "Classification": CLASSIFICATIONS[account.type],
        "AccountType": account.type,
        "AcctNum": account.number,
        "CurrencyRef": {"value": currency},
        "domain": "QBO",
        "sparse": False,
        "Id": account.id,
        "SyncToken": "0",
    }


def next_account_id(services: Services, realm: str) -> str:
    """Return the Id of the next new account."""
    return str(max((int(one) for one in services.companies.accounts(realm)), default=0) + 1)


DEFAULT_CHART: Final = (
    Account("35", "Checking", "1000", "Bank"),
    Account("36", "Savings", "1010", "Bank"),
    Account("84", "Accounts Receivable", "1100", "Accounts Receivable"),
    Account("81", "Inventory Asset", "1200", "Other Current Asset"),
    Account("90", "Clearing", "1300", "Other Current Asset"),
    Account("91", "Shopify clearing", "1310", "Other Current Asset", parent="Clearing"),
    Account("92", "Amazon clearing", "1320", "Other Current Asset", parent="Clearing"),
    Account("93", "Square clearing", "1330", "Other Current Asset", parent="Clearing"),
    Account("94", "PayPal clearing", "1340", "Other Current Asset", parent="Clearing"),
    Account("33", "Accounts Payable", "2000", "Accounts Payable"),
    Account("41", "Company card", "2100", "Credit Card"),
    Account("95", "Sales tax payable", "2200", "Other Current Liability"),
    Account("96", "Gift card liability", "2300", "Other Current Liability"),
    Account("97", "Tips payable", "2400", "Other Current Liability"),
    Account("34", "Opening Balance Equity", "3000", "Equity"),
    Account("2", "Retained Earnings", "3100", "Equity"),
    Account("79", "Sales", "4000", "Income"),
    Account("98", "Shopify sales", "4010", "Income", parent="Sales"),
    Account("99", "Amazon sales", "4020", "Income", parent="Sales"),
    Account("100", "Square sales", "4030", "Income", parent="Sales"),
    Account("101", "Shipping income", "4100", "Income"),
    Account("86", "Discounts given", "4200", "Income"),
    Account("102", "Refunds and returns", "4300", "Income"),
    Account("80", "Cost of goods sold", "5000", "Cost of Goods Sold"),
    Account("103", "Payment processing fees", "6000", "Expense"),
    Account("104", "Marketplace fees", "6010", "Expense"),
    Account("105", "Rounding differences", "6900", "Other Expense"),
)
