"""What one property cannot tell: rules of blocks as a whole, twins among ids, lengths in sum."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.blocks.kinds import BLOCKS, FURTHER
from sandbox.slack.blocks.rules import Problems, anything, items, one_of, problem
from sandbox.slack.wire import Json


def blocks_problems(blocks: Any, most: int, at: str) -> Problems:
    """Yield what is wrong with at most `most` blocks."""
    wrong = list(items(_block_problems, 0, most)(blocks, at))
    yield from wrong
    if not wrong:
        yield from _twins(blocks, at)


def _block_problems(block: Any, at: str) -> Problems:
    wrong = list(one_of(BLOCKS, *BLOCKS)(block, at))
    yield from wrong
    if not wrong:
        yield from FURTHER.get(block["type"], anything)(block, at)
        yield from _elements_problems(block, at)


def _elements_problems(block: Json, at: str) -> Problems:
    for element, place in _elements_of(block, at):
        if element.get("type") == "static_select" and not _has_one_list(element):
            yield problem("must define either `options` or `option_groups`", place)
        if element.get("type") == "button" and not (element.get("action_id") or element.get("url")):
            # Slack would make an id up; a button that no listener can know is dead all the same.
            yield problem("missing required field: action_id", place)


def _has_one_list(element: Json) -> bool:
    return bool(element.get("options")) != bool(element.get("option_groups"))


def _elements_of(block: Json, at: str) -> Iterator[tuple[Json, str]]:
    for name in ("element", "accessory"):
        if block.get(name):
            yield block[name], f"{at}/{name}"
    for index, element in enumerate(block.get("elements") or ()):
        yield element, f"{at}/elements/{index}"


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
