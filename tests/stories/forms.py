"""A form of a card filled in as a person does: what it suggests is kept, the rest is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.stories.desk import ANA, Desk, eventually

Json = dict[str, Any]


async def send_form(
    desk: Desk, card: Mapping[str, Any], action_id: str, typed: Callable[[str], str]
) -> None:
    """Press a button of the card and send in its form.

    `typed`: what is typed into a list that is searched, by its label, where nothing is filled in;
    what is found first is chosen.
    """
    assert (await desk.click(card, action_id))["acked"]
    view = await eventually(lambda: _ready(desk), f"the form of {action_id} with its fields")
    values = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        if element.get("type") == "external_select" and "initial_option" not in element:
            found = await _first(desk, view, block, typed(block["label"]["text"]))
            values[block["block_id"]] = {element["action_id"]: found}
    answer = await desk.submit(view, values)
    assert answer["acked"], answer
    assert not answer["errors"], answer


async def _ready(desk: Desk) -> Json | None:
    view = await desk.view()
    return view if any(block["type"] == "input" for block in view["blocks"]) else None


async def _first(desk: Desk, view: Json, block: Json, typed: str) -> Json:
    place = {"block_id": block["block_id"], "action_id": block["element"]["action_id"]}
    asked = {"as": ANA, "view_id": view["id"], **place, "value": typed}
    answer = (await desk.outside.post("slack/control/suggest", json=asked)).json()
    option = answer["option_groups"][0]["options"][0]
    return {"type": "external_select", "selected_option": option}
