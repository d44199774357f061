"""Slack out: a domain value in, Block Kit out. Pure: nothing here reads, waits or sends."""
