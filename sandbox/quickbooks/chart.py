"""The accounts of a company, and the chart a new company starts with."""

from dataclasses import dataclass
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `parent` is the full name of the account it is a sub-account of."""

    id: str
    name: str
    number: str
    type: str  # a key of CLASSIFICATIONS
    active: bool = True
    parent: str = ""
    sync_token: int = 0

    @property
    def full_name(self) -> str:
        """The name with its parents, as pickers show it: `Sales:Shopify sales`."""
        return f"{self.parent}:{self.name}" if self.parent else self.name

    @property
    def classification(self) -> str:
        """The side of the books it stands on."""
        return CLASSIFICATIONS[self.type]

    def wire(self, currency: str) -> dict[str, Any]:
        """Draw it as QuickBooks' Account object."""
        return {
            "Name": self.name,
            "SubAccount": bool(self.parent),
            "FullyQualifiedName": self.full_name,
            "Active": self.active,
            "Classification": self.classification,
            "AccountType": self.type,
            "AcctNum": self.number,
            "CurrencyRef": {"value": currency},
            "domain": "QBO",
            "sparse": False,
            "Id": self.id,
            "SyncToken": str(self.sync_token),
        }


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
