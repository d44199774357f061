"""The check at the outgoing seam: what Slack would refuse does not leave."""

import pytest
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from blocks.kit.validate import BlocksTooLarge, InvalidBlocks, checked, checked_view


def a_button(action_id: str | None = "go") -> ButtonElement:
    """Return a button; without an action_id nobody hears it."""
    return ButtonElement(text="Go", action_id=action_id, value="1")


def options(text: str = "One", value: str = "1") -> OverflowMenuElement:
    """Return an overflow menu of one option."""
    return OverflowMenuElement(
        action_id="more", options=[Option(text=PlainTextObject(text=text), value=value)]
    )


SPOILED: dict[str, Block] = {
    "header too long": HeaderBlock(text="x" * 151),
    "text too long": SectionBlock(text="x" * 3001),
    "empty text": SectionBlock(text=MarkdownTextObject(text=" ")),
    "field too long": SectionBlock(fields=["x" * 2001]),
    "no elements": ActionsBlock(elements=[]),
    "nothing to say": ContextBlock(elements=[]),
    "button without a name": ActionsBlock(elements=[a_button(None)]),
    "one name twice": ActionsBlock(elements=[a_button(), a_button()]),
    "option too long": ActionsBlock(elements=[options(text="x" * 76)]),
    "option value too long": ActionsBlock(elements=[options(value="x" * 151)]),
    "name too long": ActionsBlock(elements=[a_button("x" * 256)]),
    "block_id too long": SectionBlock(text="x", block_id="x" * 256),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_spoiled_blocks_do_not_leave(fault: str) -> None:
    """Each of Slack's rules is checked here first."""
    with pytest.raises(InvalidBlocks):
        checked([SPOILED[fault]])


def test_block_ids_are_unique() -> None:
    """Slack refuses two blocks of one name."""
    with pytest.raises(InvalidBlocks, match="block_id a twice"):
        checked([SectionBlock(text="x", block_id="a"), SectionBlock(text="y", block_id="a")])


def test_more_than_fifty_blocks_are_too_many() -> None:
    """A message holds 50, a view 100."""
    many = [SectionBlock(text="x") for _ in range(51)]

    with pytest.raises(BlocksTooLarge):
        checked(many)
    assert len(checked_view(View(type="home", blocks=many))["blocks"]) == 51


def test_all_together_have_a_budget() -> None:
    """Blocks that are allowed one by one can be too much together."""
    with pytest.raises(BlocksTooLarge, match="12000"):
        checked([SectionBlock(text="x" * 2900) for _ in range(5)])


def test_good_blocks_pass_unchanged() -> None:
    """What is right comes out as Slack takes it."""
    [section, actions] = checked([SectionBlock(text="x"), ActionsBlock(elements=[a_button()])])

    assert section == {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    assert actions["elements"][0]["action_id"] == "go"


def test_form_needs_a_submit_button_and_a_name() -> None:
    """A view with an input that nobody can send, or nobody hears, does not leave."""
    block = InputBlock(label="Note", element=PlainTextInputElement(action_id="note"))

    with pytest.raises(InvalidBlocks, match="submit"):
        checked_view(View(type="modal", title="Form", callback_id="form", blocks=[block]))
    with pytest.raises(InvalidBlocks, match="callback_id"):
        checked_view(View(type="modal", title="Form", submit="Send", blocks=[block]))


def test_view_title_has_24_characters() -> None:
    """Longer titles are refused by Slack, and here first."""
    with pytest.raises(InvalidBlocks, match="24"):
        checked_view(View(type="modal", title="x" * 25, blocks=[SectionBlock(text="x")]))
