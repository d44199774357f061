"""The one check of everything that is drawn, made where it leaves for Slack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from blocks.kit import limits

_USABLE = frozenset(
    {
        "button",
        "checkboxes",
        "datetimepicker",
        "external_select",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "static_select",
        "users_select",
    }
)


class InvalidBlocks(ValueError):
    """Slack would refuse these blocks; the text says which and why."""


class BlocksTooLarge(InvalidBlocks):
    """All blocks together are more than Slack takes, though each may be allowed."""


def checked(blocks: Sequence[Block], most: int = limits.MESSAGE_BLOCKS) -> list[dict[str, Any]]:
    """Return `blocks` as Slack takes them.

    Raises:
        InvalidBlocks: one of them is not as Slack wants it.
        BlocksTooLarge: together they are too many or too long.
    """
    drawn = [_drawn(block) for block in blocks]
    if len(drawn) > most:
        raise BlocksTooLarge(f"{len(drawn)} blocks, {most} are allowed")
    faults = [*_twice(_names(drawn), "block_id")]
    for place, block in enumerate(drawn):
        faults += [f"block {place}: {fault}" for fault in _faults(block)]
    if faults:
        raise InvalidBlocks("; ".join(faults))
    size = total(drawn)
    if size > limits.TOTAL:
        raise BlocksTooLarge(f"{size} characters, {limits.TOTAL} are allowed")
    return [without_codes(block) for block in drawn]


def checked_view(view: View) -> dict[str, Any]:
    """Return `view` as Slack takes it. Raises as `checked`."""
    blocks = checked(view.blocks or (), limits.VIEW_BLOCKS)
    has_input = any(block["type"] == "input" for block in blocks)
    if has_input and view.submit is None:
        raise InvalidBlocks("a view with an input needs a submit button")
    if view.submit is not None and not view.callback_id:
        raise InvalidBlocks("a view that is submitted needs a callback_id")
    try:
        frame = {name: part for name, part in view.to_dict().items() if name != "blocks"}
        return {**without_codes(frame), "blocks": blocks}
    except SlackObjectFormationError as fault:
        raise InvalidBlocks(str(fault)) from fault


def without_codes(part: Any) -> Any:
    """Return what is drawn so that ":tada:" in plain text is shown as it was written.

    docs.slack.dev/reference/block-kit/composition-objects/text-object
    """
    if isinstance(part, list):
        return [without_codes(one) for one in part]
    if not isinstance(part, dict):
        return part
    drawn = {name: without_codes(one) for name, one in part.items()}
    return {**drawn, "emoji": False} if drawn.get("type") == "plain_text" else drawn


def total(drawn: Any) -> int:
    """Return how much of Slack's budget `drawn` takes: every character of every value.

    Slack does not say what it counts; texts alone would be less.
    """
    if isinstance(drawn, str):
        return len(drawn)
    if isinstance(drawn, dict):
        return sum(total(part) for part in drawn.values())
    return sum(total(part) for part in drawn) if isinstance(drawn, list) else 0


def _drawn(block: Block) -> dict[str, Any]:
    try:
        return dict(block.to_dict())
    except SlackObjectFormationError as fault:
        raise InvalidBlocks(f"{block.type}: {fault}") from fault


def _faults(block: dict[str, Any]) -> Iterator[str]:
    """Yield what slack_sdk lets pass and Slack does not."""
    if len(block.get("block_id", "")) > limits.NAME:
        yield "block_id too long"
    for field in block.get("fields", ()):
        if len(field["text"]) > limits.FIELD_TEXT:
            yield "field too long"
    if block["type"] in ("actions", "context") and not block.get("elements"):
        yield "nothing in it"
    elements = list(_elements(block))
    yield from _twice((element.get("action_id", "") for element in elements), "action_id")
    for element in elements:
        yield from _element_faults(element)
    yield from _text_faults(block)


def _element_faults(element: dict[str, Any]) -> Iterator[str]:
    if element["type"] not in _USABLE:
        return
    if not element.get("action_id") or len(element["action_id"]) > limits.NAME:
        yield f"{element['type']} without a usable action_id"
    for option in element.get("options", ()):
        if len(option["text"]["text"]) > limits.OPTION_TEXT:
            yield "option text too long"
        if len(option["value"]) > limits.OPTION_VALUE:
            yield "option value too long"


def _text_faults(part: Any) -> Iterator[str]:
    """Yield empty texts and texts of a single object that are over the hardest limit."""
    if isinstance(part, dict):
        if part.get("type") in ("mrkdwn", "plain_text") and not part.get("text", "").strip():
            yield "an empty text"
        for inner in part.values():
            yield from _text_faults(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _text_faults(inner)


def _elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (one for one in block.get("elements", ()) if "type" in one)
    yield from (block[key] for key in ("accessory", "element") if key in block)


def _names(drawn: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (block.get("block_id", "") for block in drawn)


def _twice(names: Iterable[str], kind: str) -> Iterator[str]:
    counted = Counter(name for name in names if name)
    yield from (f"{kind} {name} twice" for name, times in counted.items() if times > 1)
