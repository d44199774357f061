"""Answers about the connection of a card: its owner was asked already, and what a test found."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.text import mention, outside, quoted, when
from journal.connecting.try_connection import Tested
from journal.entries.failure import Failure, FailureReason
from journal.incidents.incident import Case, IncidentState, OwnerAsking


def asked_already(asking: OwnerAsking) -> str:
    """Return the answer to the person who asks twice within a day."""
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
