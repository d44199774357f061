"""What becomes of the entries at the platform, and of the way there."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.kit import figures, limits
from blocks.kit.text import link, mention, outside
from blocks.timeline.parts import Lines, at_moment, entries, who
from blocks.words.asks import number_said
from blocks.words.cause import cause_of, period_of
from blocks.words.changed import done_said, is_changed
from blocks.words.grounds import grounds_said
from journal.entries.failure import Obstacle
from journal.incidents.incident import Case
from journal.incidents.story.posting import (
    AccessRestored,
    DraftsDecided,
    DraftsLeft,
    EntriesBack,
    EntriesChanged,
    EntriesChecked,
    EntriesFound,
    EntriesJoined,
    EntriesMissing,
    EntriesMoved,
    EntriesPosted,
    EntriesRefused,
    EntriesUncertain,
    IncidentOpened,
    NumberElsewhere,
    PeriodReopened,
)
from journal.incidents.story.values import Batch


def _opened(turn: IncidentOpened, _by: str | None, case: Case) -> str:
    cause = cause_of(case).marked_up
    if is_changed(case):
        return f"🔴 {entries(turn.entries, case)}: {cause}"
    if turn.entries.count == 0:
        return f"🔴 {cause}; no entry waits yet"
    return f"🔴 {entries(turn.entries, case)} stopped: {cause}"


def _joined(turn: EntriesJoined, _by: str | None, case: Case) -> str:
    count, locale = turn.entries.count, case.book.locale
    more = "More entries"
    if count is not None:
        more = figures.counted(count, "more entry", locale, "more entries")
    return f"🔴 {more} stopped for the same cause"


def _posted(turn: EntriesPosted, _by: str | None, case: Case) -> str:
    line = f"✅ {entries(turn.entries, case)} posted in {case.connection.platform.label}"
    return f"{line}{_remarks(turn.remarks)}"


def _remarks(remarks: Sequence[str]) -> str:
    """Return what is not as its caller wanted it, a line each: a number that was taken."""
    return "".join(f"\n{outside(one, limits.QUOTE)}" for one in remarks)


def _refused(turn: EntriesRefused, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    words = outside(turn.words, limits.QUOTE)
    said = f"{platform} says: “{words}”" if words else cause_of(case).marked_up
    return f"⛔ {entries(turn.entries, case)} not posted. {said}"


def _uncertain(turn: EntriesUncertain, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    return (
        f"🟠 {platform} did not answer for {entries(turn.entries, case)}; "
        "it is looked up before anything is sent again"
    )


def _moved(turn: EntriesMoved, _by: str | None, case: Case) -> str:
    to = turn.onto
    if not to:
        return f"➡️ {entries(turn.entries, case)} moved to another card: another reason now"
    known = {one.case.incident.id: one for one in case.moved_to}
    named = " and ".join(
        link(known[one].permalink if one in known else "", f"INC-{one}") for one in to
    )
    cause = f": {cause_of(known[to[0]].case).marked_up}" if len(to) == 1 and to[0] in known else ""
    return f"➡️ {entries(turn.entries, case)} moved to {named}{cause}"


def _missing(turn: EntriesMissing, by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    closed = f", though {who(by)} closed this{at_moment(turn.closed_at)}" if by else ""
    return f"🔴 Looked in {platform}: {entries(turn.entries, case)} not there{closed}. Open again"


def _found(turn: EntriesFound, _by: str | None, case: Case) -> str:
    ground = grounds_said(turn.grounds)
    found = f"✅ {entries(turn.entries, case)} found in {case.connection.platform.label}"
    line = f"{found}: {ground}" if ground else found
    return f"{line}{_remarks(turn.remarks)}"


def _number_elsewhere(turn: NumberElsewhere, _by: str | None, case: Case) -> str:
    platform, locale = case.connection.platform.label, case.book.locale
    on = figures.day(turn.there.day, locale) if turn.there.day else ""
    money = figures.amount(turn.there.sum, locale) if turn.there.sum else ""
    told = ", ".join(part for part in (on, money) if part)
    number = outside(turn.number or "our number", limits.NAME_SHOWN)
    there = f"something else ({told})" if told else "something else"
    return f"ℹ️ {platform} has {number} on {there}, so this entry still waits"


def _checked(turn: EntriesChecked, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    said = f"as {mention(turn.by)} said{at_moment(turn.closed_at)}" if turn.by else "as was said"
    return f"✅ Looked in {platform}: {entries(turn.entries, case)} there, {said}"


def _restored(turn: AccessRestored, by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    line = (
        f"🔌 {mention(by)} connected {platform} again" if by else f"🔌 {platform} lets us in again"
    )
    return f"{line}; {entries(turn.entries, case)} on the way" if turn.entries.count else line


def _drafted(turn: DraftsLeft, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    left = f"📝 {entries(turn.entries, case)} left in {platform} as drafts, not in the books yet"
    return f"{left}. This closes once they are posted there"


def _decided(turn: DraftsDecided, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    return f"📝 {entries(turn.entries, case)} changed state in {platform}; looking at them again"


def _period_open(turn: PeriodReopened, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    asked = f", as {mention(turn.asked_by)} asked" if turn.asked_by else ""
    return (
        f"🔓 {period_of(case)} is open again in {platform};"
        f" {entries(turn.entries, case)} on the way{asked}"
    )


def _changed(turn: EntriesChanged, _by: str | None, case: Case) -> str:
    platform = case.connection.platform
    done = done_said(turn.obstacle or Obstacle.EDITED, platform)
    if turn.obstacle is Obstacle.DOUBLED:
        return f"🔴 {_named(turn.entries, case)} is in {platform.label} twice"
    by = f" by {outside(turn.by, limits.NAME_SHOWN)}" if turn.by else ""
    return f"🔴 {_named(turn.entries, case)} {done} in {platform.label}{by}"


def _back(turn: EntriesBack, _by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    return f"✅ {_named(turn.entries, case)} as posted again in {platform}"


def _named(batch: Batch, case: Case) -> str:
    """Return the number of one entry with its sum, or how many there are."""
    if batch.count == 1 and batch.numbers:
        return figures.with_amounts(number_said(batch.numbers[0]), batch.amounts, case.book.locale)
    return entries(batch, case)


LINES: Lines = {
    IncidentOpened: _opened,
    EntriesJoined: _joined,
    EntriesPosted: _posted,
    EntriesRefused: _refused,
    EntriesUncertain: _uncertain,
    EntriesMoved: _moved,
    EntriesMissing: _missing,
    EntriesFound: _found,
    NumberElsewhere: _number_elsewhere,
    EntriesChecked: _checked,
    AccessRestored: _restored,
    DraftsLeft: _drafted,
    DraftsDecided: _decided,
    PeriodReopened: _period_open,
    EntriesChanged: _changed,
    EntriesBack: _back,
}
