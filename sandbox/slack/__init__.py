"""A Slack-compatible workspace on this machine: Slack's wire, without Slack."""
