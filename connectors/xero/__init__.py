"""Xero, spoken to by its Accounting API, version 2.0: manual journals, accounts, lock dates."""
