"""A team works on cards: taken, put off, skipped, asked about, and remembered the next time."""

from pathlib import Path
from typing import Any

from sqlalchemy import text

from blocks.kit import names
from bot.schedule import wake_snoozed
from tests.stories.desk import ANA, BEN, CHI, Desk, buttons, eventually, open_desk

FILES = Path(__file__).parent / "files"
SUPPORT = "C_HARBOR"


def _field(action: str, kind: str, **held: object) -> dict[str, object]:
    return {action: {"type": kind, **held}}


async def test_a_card_goes_through_many_hands(database_url: str, tmp_path: Path) -> None:
    """Given to Ben, put off, asked about, one entry skipped, the rest posted; then remembered."""
    async with open_desk(database_url, tmp_path, JEFAIL_SUPPORT_CHANNEL=SUPPORT) as desk:
        northwind = await desk.company()
        await northwind.switch(can_post=False)
        await desk.take(northwind, FILES / "sales.jsonl")
        card = await desk.card("*3 entries*", "may not")

        await _given_to_ben(desk, card)
        await _put_off_until_it_wakes(desk, card)
        await _asked_about(desk, card)
        await _one_skipped(desk, card)

        await northwind.switch(can_post=True)
        await desk.click(await desk.card("1 skipped"), "Retry")
        closed = await desk.card("Posted: 2 entries", "1 entry skipped")
        await desk.quiet()
        assert len(await northwind.ledger()) == 2

        await northwind.switch(can_post=False)
        await desk.click(closed, "Reopen", by=CHI)
        await desk.card("*1 entry*", "2 of 3 posted, 1 left")
        await desk.quiet()
        assert len(await northwind.ledger()) == 2


async def test_the_same_cause_is_remembered(database_url: str, tmp_path: Path) -> None:
    """Ben closed it as not needed; the next card says so, and one click closes it so again."""
    async with open_desk(database_url, tmp_path) as desk:
        northwind = await desk.company()
        await northwind.switch(can_post=False)
        await desk.take(northwind, FILES / "sales.jsonl")
        first = await desk.card("*3 entries*", "may not")
        await desk.resolve(first, "not_needed", "test shop", by=BEN)
        await desk.card("Closed by Ben")

        await desk.take(northwind, FILES / "quickbooks.csv")
        second = await desk.card("*Second time*", "closed by Ben, not needed, “test shop”")
        again = next(
            (block["block_id"], block["accessory"])
            for block in second["blocks"]
            if block.get("accessory", {}).get("action_id") == names.AGAIN
        )
        await desk.outside.post(
            "slack/control/action",
            json={
                "as": ANA,
                "channel": "C_BOOKKEEPING",
                "message_ts": second["ts"],
                "block_id": again[0],
                "action_id": names.AGAIN,
                "value": again[1]["value"],
            },
        )
        await desk.card("Closed by Ana: not needed", "test shop")
        await desk.quiet()
        assert await northwind.ledger() == []


async def _given_to_ben(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, "Assign to …")
    person = _field("person_input", "users_select", selected_user=BEN)
    assert (await desk.submit(await desk.view(), {"person": person}))["acked"]
    await desk.card("<@U_BEN> has it since")

    async def direct() -> list[dict[str, Any]] | None:
        asked = {"channel": "D_BEN", "as": BEN}
        answer = await desk.outside.get("slack/control/messages", params=asked)
        messages: list[dict[str, Any]] | None = answer.json().get("messages")
        return messages

    (told,) = await eventually(direct, "a direct message to Ben")
    assert told["text"].startswith("<@U_ANA> gave you INC-1")
    assert buttons(told) == ["Details"]


async def _put_off_until_it_wakes(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, "Snooze …", by=BEN)

    async def form() -> dict[str, object] | None:
        view = await desk.view(BEN)
        return view if view["callback_id"] == names.SNOOZE_FORM else None

    view = await eventually(form, "the form to fill")
    hour = {"text": {"type": "plain_text", "text": "For an hour"}, "value": "0"}
    until = _field("until_input", "radio_buttons", selected_option=hour)
    assert (await desk.submit(view, {"until": until}, by=BEN))["acked"]
    asleep = await desk.card("💤")
    assert buttons(asleep) == ["Wake", "Resolve"]
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(text("UPDATE incident SET snoozed_until = now()"))
    await wake_snoozed(desk.program)
    await desk.card("may not", "has it since")


async def _asked_about(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, "Details")

    async def filled() -> dict[str, Any] | None:
        shown = await desk.view()
        return shown if names.SUPPORT in str(shown["blocks"]) else None

    details = await eventually(filled, "the details")
    block_id = next(one["block_id"] for one in details["blocks"] if names.SUPPORT in str(one))
    pressed = await desk.outside.post(
        "slack/control/action",
        json={
            "as": ANA,
            "view_id": details["id"],
            "block_id": block_id,
            "action_id": names.SUPPORT,
            "value": "1",
        },
    )
    assert pressed.json()["acked"]

    async def form() -> dict[str, Any] | None:
        shown = await desk.view()
        return shown if shown["callback_id"] == names.SUPPORT_FORM else None

    view = await eventually(form, "the form on top of the details")
    (block,) = [one for one in view["blocks"] if one["type"] == "input"]
    prepared = block["element"]["initial_value"]
    assert "intuit_tid" in prepared
    summary = _field("summary_input", "plain_text_input", value=f"{prepared}\nWho can see to it?")
    assert (await desk.submit(view, {"summary": summary}))["acked"]
    (asked,) = await eventually(lambda: desk.cards(SUPPORT), "a message to those who help")
    assert "Who can see to it?" in str(asked["blocks"])

    async def told() -> bool:
        return any("asked for help in" in line for line in await desk.thread(card))

    await eventually(told, "the thread to tell of it")


async def _one_skipped(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, "Skip …", by=BEN)
    view = await desk.view(BEN)
    (block,) = [one for one in view["blocks"] if one["block_id"] == "entry"]
    second = block["element"]["options"][2]
    entry = _field("entry_input", "static_select", selected_option=second)
    assert (await desk.submit(view, {"entry": entry}, by=BEN))["response_action"] == "update"
    confirmation = await desk.view(BEN)
    assert confirmation["title"]["text"] == "Skip for good?"
    assert (await desk.submit(confirmation, {}, by=BEN))["response_action"] == "clear"
    await desk.card("*2 entries*", "1 skipped")
