"""Turns files and JSON that others wrote into entries: `journal.entry.NewEntry` comes out."""
