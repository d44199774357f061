"""The word to the owner of a connection: someone asks them to connect it again."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock

from blocks.card.closed import moved_links
from blocks.card.face import Face, face_of
from blocks.kit import figures, limits
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside
from blocks.moves.connect_book import reconnect_button
from blocks.words.outcomes import how_said
from journal.incidents.incident import Case, IncidentState, Trigger
from journal.incidents.notices import ToOwner


def owner_notice(case: Case, actor: str | None, word: ToOwner) -> Card:
    """Draw the direct message: what is shut out, who asks, and the button that mends it.

    Once nothing is wanted of them any more, one quiet line stands in its place.
    """
    platform, name = case.connection.platform.label, outside(case.book.name, limits.NAME_SHOWN)
    seed = f"owner{case.incident.id}{case.incident.moved_at.timestamp()}"
    if case.incident.state is not IncidentState.OPEN:
        text = _over(case, platform, name)
        return Card(text, stamped([context(text)], seed))
    again = " once more" if word.reminder else ""
    asks = f"{mention(actor)} asks you{again}" if actor else f"You are asked{again}"
    shut = f"🔌 {platform} no longer lets us in for *{name}*; {_waiting(case)}."
    text = f"{shut} {asks} to connect it again."
    quiet = context(
        "The link is made when you press, for you alone. It takes a minute, and what waits is"
        " posted by itself.",
        f"<#{case.book.channel_id}>",
        case.incident.number,
    )
    blocks = [section(text), ActionsBlock(elements=[reconnect_button(case.book)]), quiet]
    return Card(text, stamped(blocks, seed))


def _over(case: Case, platform: str, name: str) -> str:
    """Say why nothing is to be done: it was mended, closed by hand, or is being tried."""
    incident, face = case.incident, face_of(case)
    if face is Face.RETRYING and incident.last_trigger is not Trigger.CONNECT and incident.moved_by:
        who = mention(incident.moved_by)
        return (
            f"⏳ {who} has what waits for {name} tried again. Should {platform} still not let us"
            " in, it says so here."
        )
    if face is Face.BY_HAND:
        who = f" by {mention(incident.moved_by)}" if incident.moved_by else ""
        how = how_said(incident.how, platform)
        return f"☑️ Closed{who}, {how}: you need not connect {platform} for {name} for that."
    if face is Face.UNCHECKED:
        who = mention(incident.moved_by) if incident.moved_by else "Someone"
        return (
            f"☑️ {who} says what waited for {name} is fixed in {platform}. jefail checks that once"
            f" {platform} is connected again."
        )
    if face is Face.MOVED:
        where = moved_links(case) or "another card"
        return f"➡️ What waits for {name} stands on {where} now. Nothing is to be done here."
    return f"✅ {platform} lets us in again for {name}. Nothing is to be done any more."


def _waiting(case: Case) -> str:
    count = case.summary.waiting
    if not count:
        return "the next entries will wait"
    money = figures.amounts(case.summary.amounts, case.book.locale)
    verb = "waits" if count == 1 else "wait"
    return f"{figures.entries(count, case.book.locale)} {verb}{f' ({money})' if money else ''}"
