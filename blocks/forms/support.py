"""Contact support: the summary that is prepared, and the form it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, for_whom, form, text_in
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.text import clean, fit, one_line
from blocks.words.cause import cause_of
from blocks.words.channels import channels_plain
from journal.entries.entry import Entry
from journal.incidents.incident import Case
from journal.ports import PastAttempt

_ENTRIES = 5
_TRIES = 5
_WORDS = 300
_SUBJECT = 60


@dataclass(frozen=True, slots=True)
class Support:
    """Who helps, as far as it is set, and which release this is."""

    channel_id: str = ""
    email: str = ""
    version: str = ""


def support_summary(
    case: Case, entries: Sequence[Entry], tries: Sequence[PastAttempt], version: str
) -> str:
    """Return what those who help want to know, in plain text: no secrets, no other amounts."""
    summary, failure, locale = case.summary, case.incident.failure, case.book.locale
    platform = case.connection.platform.label
    known = [
        f"{case.incident.number}: {cause_of(case).header}",
        f"Book: {case.book.name}, posts to {case.connection.posting_label}",
        f"Sales channel: {channels_plain(case) or 'all'}",
        f"Reason: {failure.reason.value}, since {case.incident.opened_at:%Y-%m-%d %H:%M} UTC",
        f"Waiting: {figures.entries(summary.waiting, locale)}"
        f" {figures.amounts(summary.amounts, locale)}".rstrip(),
        f"Entries: {_named(case, entries)}",
        f"{platform} says: {one_line(failure.words, _WORDS) or 'nothing'}",
        f"Code: {failure.code}" if failure.code else "",
        *(_try(one, platform) for one in tries[:_TRIES]),
        f"jefail {version}" if version else "",
    ]
    return fit(clean("\n".join(line for line in known if line)), limits.INPUT_TEXT)


def support_modal(case: Case, summary: str, support: Support) -> View:
    """Draw the form: sent to a channel, by mail, or copied, as it is set."""
    blocks: list[Block] = [section(for_whom(case)), _summary_input(summary, support)]
    if support.email:
        blocks.append(ActionsBlock(elements=[_mail_button(case, summary, support.email)]))
    return form(
        names.SUPPORT_FORM,
        "Contact support",
        "Send to support" if support.channel_id else "Note it in the thread",
        str(case.incident.id),
        blocks,
    )


def read_support(view: Mapping[str, Any]) -> tuple[int, str]:
    """Return the incident's id and the text as it was left. Raises BadField: it is empty."""
    text = text_in(view, names.SUMMARY_BLOCK, names.SUMMARY_INPUT)
    if not text:
        raise BadField(names.SUMMARY_BLOCK, "There is nothing to send.")
    return int(view["private_metadata"]), text


def _named(case: Case, entries: Sequence[Entry]) -> str:
    named = [f"{one.number} ({one_line(one.content.reference, 60)})" for one in entries[:_ENTRIES]]
    left = case.summary.total - len(named)
    return ", ".join(named) + (f" and {left} more" if left > 0 else "")


def _try(one: PastAttempt, platform: str) -> str:
    facts = [
        f"Tried {one.at:%Y-%m-%d %H:%M:%S} UTC: {one.number} {one.outcome}",
        f"HTTP {one.http_status}" if one.http_status is not None else "",
        f"code {one.code}" if one.code else "",
        f"{_TRACES.get(platform, 'request')} {one.trace}" if one.trace else "",
    ]
    return ", ".join(fact for fact in facts if fact)


_TRACES = {"QuickBooks": "intuit_tid", "Xero": "Instance"}
"""What each platform's own support calls the id of a request."""


def _summary_input(summary: str, support: Support) -> InputBlock:
    if support.channel_id:
        hint = "Change it as you like. The thread of the card shows what was sent."
    elif support.email:
        hint = "The button below opens a mail with it; or copy it from here."
    else:
        hint = "Copy it to whoever helps you. No channel and no address is set."
    return InputBlock(
        block_id=names.SUMMARY_BLOCK,
        label=PlainTextObject(text="What they will read"),
        hint=PlainTextObject(text=hint),
        element=PlainTextInputElement(
            action_id=names.SUMMARY_INPUT,
            multiline=True,
            initial_value=summary,
            max_length=limits.INPUT_TEXT,
        ),
    )


def _mail_button(case: Case, summary: str, email: str) -> ButtonElement:
    subject = quote(one_line(f"{case.incident.number}: {cause_of(case).header}", _SUBJECT))
    address = f"mailto:{quote(email, safe='@+')}?subject={subject}&body="
    # In an address a character may take up to twelve; what does not fit can be copied.
    while len(address) + len(quote(summary)) > limits.URL:
        summary = summary[: len(summary) * 3 // 4]
    return ButtonElement(
        text=PlainTextObject(text="Write a mail"),
        action_id=names.SUPPORT_MAIL,
        value=str(case.incident.id),
        url=f"{address}{quote(summary)}",
    )
