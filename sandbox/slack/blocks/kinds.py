"""Blocks by type: what each may carry."""

from collections.abc import Mapping
from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.elements import ELEMENTS
from sandbox.slack.blocks.places import IN_ACTIONS, IN_INPUTS, IN_SECTIONS
from sandbox.slack.blocks.rules import (
    Field,
    Problems,
    Rule,
    among,
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
CONTEXT_SHAPES: dict[str, Mapping[str, Field]] = {
    "image": ELEMENTS["image"],
    **{
        kind: {
            "text": must(string(limits.CONTEXT_TEXT)),
            "emoji": may(flag),
            "verbatim": may(flag),
        }
        for kind in ("plain_text", "mrkdwn")
    },
}


def _not_empty(*names: str) -> Rule:
    def check(block: Any, at: str) -> Problems:
        if not any(block.get(name) for name in names):
            yield problem(f"must define one of: {', '.join(names)}", at)

    return check


BLOCK_ID: Mapping[str, Field] = {"block_id": may(string(limits.ID))}
IMAGE = one_of(ELEMENTS, "image")
BUTTONS = items(one_of(ELEMENTS, "button"), 1, limits.CARD_ACTIONS)

CARD: Mapping[str, Field] = {
    **BLOCK_ID,
    "hero_image": may(IMAGE),
    "icon": may(IMAGE),
    "title": may(text(limits.CARD_TITLE)),
    "subtitle": may(text(limits.CARD_TITLE)),
    "body": may(text(limits.CARD_BODY)),
    "actions": may(BUTTONS),
}
TABLE_CELLS = items(items(anything, 1, limits.TABLE_COLUMNS), 1, limits.TABLE_ROWS)
DATA_CELLS = items(items(anything, 1, limits.TABLE_COLUMNS), *limits.DATA_TABLE_ROWS)

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
        "elements": must(
            items(one_of(CONTEXT_SHAPES, *CONTEXT_SHAPES), 1, limits.CONTEXT_ELEMENTS)
        ),
    },
    "actions": {
        **BLOCK_ID,
        "elements": must(items(one_of(ELEMENTS, *IN_ACTIONS), 1, limits.ACTIONS_ELEMENTS)),
    },
    "context_actions": {
        **BLOCK_ID,
        "elements": must(
            items(
                one_of(ELEMENTS, "feedback_buttons", "icon_button"),
                1,
                limits.CONTEXT_ACTIONS_ELEMENTS,
            )
        ),
    },
    "input": {
        **BLOCK_ID,
        "label": must(plain(limits.INPUT_LABEL)),
        "element": must(one_of(ELEMENTS, *IN_INPUTS)),
        "hint": may(plain(limits.INPUT_HINT)),
        "optional": may(flag),
        "dispatch_action": may(flag),
    },
    "image": {
        **BLOCK_ID,
        **ELEMENTS["image"],
        "title": may(plain(limits.IMAGE_TITLE)),
    },
    "markdown": {**BLOCK_ID, "text": must(string(limits.MARKDOWN_TEXT))},
    "rich_text": {**BLOCK_ID, "elements": must(items(one_of(RICH_SHAPES, *RICH), 0, 1_000))},
    "table": {**BLOCK_ID, "rows": must(TABLE_CELLS), "column_settings": may(anything)},
    "data_table": {
        **BLOCK_ID,
        "rows": must(DATA_CELLS),
        "caption": may(anything),
        "columns": may(anything),
        "column_settings": may(anything),
    },
    "alert": {
        **BLOCK_ID,
        "text": must(text(limits.ALERT_TEXT)),
        "level": may(among("default", "info", "warning", "error", "success")),
    },
    "card": CARD,
    "video": {
        **BLOCK_ID,
        "alt_text": must(string(limits.ALT_TEXT)),
        "title": must(plain(limits.VIDEO_TITLE)),
        "title_url": may(string(limits.URL)),
        "thumbnail_url": must(string(limits.URL)),
        "video_url": must(string(limits.URL)),
        "author_name": may(string(limits.VIDEO_AUTHOR)),
        "provider_name": may(string(limits.VIDEO_AUTHOR)),
        "provider_icon_url": may(string(limits.URL)),
        "description": may(plain(limits.VIDEO_TITLE)),
    },
}
"""What each block may carry beside its `type`."""
BLOCKS["carousel"] = {
    **BLOCK_ID,
    "elements": must(items(one_of(BLOCKS, "card"), 1, limits.CAROUSEL_CARDS)),
}

FURTHER: dict[str, Rule] = {
    "section": _not_empty("text", "fields"),
    "image": _not_empty("image_url", "slack_file"),
    "card": _not_empty("hero_image", "title", "actions", "body"),
}
"""What a block must hold that its properties one by one do not tell."""
