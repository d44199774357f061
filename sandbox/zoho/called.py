"""What people call the things that an app names by their ids: contacts, tags, locations ..."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sandbox.ledger.entries import Entry

_THINGS = ("customer", "location", "project", "tax")


def called_as_before(entry: Entry, old: Entry) -> Entry:
    """Return a changed journal with the names that it showed before, by their ids.

    The imitation has no lists of contacts and tags: what they are called is known from where
    people chose them.
    """
    names: dict[tuple[str, str], Mapping[str, Any]] = {}
    for own in _parts(old):
        names |= dict(_shown_in(own))
    lines = tuple(replace(line, own=_named(line.own, names)) for line in entry.lines)
    kept = {name: old.own[name] for name in ("documents",) if name in old.own}
    return replace(entry, lines=lines, own={**kept, **_named(entry.own, names)})


def _parts(entry: Entry) -> Iterator[Mapping[str, Any]]:
    yield entry.own
    for line in entry.lines:
        yield line.own


def _shown_in(own: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    for thing in _THINGS:
        if its_id := own.get(f"{thing}_id"):
            shown = {name: own[name] for name in (f"{thing}_name",) if name in own}
            yield (thing, str(its_id)), shown
    for tag in own.get("tags", []):
        yield ("tag", str(tag.get("tag_option_id"))), tag
    for field in own.get("custom_fields", []):
        yield ("field", str(field.get("customfield_id"))), {"label": field.get("label", "")}


def _named(
    own: dict[str, Any], names: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, Any]:
    drawn = dict(own)
    for thing in _THINGS:
        drawn |= names.get((thing, str(own.get(f"{thing}_id"))), {})
    if tags := own.get("tags"):
        drawn["tags"] = [
            {**names.get(("tag", str(one.get("tag_option_id"))), {}), **one} for one in tags
        ]
    if fields := own.get("custom_fields"):
        drawn["custom_fields"] = [
            {**names.get(("field", str(one.get("customfield_id"))), {}), **one} for one in fields
        ]
    return drawn
