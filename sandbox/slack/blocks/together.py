"""What one property cannot tell: rules of blocks as a whole, twins among ids, lengths in sum."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.kinds import BLOCKS, FURTHER
from sandbox.slack.blocks.places import stands_on
from sandbox.slack.blocks.rules import Problems, Rule, anything, items, one_of, problem
from sandbox.slack.wire import Json

LISTS = ("static_select", "multi_static_select")


def blocks_problems(blocks: Any, surface: str, most: int, at: str) -> Problems:
    """Yield what is wrong with at most `most` blocks on that surface."""
    wrong = list(items(_block_rule(surface), 0, most)(blocks, at))
    yield from wrong
    if not wrong:
        yield from _twins(blocks, at)


def _block_rule(surface: str) -> Rule:
    known = one_of(BLOCKS, *(kind for kind in BLOCKS if stands_on(kind, surface)))

    def check(block: Any, at: str) -> Problems:
        wrong = list(known(block, at))
        yield from wrong
        if not wrong:
            yield from FURTHER.get(block["type"], anything)(block, at)
            for drawn, place in _with_cards(block, at):
                yield from _elements_problems(drawn, place)
            yield from _table_problems(block, at)

    return check


def _with_cards(block: Json, at: str) -> Iterator[tuple[Json, str]]:
    yield block, at
    if block["type"] == "carousel":
        for index, card in enumerate(block["elements"]):
            yield card, f"{at}/elements/{index}"


def _elements_problems(block: Json, at: str) -> Problems:
    for element, place in _elements_of(block, at):
        if element.get("type") in LISTS and not _has_one_list(element):
            yield problem("must define either `options` or `option_groups`", place)
        if element.get("type") == "image" and not _has_picture(element):
            yield problem("must define either `image_url` or `slack_file`", place)
        if element.get("type") == "button" and not (element.get("action_id") or element.get("url")):
            # Slack would make an id up; a button that no listener can know is dead all the same.
            yield problem("missing required field: action_id", place)


def _has_one_list(element: Json) -> bool:
    return bool(element.get("options")) != bool(element.get("option_groups"))


def _has_picture(element: Json) -> bool:
    return bool(element.get("image_url")) != bool(element.get("slack_file"))


def _table_problems(block: Json, at: str) -> Problems:
    if block["type"] == "data_table" and characters(block) > limits.DATA_TABLE_CHARACTERS:
        yield problem(f"no more than {limits.DATA_TABLE_CHARACTERS} characters allowed", at)


def _elements_of(block: Json, at: str) -> Iterator[tuple[Json, str]]:
    for name in ("element", "accessory"):
        if block.get(name):
            yield block[name], f"{at}/{name}"
    for name in ("elements", "actions"):
        for index, element in enumerate(block.get(name) or ()):
            yield element, f"{at}/{name}/{index}"


def _twins(blocks: list[Json], at: str) -> Problems:
    seen = Counter(block.get("block_id") for block in blocks)
    for index, block in enumerate(blocks):
        if block.get("block_id") and seen[block["block_id"]] > 1:
            yield problem("`block_id` values must be unique", f"{at}/{index}/block_id")
        yield from _action_twins(block, f"{at}/{index}")


def _action_twins(block: Json, at: str) -> Problems:
    elements = list(_elements_of(block, at))
    seen = Counter(element.get("action_id") for element, _ in elements)
    for element, place in elements:
        if element.get("action_id") and seen[element["action_id"]] > 1:
            yield problem("`action_id` values must be unique in a block", f"{place}/action_id")


def characters(value: Any) -> int:
    """Count the characters of every text in blocks, however deep it stands."""
    if isinstance(value, list):
        return sum(characters(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    inside = sum(characters(each) for each in value.values())
    return inside + (len(own) if isinstance(own, str) else 0)
