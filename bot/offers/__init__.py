"""Files of entries that are dropped into Slack: offered, read, imported."""
