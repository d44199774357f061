"""Questions in QuickBooks' query language: conditions joined by AND, no OR, no joins."""

from collections.abc import Iterable


def select(entity: str, *conditions: str) -> str:
    """Return the question for all of `entity` that meet every condition."""
    return " ".join(["select * from", entity, "where", " and ".join(conditions)])


def compared(name: str, operator: str, value: str) -> str:
    """Return a condition on one attribute."""
    return f"{name} {operator} {quoted(value)}"


def one_of(name: str, values: Iterable[str]) -> str:
    """Return the condition that an attribute has one of `values`."""
    return f"{name} in ({', '.join(map(quoted, values))})"


def quoted(text: str) -> str:
    """Return `text` as a value; quotes in it cannot end it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
