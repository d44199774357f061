"""The imitation of Xero."""
