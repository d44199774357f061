"""Blocks by type: what each that jefail draws may carry; any other is refused."""

from collections.abc import Mapping
from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.elements import ELEMENTS
from sandbox.slack.blocks.places import IN_ACTIONS, IN_INPUTS, IN_SECTIONS
from sandbox.slack.blocks.rules import (
    Field,
    Problems,
    Rule,
    anything,
    flag,
    items,
    may,
    must,
    one_of,
    plain,
    problem,
    string,
    text,
)

RICH = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
RICH_SHAPES: dict[str, Mapping[str, Field]] = {
    kind: {
        "elements": must(items(anything, 0, 1_000)),
        "style": may(anything),
        "indent": may(anything),
        "offset": may(anything),
        "border": may(anything),
    }
    for kind in RICH
}


def _not_empty(*names: str) -> Rule:
    def check(block: Any, at: str) -> Problems:
        if not any(block.get(name) for name in names):
            yield problem(f"must define one of: {', '.join(names)}", at)

    return check


BLOCK_ID: Mapping[str, Field] = {"block_id": may(string(limits.ID))}

BLOCKS: dict[str, Mapping[str, Field]] = {
    "section": {
        **BLOCK_ID,
        "text": may(text(limits.SECTION_TEXT)),
        "fields": may(items(text(limits.FIELD_TEXT), 1, limits.SECTION_FIELDS)),
        "accessory": may(one_of(ELEMENTS, *IN_SECTIONS)),
        "expand": may(flag),
    },
    "divider": BLOCK_ID,
    "header": {**BLOCK_ID, "text": must(plain(limits.HEADER_TEXT))},
    "context": {
        **BLOCK_ID,
        "elements": must(items(text(limits.CONTEXT_TEXT), 1, limits.CONTEXT_ELEMENTS)),
    },
    "actions": {
        **BLOCK_ID,
        "elements": must(items(one_of(ELEMENTS, *IN_ACTIONS), 1, limits.ACTIONS_ELEMENTS)),
    },
    "input": {
        **BLOCK_ID,
        "label": must(plain(limits.INPUT_LABEL)),
        "element": must(one_of(ELEMENTS, *IN_INPUTS)),
        "hint": may(plain(limits.INPUT_HINT)),
        "optional": may(flag),
        "dispatch_action": may(flag),
    },
    "rich_text": {**BLOCK_ID, "elements": must(items(one_of(RICH_SHAPES, *RICH), 0, 1_000))},
}
"""What each block may carry beside its `type`."""

FURTHER: dict[str, Rule] = {
    "section": _not_empty("text", "fields"),
}
"""What a block must hold that its properties one by one do not tell."""
