"""What waits for a second person, as the card tells it."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock

from blocks.kit import figures
from blocks.kit.card import section
from blocks.kit.text import mention, when
from blocks.moves import ask_of
from journal.incidents.incident import Case
from journal.requests import facts_of

_ON_THE_CARD = 10
_IN_DETAILS = 60


def request_section(case: Case) -> SectionBlock | None:
    """Say who asks for what and what can be done; None when nothing waits."""
    request = case.request
    if request is None:
        return None
    ask = ask_of(facts_of(request), case)
    what = f"{ask.what}; {ask.then}" if ask.then else ask.what
    lines = [f"👀 *{mention(request.by)} asks to {what}*", *_items(case, _ON_THE_CARD)]
    lines.append(
        f"Asked {when(request.at)}. It takes a second person: press Approve or Decline."
        f" {mention(request.by)} takes it back with Decline."
    )
    return section("\n".join(lines))


def request_lines(case: Case) -> list[str]:
    """Return what is asked for, item by item, for Details; empty when nothing is."""
    request = case.request
    if request is None:
        return []
    ask = ask_of(facts_of(request), case)
    return [f"*{mention(request.by)} asks to {ask.what}*", *_items(case, _IN_DETAILS)]


def approve_value(case: Case) -> str:
    """Return what Approve carries: the request that the person reads beside it."""
    return f"{case.incident.id}:{case.request.mark if case.request else ''}"


def changed_since(case: Case) -> str:
    """Return the answer to the person who approved what would do another thing by now."""
    request = case.request
    if request is None:
        return ""
    ask = ask_of(facts_of(request), case)
    return (
        f"Meanwhile it has changed what this comes to: {ask.then or ask.what}. The card says so"
        " now; press Approve once more if that is right."
    )


def _items(case: Case, most: int) -> list[str]:
    assert case.request is not None
    items = ask_of(facts_of(case.request), case).items
    left = len(items) - most
    more = [f"• and {figures.number(left, case.book.locale)} more"] if left > 0 else []
    return [*(f"• {one}" for one in items[:most]), *more]
