"""Zoho Books, by journals."""
