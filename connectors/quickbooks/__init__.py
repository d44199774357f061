"""QuickBooks Online, spoken to by its accounting API, minor version 75."""
