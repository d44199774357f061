"""How people mend a cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from blocks.kit import figures, limits
from blocks.kit.text import outside
from blocks.timeline.facts import Lines, entries, fact, who
from blocks.words.asks import number_in, on_first_open_day
from blocks.words.cause import period_of
from blocks.words.changed_lines import line_changed
from blocks.words.costs import set_said
from blocks.words.months import months_moved
from journal.entries.entry import EntryKind
from journal.incidents.incident import Case
from journal.ports import Event

_MOST_CHANGES = 6
_LEFT_OUT = {"empty": "without a cost", "others": "of variants that nothing here waits for"}


def _draft_asked(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    return f"📝 {who(event)} asked to leave {entries(event, case)} in {platform} as drafts"


def _costs_added(event: Event, case: Case) -> str:
    if fact(event, "file"):
        return _file_read(event, case)
    return f"🏷️ {who(event)} {_costs(event, case)}"


def _costs(event: Event, case: Case, source: str = "") -> str:
    """Return "set MUG to $5.15; 1 entry ($15.45) on the way. Still without a cost: ..."."""
    locale = case.book.locale
    variants, left = int(fact(event, "variants", 0)), int(fact(event, "left", 0))
    said = set_said(event.facts or {}, locale)
    said = f"set {said}" if said else f"added {figures.counted(variants, 'cost', locale)}"
    said += source
    if fact(event, "count"):
        said += f"; {entries(event, case)} on the way"
    if not left:
        return said
    shown = [outside(str(one), limits.NAME_SHOWN) for one in fact(event, "lacking", ())]
    more = [f"{figures.number(left - len(shown), locale)} more"] if left > len(shown) else []
    return f"{said}. Still without a cost: {', '.join([*shown, *more])}"


def _file_read(event: Event, case: Case) -> str:
    """Tell what became of a file in the thread: what was kept, and each row that was not."""
    file = f"“{outside(str(fact(event, 'file')), limits.NAME_SHOWN)}”"
    if why := fact(event, "refused"):
        return f"📎 {who(event)}'s {file} was not taken: {outside(str(why), limits.QUOTE)}"
    first = f"📎 {who(event)} {_costs(event, case, f' from {file}')}"
    return "\n".join([first, *rows_not_taken(event.facts or {}, case.book.locale)])


def rows_not_taken(told: Mapping[str, Any], locale: str) -> list[str]:
    """Return a line for each row of a file that is not taken, and one for those left out."""
    lines = [
        f"• Row {int(number)}: {outside(str(fault), limits.QUOTE)}"
        for number, fault in told.get("faults", ())
    ]
    if more := int(told.get("more_faults", 0)):
        lines.append(f"• and {figures.counted(more, 'more row', locale)} that cannot be taken")
    left_out = [
        f"{figures.counted(int(told[name]), 'row', locale)} {what}"
        for name, what in _LEFT_OUT.items()
        if told.get(name)
    ]
    return [*lines, f"Left out: {', '.join(left_out)}"] if left_out else lines


def _link_asked(event: Event, case: Case) -> str:
    number, platform = _number(event), case.connection.platform.label
    return (
        f"🔗 {who(event)} says that {platform} has {number} already, in the entry shown;"
        " it is looked up there once more, and nothing is posted"
    )


def _post_anyway(event: Event, case: Case) -> str:
    why = outside(str(fact(event, "note", "")), limits.QUOTE)
    platform = case.connection.platform.label
    return (
        f"📬 {who(event)} says that what {platform} has is another entry, and asked to post"
        f" ours as {_number(event)}: “{why}”"
    )


def _number(event: Event) -> str:
    return number_in(event.facts or {})


def _edited(event: Event, case: Case) -> str:
    number = _number(event)
    told = [line_changed(one, case.book.locale) for one in fact(event, "changes", [])]
    left = len(told) - _MOST_CHANGES
    more = [f"{figures.counted(left, 'more line', case.book.locale)}"] if left > 0 else []
    what = "; ".join([*told[:_MOST_CHANGES], *more]) or "nothing else about it"
    return f"✏️ {who(event)} edited {number}: {what}. It is posted anew"


def _redated(event: Event, case: Case) -> str:
    on = on_first_open_day(event.facts or {}, case.book.locale)
    first = f"📅 {who(event)} asked to post {entries(event, case)} {on}"
    return f"{first}. {_months(event)}The old date stays in the note"


def _months(event: Event) -> str:
    """Return "These sales will count in August, not July. ", where the old days are known."""
    before, to = fact(event, "before"), fact(event, "day")
    if not before or not to:
        return ""
    old, day = [date.fromisoformat(one) for one in before], date.fromisoformat(to)
    kinds = [EntryKind(kind) for kind in fact(event, "kinds", ()) if kind in set(EntryKind)]
    return f"{months_moved(old[0], old[-1], day, kinds)}. "


def _awaited(event: Event, case: Case) -> str:
    return f"⏰ {who(event)} asked to post this by itself once {period_of(case)} is open again"


def _not_awaited(event: Event, case: Case) -> str:
    return f"⏰ {who(event)} asked not to wait for {period_of(case)} any more"


def _account_created(event: Event, case: Case) -> str:
    account = outside(str(fact(event, "account", "an account")), limits.NAME_SHOWN)
    return f"➕ {who(event)} had {account} made in {case.connection.platform.label}"


def _mapped(event: Event, case: Case) -> str:
    pairs = [
        f"{outside(str(name), limits.NAME_SHOWN)} to {outside(str(account), limits.NAME_SHOWN)}"
        for name, account in fact(event, "mapped", [])
    ]
    left = int(fact(event, "categories", 0)) - len(pairs)
    more = f" and {figures.number(left, case.book.locale)} more" if left > 0 else ""
    by = who(event) if event.actor else "Your jefail administrator"
    line = f"🗂️ {by} mapped {', '.join(pairs)}{more}"
    return f"{line}; {entries(event, case)} on the way" if fact(event, "count") else line


def _overwrite(event: Event, case: Case) -> str:
    number, platform = _number(event), case.connection.platform.label
    if fact(event, "anew"):
        return f"📬 {who(event)} asked to post {number} anew, which was deleted in {platform}"
    if fact(event, "restated"):
        return f"✍️ {who(event)} asked to replace the version before of {number} with the new one"
    return f"✍️ {who(event)} asked to put ours in the place of what {platform} has as {number}"


def _post_apart(event: Event, case: Case) -> str:
    before, platform = fact(event, "before", "the one before"), case.connection.platform.label
    return (
        f"📬 {who(event)} says that the new version is another entry, and asked to post it to"
        f" {platform} as {_number(event)}; {before} stays as it was"
    )


def _kept(event: Event, case: Case) -> str:
    number, platform = _number(event), case.connection.platform.label
    return f"☑️ {who(event)} kept what {platform} has as {number}; the correction is not sent"


LINES: Lines = {
    "mapped": _mapped,  # somebody said which accounts categories go to
    "account_created": _account_created,  # somebody had an account made at the platform
    "draft_asked": _draft_asked,  # somebody wants them left as drafts, since the books are closed
    "redated": _redated,  # somebody wants them posted on the first open day
    "awaited": _awaited,  # somebody wants them posted by themselves once their period is open again
    "not_awaited": _not_awaited,  # and somebody does not any more
    "link_asked": _link_asked,  # somebody says that what the ledger has in its place is the entry
    "post_anyway": _post_anyway,  # or that it is another, so that both belong in the books
    "overwrite": _overwrite,  # somebody wants ours in the place of what people did to it there
    "post_apart": _post_apart,  # or says that a version which reads as another entry is one
    "kept": _kept,  # or wants what they did to count
    "edited": _edited,  # somebody corrected the lines of one of them
    "costs_added": _costs_added,  # somebody said what pieces cost; what that completes goes on
}
