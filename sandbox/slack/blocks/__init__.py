"""Block Kit's rules, checked as Slack checks them on every write."""
