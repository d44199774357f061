"""Turns files and JSON that others wrote into entries: each becomes a `NewEntry`."""
