"""Buttons, as every drawing draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, Option, PlainTextObject

from blocks.kit import limits, names
from blocks.kit.text import one_line
from journal.incidents.incident import Case


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    about: str = "",
    primary: bool = False,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """Draw a button; `about` tells those who cannot see the card what it acts on.

    `confirm`: a question that Slack asks first.
    """
    return ButtonElement(
        text=PlainTextObject(text=one_line(label, limits.BUTTON_TEXT)),
        action_id=action_id,
        value=value,
        style="primary" if primary else None,
        confirm=confirm,
        accessibility_label=one_line(f"{label}: {about}", limits.BUTTON_LABEL) if about else None,
    )


def link_button(label: str, action_id: str, url: str) -> ButtonElement:
    """Draw a button that opens `url` in the browser."""
    return ButtonElement(text=PlainTextObject(text=label), action_id=action_id, url=url)


def is_link(url: str) -> bool:
    """Whether a button can open `url`: Slack takes no long ones, and refuses the whole message."""
    return url.startswith(("https://", "http://")) and len(url) <= limits.URL


@dataclass(frozen=True, slots=True)
class CaseButton:
    """A button for one case: on its card, or as a line of the card's menu."""

    action_id: str
    label: str | Callable[[Case], str]
    asks: Callable[[Case], ConfirmObject | None] = lambda _case: None  # before it is done
    value: Callable[[Case], str] = lambda case: str(case.incident.id)

    def on(self, case: Case, *, primary: bool = False) -> ButtonElement:
        """Draw it as a button."""
        return button(
            self.label_for(case),
            self.action_id,
            self.value(case),
            about=case.incident.number,
            primary=primary,
            confirm=self.asks(case),
        )

    def in_menu(self, case: Case) -> Option:
        """Draw it as a line of a menu, whose value tells it from the others there."""
        value = names.more_value(self.action_id, case.incident.id)
        return Option(text=PlainTextObject(text=self.label_for(case)), value=value)

    def label_for(self, case: Case) -> str:
        """Return what it says."""
        return self.label if isinstance(self.label, str) else self.label(case)


def question(title: str, text: str, yes: str, no: str = "Not now") -> ConfirmObject:
    """Draw what Slack asks before a click counts, in plain text."""
    return ConfirmObject(
        title=PlainTextObject(text=title),
        text=PlainTextObject(text=text),
        confirm=PlainTextObject(text=yes),
        deny=PlainTextObject(text=no),
    )
