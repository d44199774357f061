"""An imitation of QuickBooks Online's wire, with good and bad days on request."""
