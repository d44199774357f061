"""What is drawn: fills the ids Slack makes up, finds elements, and reads what inputs hold."""

import secrets
from collections.abc import Iterator

from sandbox.slack.wire import Json

INITIAL = {
    "initial_value": "value",
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_date_time": "selected_date_time",
    "initial_user": "selected_user",
}
"""What an element starts with, and the key of the same thing in `state.values`."""

HELD = {
    "checkboxes": "selected_options",
    "datetimepicker": "selected_date_time",
    "external_select": "selected_option",
    "plain_text_input": "value",
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "users_select": "selected_user",
}
"""Elements that hold something, and under which key `state.values` shows it."""

Values = dict[str, dict[str, Json]]


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return the blocks with a `block_id` each and an `action_id` for whatever can be used."""
    return [_block_with_ids(block) for block in blocks]


def _block_with_ids(block: Json) -> Json:
    filled: Json = {**block, "block_id": block.get("block_id") or secrets.token_hex(3)}
    for key in ("element", "accessory"):
        if block.get(key):
            filled[key] = _element_with_id(block[key])
    if block.get("elements") and block["type"] != "rich_text":
        filled["elements"] = [_element_with_id(element) for element in block["elements"]]
    return filled


def _element_with_id(element: Json) -> Json:
    if element["type"] not in HELD and element["type"] not in ("button", "overflow"):
        return element
    return {**element, "action_id": element.get("action_id") or secrets.token_hex(3)}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each usable element with the block it stands in."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *(block.get("elements") or ())]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """Return the block and the element with these ids, if they are drawn."""
    for block, element in elements(blocks):
        if block["block_id"] == block_id and element["action_id"] == action_id:
            return block, element
    return None


def values_of(blocks: list[Json], given: Values) -> Values:
    """Return `state.values`: what each input starts with, or what a person gave instead."""
    values: Values = {}
    for block, element in elements(blocks):
        if element["type"] in HELD:
            held = _held(element, given.get(block["block_id"], {}).get(element["action_id"]))
            values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return values


def _held(element: Json, given: Json | None) -> Json:
    key = HELD[element["type"]]
    empty: Json = {"type": element["type"], key: [] if key == "selected_options" else None}
    if given is not None:
        return empty | given | {"type": element["type"]}
    started = {name: element[start] for start, name in INITIAL.items() if element.get(start)}
    return empty | started
