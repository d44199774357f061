"""Builds the parts of Block Kit that the page's tests need."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, **more: Any) -> Block:
    """An option of a select or a list."""
    return {"text": plain(text), "value": value, **more}


def button(text: str, action_id: str, **more: Any) -> Block:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def section(block_id: str, text: str, **more: Any) -> Block:
    """A section of mrkdwn."""
    return {"type": "section", "block_id": block_id, "text": mrkdwn(text), **more}


def actions(block_id: str, *elements: Block) -> Block:
    """A row of elements."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def select(kind: str, action_id: str, placeholder: str, **more: Any) -> Block:
    """A select of that kind."""
    return {"type": kind, "action_id": action_id, "placeholder": plain(placeholder), **more}


def rich(*leaves: Block) -> Block:
    """A section of rich text."""
    return {"type": "rich_text_section", "elements": list(leaves)}


def leaf(text: str, **style: bool) -> Block:
    """A piece of rich text."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def entry_field(block_id: str, label: str, element: Block, **more: Any) -> Block:
    """An input block."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }
