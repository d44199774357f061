"""Checks whole messages, views and suggestions, and words the refusal."""

from typing import Any

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.elements import MENU_OPTION, OPTION_GROUPS
from sandbox.slack.blocks.rules import (
    Problems,
    among,
    anything,
    flag,
    items,
    may,
    must,
    plain,
    problem,
    shape,
    string,
)
from sandbox.slack.blocks.together import blocks_problems, characters
from sandbox.slack.wire import Json, SlackError


def check_message(blocks: Any) -> list[Json]:
    """Return the blocks of a message if Slack would take them.

    Raises:
        SlackError: invalid_blocks_format, invalid_blocks with one message per fault, each
            ending in a JSON pointer, or msg_blocks_too_long over the unwritten budget.
    """
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    wrong = list(blocks_problems(blocks, limits.MESSAGE_BLOCKS, "/blocks"))
    if wrong:
        raise _refusal("invalid_blocks", wrong)
    if characters(blocks) > limits.MESSAGE_BUDGET:
        raise SlackError("msg_blocks_too_long")
    return blocks


def check_view(view: Any) -> Json:
    """Return the view if Slack would take it; raises invalid_arguments as `check_message` does."""
    wrong = list(_view_problems(view))
    if wrong:
        raise _refusal("invalid_arguments", wrong)
    found: Json = view
    return found


def check_options(answer: Any) -> Json:
    """Return the options or groups an app suggests; raises invalid_arguments."""
    wrong = list(_SUGGESTION(answer, ""))
    if wrong:
        raise _refusal("invalid_arguments", wrong)
    found: Json = answer
    return found


def _refusal(code: str, wrong: list[str]) -> SlackError:
    words = [each.removeprefix("[ERROR] ") for each in wrong]
    return SlackError(code, errors=words, response_metadata={"messages": wrong})


_VIEW_COMMON = {
    "type": must(among("modal", "home")),
    "blocks": must(anything),
    "private_metadata": may(string(limits.PRIVATE_METADATA, 0)),
    "callback_id": may(string(limits.ID, 0)),
    "external_id": may(string(limits.ID, 0)),
}
_SURFACES = {
    "home": shape(_VIEW_COMMON),
    "modal": shape(
        {
            **_VIEW_COMMON,
            "title": must(plain(limits.VIEW_TITLE)),
            "submit": may(plain(limits.VIEW_BUTTON)),
            "close": may(plain(limits.VIEW_BUTTON)),
            "clear_on_close": may(flag),
            "notify_on_close": may(flag),
            "submit_disabled": may(flag),
        }
    ),
}
_SUGGESTION = shape(
    {
        "options": may(items(MENU_OPTION, 0, limits.OPTIONS)),
        "option_groups": may(OPTION_GROUPS),
    }
)


def _view_problems(view: Any) -> Problems:
    surface = view.get("type") if isinstance(view, dict) else None
    if not isinstance(surface, str) or surface not in _SURFACES:
        yield problem(f"unsupported type: {surface}", "/view/type")
        return
    yield from _SURFACES[surface](view, "/view")
    blocks = view.get("blocks")
    yield from blocks_problems(blocks, limits.VIEW_BLOCKS, "/view/blocks")
    if surface == "modal" and not view.get("submit") and _has_input(blocks):
        yield problem("missing required field: submit", "/view")


def _has_input(blocks: Any) -> bool:
    drawn = blocks if isinstance(blocks, list) else []
    return any(isinstance(block, dict) and block.get("type") == "input" for block in drawn)
