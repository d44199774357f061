"""A team works on cards: taken, put off, skipped, asked about, and remembered the next time."""

from pathlib import Path
from typing import Any

from sqlalchemy import text

from blocks.card.face import Face
from blocks.kit import names
from bot.schedule import wake_snoozed
from journal.entries.failure import FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.notices import NoticeKind
from journal.incidents.story.people import IncidentResolved, SupportAsked, Way
from tests.stories.desk import ANA, BEN, CHI, Desk, buttons, eventually, open_desk
from tests.stories.seen import the_card, the_case, the_notice, turns

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
        card = await the_card(desk, FailureReason.PERMISSION, waiting=3)

        await _given_to_ben(desk, card)
        await _put_off_until_it_wakes(desk, card)
        await _asked_about(desk, card)
        await _one_skipped(desk, card)

        await northwind.switch(can_post=True)
        await desk.click(await the_card(desk, skipped=1), names.RETRY)
        closed = await the_card(desk, face=Face.POSTED, posted=2, skipped=1)
        await desk.quiet()
        assert len(await northwind.ledger()) == 2

        await northwind.switch(can_post=False)
        await desk.click(closed, names.REOPEN, by=CHI)
        await the_card(desk, waiting=1, posted=2)
        await desk.quiet()
        assert len(await northwind.ledger()) == 2


async def test_the_same_cause_is_remembered(database_url: str, tmp_path: Path) -> None:
    """Ben closed it as not needed; the next card says so, and one click closes it so again."""
    async with open_desk(database_url, tmp_path) as desk:
        northwind = await desk.company()
        await northwind.switch(can_post=False)
        await desk.take(northwind, FILES / "sales.jsonl")
        first = await the_card(desk, FailureReason.PERMISSION, waiting=3)
        await desk.resolve(first, "not_needed", "test shop", by=BEN)
        await the_card(desk, face=Face.BY_HAND, by=BEN)

        await desk.take(northwind, FILES / "quickbooks.csv")
        second = await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN, remembered=1)
        memory = (await the_case(desk, second)).memory
        assert memory is not None
        assert memory.mending.by == BEN
        assert memory.mending.turn == IncidentResolved(HowResolved.NOT_NEEDED, "test shop")
        await desk.press(second, names.AGAIN)
        await the_card(
            desk, face=Face.BY_HAND, by=ANA, how=HowResolved.NOT_NEEDED, note="test shop"
        )
        await desk.quiet()
        assert await northwind.ledger() == []


async def _given_to_ben(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, names.ASSIGN)
    person = _field("person_input", "users_select", selected_user=BEN)
    assert (await desk.submit(await desk.view(), {"person": person}))["acked"]
    await the_card(desk, assignee=BEN)

    told = await the_notice(desk, NoticeKind.ASSIGNED, BEN, where=lambda one: one.actor == ANA)
    assert "INC-1" in told["text"]
    assert buttons(told) == [names.DETAILS]


async def _put_off_until_it_wakes(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, names.SNOOZE, by=BEN)

    async def form() -> dict[str, object] | None:
        view = await desk.view(BEN)
        return view if view["callback_id"] == names.SNOOZE_FORM else None

    view = await eventually(form, "the form to fill")
    hour = {"text": {"type": "plain_text", "text": "For an hour"}, "value": "0"}
    until = _field("until_input", "radio_buttons", selected_option=hour)
    assert (await desk.submit(view, {"until": until}, by=BEN))["acked"]
    asleep = await the_card(desk, face=Face.SNOOZED)
    assert buttons(asleep) == [names.WAKE, names.RESOLVE]
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(text("UPDATE incident SET snoozed_until = now()"))
    await wake_snoozed(desk.program)
    await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN, assignee=BEN)


async def _asked_about(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, names.DETAILS)

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
    asked = await the_notice(desk, NoticeKind.SUPPORT, SUPPORT, where=lambda one: one.actor == ANA)
    assert "Who can see to it?" in str(asked["blocks"])
    assert await desk.cards(SUPPORT) == [asked]
    ((told, by),) = await turns(desk, card, SupportAsked)
    assert (told.way, told.channel, by) == (Way.CHANNEL, SUPPORT, ANA)


async def _one_skipped(desk: Desk, card: dict[str, object]) -> None:
    await desk.choose(card, names.SKIP, by=BEN)
    view = await desk.view(BEN)
    (block,) = [one for one in view["blocks"] if one["block_id"] == "entry"]
    second = block["element"]["options"][2]
    entry = _field("entry_input", "static_select", selected_option=second)
    assert (await desk.submit(view, {"entry": entry}, by=BEN))["response_action"] == "update"
    confirmation = await desk.view(BEN)
    assert confirmation["callback_id"] == names.SKIP_CONFIRMED_FORM
    assert (await desk.submit(confirmation, {}, by=BEN))["response_action"] == "clear"
    await the_card(desk, waiting=2, skipped=1)
