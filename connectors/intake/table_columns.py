"""The columns of mappings and of unit costs, as they are read and written."""

from __future__ import annotations

from typing import Final

from connectors.intake.columns import Column

MAPPING: Final = (
    Column("sales_channel", "Sales channel", also=("Channel", "Platform")),
    Column("category", "Category"),
    Column("account", "Account", also=("Account number", "Account name", "Account code")),
)
CODING: Final = (
    Column("kind", "Kind", required=False),
    Column("class", "Class", required=False),
    Column("location", "Location", also=("Department",), required=False),
    Column("tax", "Tax", also=("Tax code", "Tax rate"), required=False),
    Column("name", "Name", also=("Customer", "Vendor"), required=False),
)
"""What a mapping may say beside the account; and a column for each tracking category."""
COSTS: Final = (
    Column("sales_channel", "Sales channel", also=("Channel", "Platform")),
    Column("sku", "SKU", also=("Variant SKU",)),
    Column("cost", "Cost", also=("Unit cost", "Cost per item")),
    Column("title", "Title", also=("Product", "Variant", "Name"), required=False),
    Column("currency", "Currency", required=False),
)
