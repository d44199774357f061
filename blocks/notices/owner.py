"""What the owner of a connection is told directly, and what people are told about asking them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import ActionsBlock

from blocks.card.closed import moved_links
from blocks.card.face import Face, face_of
from blocks.kit import figures, limits
from blocks.kit.buttons import reconnect_button
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside, quoted, when
from blocks.words.outcomes import how_said
from journal.connecting.try_connection import Tested
from journal.entries.failure import Failure, FailureReason
from journal.incidents.incident import Asking, Case, IncidentState, Trigger


def owner_notice(case: Case, actor: str | None, facts: Mapping[str, Any]) -> Card:
    """Draw the direct message: what is shut out, who asks, and the button that mends it.

    Once nothing is wanted of them any more, one quiet line stands in its place.
    """
    platform, name = case.connection.platform.label, outside(case.book.name, limits.NAME_SHOWN)
    seed = f"owner{case.incident.id}{case.incident.moved_at.timestamp()}"
    if case.incident.state is not IncidentState.OPEN:
        text = _over(case, platform, name)
        return Card(text, stamped([context(text)], seed))
    again = " once more" if facts.get("reminder") else ""
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


def asked_already(asking: Asking) -> str:
    """Return the answer to whoever asks twice within a day."""
    owner, by = mention(asking.owner), mention(asking.by)
    reminded = f", and reminded {when(asking.told_at)}" if asking.reminded else ""
    return (
        f"{owner} was asked by {by} {when(asking.at)} already{reminded}. They can be asked again a"
        " day after that."
    )


def tested_text(tested: Tested) -> str:
    """Return what a test of the connection found."""
    platform = tested.case.connection.platform.label
    name = outside(tested.case.book.name, limits.NAME_SHOWN)
    if tested.works:
        return f"✅ jefail can read {platform} for {name}.{_after_test(tested.case)}"
    words = quoted(tested.words, limits.QUOTE)
    said = f"\n{words}" if words else ""
    if tested.is_lost:
        return f"🔴 {platform} does not let us in for {name}. Press Reconnect on the card.{said}"
    if tested.is_wrong:
        wrong = outside(tested.words, limits.QUOTE)
        return f"🔴 {wrong}. Press Reconnect on the card and choose {name}."
    if tested.refusal is not None:
        return f"🟠 {_refused(tested.refusal, platform, name)}{said}"
    if tested.is_silent:
        return f"🟠 {platform} did not answer just now, so it is not known. Try again later."
    return f"🟠 {platform} could not be asked, so it is not known. Try again later.{said}"


def _refused(refusal: Failure, platform: str, name: str) -> str:
    """Say what the platform answered instead of showing itself."""
    told = {
        FailureReason.PERMISSION: f"jefail can sign in to {platform} for {name}, but the"
        " connected user may not read its books. Press Reconnect on the card and sign in as an"
        " administrator.",
        FailureReason.PLAN_OR_SUBSCRIPTION: f"{platform} answers that its subscription for {name}"
        " does not cover this.",
        FailureReason.RATE_LIMITED: f"{platform} answers that too much is asked of it just now."
        " Try again later.",
        FailureReason.TRANSIENT: f"{platform} answers that it is not working just now. Try again"
        " later.",
        FailureReason.UNCERTAIN: f"{platform} could not be reached behind its gateway. Try again"
        " later.",
    }
    rejected = f"{platform} answered, and rejected the test for {name}."
    return told.get(refusal.reason, rejected)


def _after_test(case: Case) -> str:
    """Return what follows from being able to read there: no more than the next poll does."""
    if case.incident.state is IncidentState.RESOLVED:
        return ""
    if case.incident.failure.reason is FailureReason.CONNECTION_LOST:
        return " What waits is posted automatically in a moment; the card shows it."
    return (
        " Reading works, and posting was refused before. The test posts nothing: once the right"
        " is given, press Retry on the card."
    )


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
