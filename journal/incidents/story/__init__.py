"""The story of an incident: what happened to it, one record a turn, as its thread tells it.

Every field of a record has a default: a story also holds what older releases wrote, and they left
some out. Its names are the keys under which it is kept, so they stay.
"""
