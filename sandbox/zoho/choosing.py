"""What Zoho Books has against what a line chooses from its lists, as the messages it answers.

Zoho publishes no list of its refusals: these words are ours, in its tone (see `answers`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.ledger.entries import Line
from sandbox.zoho import answers
from sandbox.zoho.things import Lists, Thing


def against_choices(lists: Lists, line: Line) -> Iterator[str]:
    """Say which choices of a line are none, or not any more, and which tag has to be chosen."""
    for field, what, known in (
        ("customer_id", "contact", lists.contacts),
        ("tax_id", "tax", lists.taxes),
        ("location_id", "location", lists.locations),
        ("project_id", "project", lists.projects),
    ):
        if chosen := str(line.own.get(field, "")):
            by_id: Mapping[str, Thing] = {one.id: one for one in known}
            yield from _against(by_id.get(chosen), what, chosen)
    yield from _against_tags(lists, line.own.get("tags", []))


def _against_tags(lists: Lists, chosen: list[dict[str, Any]]) -> Iterator[str]:
    tagged = set()
    for one in chosen:
        tag_id, option_id = str(one.get("tag_id", "")), str(one.get("tag_option_id", ""))
        tag, option = lists.options.get(option_id, (None, None))
        if tag is not None and tag.id != tag_id:
            option = None
        yield from _against(option, "reporting tag option", option_id)
        tagged.add(tag_id)
    for tag in lists.tags:
        if tag.mandatory and tag.active and not tag.draft and tag.id not in tagged:
            yield answers.wants_a_tag(tag.name)


def _against(thing: Thing | None, what: str, its_id: str) -> Iterator[str]:
    if thing is None:
        yield answers.unknown(what, its_id)
    elif not thing.active:
        yield answers.inactive(what, thing.name)
