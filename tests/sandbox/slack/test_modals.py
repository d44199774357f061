"""Modals: trigger ids, hashes, the stack, and what a submission may be answered with."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.slack.desk import (
    Desk,
    HandClock,
    Json,
    Socket,
    card,
    connect,
    modal,
    open_modal,
    plain,
    text_input,
)

VALUES = {"account": {"value": {"type": "plain_text_input", "value": "4100"}}}


@pytest.fixture
async def socket(desk: Desk) -> AsyncIterator[Socket]:
    """A hand-made app, connected."""
    connected = await connect(desk)
    yield connected
    await connected.wire.close()


async def trigger(desk: Desk, socket: Socket) -> str:
    """Return a fresh trigger id of Ana's."""
    acting = desk.act("command", channel="C_GENERAL", command="/jefail", text="")
    turn = await socket.during(acting)
    return str(turn.payload["trigger_id"])


async def stack(desk: Desk) -> list[Json]:
    """Return the modals Ana has open."""
    found: list[Json] = (await desk.look("views", **{"as": "U_ANA"}))["stack"]
    return found


async def test_trigger_id_works_once_for_three_seconds(
    desk: Desk, socket: Socket, clock: HandClock
) -> None:
    """Used, late and made-up trigger ids are each refused in their own words."""
    used = await trigger(desk, socket)
    await desk.api("views.open", trigger_id=used, view=modal())
    late = await trigger(desk, socket)
    clock.move(3.1)

    async def refusal(trigger_id: str) -> str:
        answer = await desk.api("views.open", trigger_id=trigger_id, view=modal())
        return str(answer["error"])

    assert await refusal(used) == "exchanged_trigger_id"
    assert await refusal(late) == "expired_trigger_id"
    assert await refusal("1.T.x") == "invalid_trigger_id"


async def test_bad_view_leaves_the_trigger_id_good(desk: Desk, socket: Socket) -> None:
    """A view that Slack refuses costs nothing but the call."""
    trigger_id = await trigger(desk, socket)

    bad = await desk.api("views.open", trigger_id=trigger_id, view=modal(submit=None))
    good = await desk.api("views.open", trigger_id=trigger_id, view=modal())

    assert bad["error"] == "invalid_arguments"
    assert bad["response_metadata"]["messages"][0].endswith("[json-pointer:/view]")
    assert good["ok"]


async def test_update_with_an_old_hash_conflicts(desk: Desk, socket: Socket) -> None:
    """Who draws from an old state is told that someone was faster."""
    view_id = await open_modal(desk, socket, modal(external_id="mapping"))
    seen = (await stack(desk))[0]["hash"]

    first = await desk.api("views.update", view_id=view_id, hash=seen, view=modal())
    second = await desk.api("views.update", view_id=view_id, hash=seen, view=modal())

    assert first["view"]["id"] == view_id
    assert second["error"] == "hash_conflict"
    assert (await desk.api("views.update", view_id="V0", view=modal()))["error"] == "not_found"


async def test_external_id_finds_the_view(desk: Desk, socket: Socket) -> None:
    """An app may use its own id, which no other view may have."""
    view_id = await open_modal(desk, socket, modal(external_id="mapping"))

    view = modal(external_id="mapping", title=plain("Newer"))
    updated = await desk.api("views.update", external_id="mapping", view=view)
    trigger_id = await trigger(desk, socket)
    twin = await desk.api("views.push", trigger_id=trigger_id, view=view)

    assert updated["view"]["id"] == view_id
    assert twin["error"] == "duplicate_external_id"


async def test_at_most_three_modals_lie_on_each_other(desk: Desk, socket: Socket) -> None:
    """A fourth is refused; each knows the one below and the first of all."""
    root = await open_modal(desk, socket, modal())
    answers = []
    for _ in range(3):
        trigger_id = await trigger(desk, socket)
        answers.append(await desk.api("views.push", trigger_id=trigger_id, view=modal()))

    assert [answer.get("error") for answer in answers] == [None, None, "push_limit_reached"]
    assert answers[1]["view"]["root_view_id"] == root
    assert answers[1]["view"]["previous_view_id"] == answers[0]["view"]["id"]
    assert len(await stack(desk)) == 3


async def test_required_fields_are_asked_for_by_the_client(desk: Desk, socket: Socket) -> None:
    """An empty required field is refused before anything is delivered."""
    blocks = [text_input(), text_input("note", optional=True)]
    view_id = await open_modal(desk, socket, modal(blocks=blocks))

    refused = await desk.act("submit", view_id=view_id, values={})

    assert not refused["acked"]
    assert refused["errors"] == {"account": "Please complete this required field."}


async def test_errors_keep_what_was_typed(desk: Desk, socket: Socket) -> None:
    """After an error the modal stays, with its values."""
    view_id = await open_modal(desk, socket, modal())

    errors = {"response_action": "errors", "errors": {"account": "No."}}
    turn = await socket.during(desk.act("submit", view_id=view_id, values=VALUES), errors)

    assert turn.payload["type"] == "view_submission"
    assert turn.payload["view"]["state"]["values"]["account"]["value"]["value"] == "4100"
    assert turn.envelope["accepts_response_payload"]
    assert turn.seen["errors"] == {"account": "No."}
    assert (await stack(desk))[0]["state"]["values"] == VALUES


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (None, ["First"]),
        ({"response_action": "clear"}, []),
        (
            {"response_action": "update", "view": modal(title=plain("Next"))},
            ["First", "Next"],
        ),
        (
            {"response_action": "push", "view": modal(title=plain("Next"))},
            ["First", "Second", "Next"],
        ),
    ],
)
async def test_submission_answers(
    desk: Desk, socket: Socket, answer: Json | None, titles: list[str]
) -> None:
    """Nothing closes the modal; clear, update and push do as their names say."""
    await open_modal(desk, socket, modal(title=plain("First")))
    trigger_id = await trigger(desk, socket)
    second = modal(title=plain("Second"))
    view_id = (await desk.api("views.push", trigger_id=trigger_id, view=second))["view"]["id"]

    turn = await socket.during(desk.act("submit", view_id=view_id, values=VALUES), answer)

    assert turn.seen["acked"]
    assert [view["title"]["text"] for view in await stack(desk)] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        {"response_action": "explode"},
    ],
)
async def test_answers_slack_cannot_use_are_trouble(
    desk: Desk, socket: Socket, answer: Json
) -> None:
    """The person sees Slack's own words for trouble, and the modal stays as it was."""
    view_id = await open_modal(desk, socket, modal())

    turn = await socket.during(desk.act("submit", view_id=view_id, values=VALUES), answer)

    assert turn.seen["warning"].startswith("We had some trouble connecting. Try again?")
    assert [view["id"] for view in await stack(desk)] == [view_id]


async def test_submission_without_ack_is_trouble(desk: Desk, socket: Socket) -> None:
    """An app that says nothing in time leaves the modal open with Slack's warning."""
    view_id = await open_modal(desk, socket, modal())

    seen = await desk.act("submit", view_id=view_id, values=VALUES)

    assert seen["warning"] == "We had some trouble connecting. Try again?"
    assert len(await stack(desk)) == 1


async def test_app_hears_of_closing_only_if_it_asked(desk: Desk, socket: Socket) -> None:
    """view_closed goes out for views with notify_on_close, and for no others."""
    quiet = await open_modal(desk, socket, modal())
    await desk.act("close", view_id=quiet)
    loud = await open_modal(desk, socket, modal(notify_on_close=True))
    turn = await socket.during(desk.act("close", view_id=loud))

    assert turn.payload["type"] == "view_closed"
    assert turn.payload["view"]["id"] == loud
    assert turn.payload["is_cleared"] is False
    assert await stack(desk) == []


async def test_click_in_a_modal_carries_its_state(desk: Desk, socket: Socket) -> None:
    """A menu used in a modal is delivered with the view, and remembered there."""
    options = [{"text": plain(word), "value": word} for word in ("a", "b")]
    menu = {"type": "static_select", "action_id": "menu", "options": options}
    block = text_input("pick", element=menu, dispatch_action=True)
    view_id = await open_modal(desk, socket, modal(blocks=[block, text_input()]))

    ids = {"view_id": view_id, "block_id": "pick", "action_id": "menu"}
    turn = await socket.during(desk.act("action", **ids, selected_option="b"))
    still = await desk.act("action", view_id=view_id, block_id="account", action_id="value")

    assert turn.payload["actions"][0]["selected_option"] == options[1]
    values = turn.payload["view"]["state"]["values"]
    assert values["pick"]["menu"]["selected_option"]["value"] == "b"
    assert "channel" not in turn.payload
    assert still["status"] == 409


async def test_only_ones_own_top_modal_can_be_sent(desk: Desk, socket: Socket) -> None:
    """Nobody submits another's modal, or one that lies below."""
    below = await open_modal(desk, socket, modal())
    trigger_id = await trigger(desk, socket)
    await desk.api("views.push", trigger_id=trigger_id, view=modal())

    assert (await desk.act("submit", "U_BEN", view_id=below))["status"] == 404
    assert (await desk.act("submit", view_id=below))["status"] == 409


async def test_homes_are_published_with_a_hash_too(desk: Desk, socket: Socket) -> None:
    """views.publish draws one home a person and refuses old hashes."""
    home = {"type": "home", "blocks": card("a")}
    first = await desk.api("views.publish", user_id="U_BEN", view=home)
    old = first["view"]["hash"]
    second = await desk.api("views.publish", user_id="U_BEN", view=home, hash=old)
    third = await desk.api("views.publish", user_id="U_BEN", view=home, hash=old)

    assert second["view"]["id"] == first["view"]["id"]
    assert third["error"] == "hash_conflict"


async def test_checkboxes_hold_a_list(desk: Desk, socket: Socket) -> None:
    """An empty one where nothing is ticked, which an optional field may be sent in with."""
    boxes = {
        "type": "checkboxes",
        "action_id": "which",
        "options": [{"text": plain("Each day"), "value": "each"}],
    }
    optional = text_input("boxes", element=boxes, optional=True)
    view_id = await open_modal(desk, socket, modal(blocks=[text_input(), optional]))

    turn = await socket.during(desk.act("submit", view_id=view_id, values=VALUES))

    held = turn.payload["view"]["state"]["values"]["boxes"]["which"]
    assert held == {"type": "checkboxes", "selected_options": []}
