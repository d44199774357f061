"""Block Kit's rules, one bad message each."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.slack.blocks.check import check_message, check_options, check_view
from sandbox.slack.drawn import values_of, with_ids
from sandbox.slack.wire import SlackError
from tests.sandbox.slack.desk import Json, card, modal, plain, text_input


def section(text: str, **parts: Any) -> Json:
    """A section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **parts}


def actions(*elements: Json) -> Json:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements)}


def button(**parts: Any) -> Json:
    """A button."""
    return {"type": "button", "action_id": "a", "text": plain("Go"), **parts}


def select(count: int, text: str = "x", value: str = "v") -> Json:
    """A menu of equal options."""
    options = [{"text": plain(text), "value": value}] * count
    return {"type": "static_select", "action_id": "a", "options": options}


OVERFLOW = {
    "type": "overflow",
    "action_id": "a",
    "options": [{"text": plain("x"), "value": "v"}] * 6,
}
BAD: list[tuple[list[Any], str]] = [
    ([section("x")] * 51, "/blocks"),
    ([{"type": "nonsense"}], "/blocks/0/type"),
    (["no object"], "/blocks/0/type"),
    ([section("")], "/blocks/0/text/text"),
    ([section("x" * 3_001)], "/blocks/0/text/text"),
    ([{"type": "section"}], "/blocks/0"),
    ([section("x", colour="red")], "/blocks/0"),
    ([section("x", fields=[plain("x")] * 11)], "/blocks/0/fields"),
    ([section("x", fields=[plain("x" * 2_001)])], "/blocks/0/fields/0/text"),
    ([section("x", block_id="b"), section("y", block_id="b")], "/blocks/1/block_id"),
    ([section("x", block_id="b" * 256)], "/blocks/0/block_id"),
    ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "/blocks/0/elements"),
    ([actions()], "/blocks/0/elements"),
    ([actions(*(button(action_id=str(n)) for n in range(26)))], "/blocks/0/elements"),
    ([actions(button(), button())], "/blocks/0/elements/1/action_id"),
    ([actions({"type": "button", "text": plain("x")})], "/blocks/0/elements/0"),
    ([actions(button(text=plain("x" * 76)))], "/blocks/0/elements/0/text/text"),
    ([actions(button(value="x" * 2_001))], "/blocks/0/elements/0/value"),
    ([actions(button(url="x" * 3_001))], "/blocks/0/elements/0/url"),
    ([actions(button(style="purple"))], "/blocks/0/elements/0/style"),
    ([actions(button(action_id="x" * 256))], "/blocks/0/elements/0/action_id"),
    ([actions(button(accessibility_label="x" * 76))], "/blocks/0/elements/0/accessibility_label"),
    ([actions(button(confirm={"title": plain("x" * 101)}))], "/blocks/0/elements/0/confirm"),
    ([actions(select(101))], "/blocks/0/elements/0/options"),
    ([actions(select(0))], "/blocks/0/elements/0/options"),
    ([actions(select(1, text="x" * 76))], "/blocks/0/elements/0/options/0/text/text"),
    ([actions(select(1, value="x" * 151))], "/blocks/0/elements/0/options/0/value"),
    ([actions(OVERFLOW)], "/blocks/0/elements/0/options"),
    ([actions({"type": "plain_text_input"})], "/blocks/0/elements/0/type"),
    ([{"type": "image", "image_url": "http://x/y.png"}], "/blocks/0/type"),
    ([actions({"type": "timepicker", "action_id": "a"})], "/blocks/0/elements/0/type"),
    ([{"type": "alert", "text": plain("x")}], "/blocks/0/type"),
    ([text_input(label=plain("x" * 2_001))], "/blocks/0/label/text"),
]


@pytest.mark.parametrize(("blocks", "pointer"), BAD)
def test_bad_blocks_are_refused_where_they_are_bad(blocks: list[Any], pointer: str) -> None:
    """Each rule is told with a JSON pointer to what breaks it."""
    with pytest.raises(SlackError) as refusal:
        check_message(blocks)

    messages = refusal.value.details["response_metadata"]["messages"]
    assert refusal.value.code == "invalid_blocks"
    assert any(f"[json-pointer:{pointer}" in message for message in messages)
    assert all(message.endswith("]") for message in messages)


BAD_VIEWS = [
    (modal(title=plain("x" * 25)), "/view/title/text"),
    (modal(submit=plain("x" * 25)), "/view/submit/text"),
    (modal(submit=None), "/view"),
    (modal(private_metadata="x" * 3_001), "/view/private_metadata"),
    (modal(callback_id="x" * 256), "/view/callback_id"),
    (modal(blocks=[{"type": "divider"}] * 101), "/view/blocks"),
    ({"type": "modal", "blocks": []}, "/view"),
    ({"type": "poster"}, "/view/type"),
    ({"type": "home"}, "/view"),
    ({"type": "home", "blocks": [], "title": plain("x")}, "/view"),
]


@pytest.mark.parametrize(("view", "pointer"), BAD_VIEWS)
def test_bad_views_are_refused(view: Json, pointer: str) -> None:
    """Views answer with invalid_arguments and the same kind of pointers."""
    with pytest.raises(SlackError) as refusal:
        check_view(view)

    messages = refusal.value.details["response_metadata"]["messages"]
    assert refusal.value.code == "invalid_arguments"
    assert any(f"[json-pointer:{pointer}]" in message for message in messages)


def test_good_messages_and_views_pass() -> None:
    """What is drawn within the limits is taken as it is."""
    blocks = [
        *card("retry", "resolve"),
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "JE-1042"}]},
        section("x", accessory=select(100, value="y")),
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        text_input(),
    ]

    assert check_message(blocks) == blocks
    assert check_view(modal())["callback_id"] == "accounts"
    assert check_view({"type": "home", "blocks": blocks[:3]})["type"] == "home"
    assert check_options({"options": select(2)["options"]})


@pytest.mark.parametrize(("characters", "passes"), [(13_200, True), (13_201, False)])
def test_whole_message_has_a_budget(characters: int, passes: bool) -> None:
    """Blocks that are each short enough are too long together beyond about 13,200 characters."""
    full, rest = divmod(characters, 3_000)
    blocks = [section("x" * 3_000)] * full + [section("x" * rest)]

    if passes:
        assert check_message(blocks)
        return
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_message(blocks)


def test_blocks_that_are_no_list_have_their_own_error() -> None:
    """Slack tells a wrong format from wrong blocks."""
    with pytest.raises(SlackError, match="invalid_blocks_format"):
        check_message({"type": "section"})


@pytest.mark.parametrize("junk", [None, [], {}, 1, "x", [[]], [None], {"type": []}])
def test_junk_anywhere_is_refused_or_taken(junk: Any) -> None:
    """Whatever stands in any place, the answer is Slack's, never a crash."""
    for message in _spoilt(card("retry"), junk):
        with contextlib.suppress(SlackError):
            with_ids(check_message(message))
    for view in _spoilt(modal(), junk):
        with contextlib.suppress(SlackError):
            values_of(with_ids(check_view(view)["blocks"]), {})


def _spoilt(value: Any, junk: Any) -> Iterator[Any]:
    """Yield the value once for each place in it, with junk there."""
    yield junk
    places = value.items() if isinstance(value, dict) else enumerate(value)
    for place, inside in places:
        deeper = _spoilt(inside, junk) if isinstance(inside, (dict, list)) else [junk]
        for spoilt in deeper:
            copied = value.copy()
            copied[place] = spoilt
            yield copied
