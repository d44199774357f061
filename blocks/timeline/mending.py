"""How people fix a cause."""

from __future__ import annotations

from blocks.kit import figures, limits
from blocks.kit.text import outside
from blocks.timeline.parts import Lines, entries, who
from blocks.words.asks import number_said, on_first_open_day
from blocks.words.cause import period_of
from blocks.words.changed_lines import line_changed
from blocks.words.costs import changes_said, set_said
from blocks.words.months import months_moved
from journal.incidents.incident import Case
from journal.incidents.story.mending import (
    AccountCreated,
    AccountsMapped,
    CostsAdded,
    CostsChanged,
    DraftsAsked,
    EntriesRedated,
    ItemCreated,
    ItemsCoded,
    LinesEdited,
    LinkAsked,
    OursPutBack,
    PeriodAwaited,
    PeriodNotAwaited,
    PostedAnyway,
    PostedApart,
    RatesAgreed,
    TheirsKept,
    TheirsOverwritten,
)
from journal.incidents.story.values import CostFile

_MOST_CHANGES = 6
_LATER = {True: "Later entries use the new cost too", False: "Later entries keep the old cost"}
_WITHOUT_COST, _NOT_AWAITED = "without a cost", "of variants that nothing here waits for"


def _draft_asked(turn: DraftsAsked, by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    return f"📝 {who(by)} asked to leave {entries(turn.entries, case)} in {platform} as drafts"


def _costs_added(turn: CostsAdded, by: str | None, case: Case) -> str:
    if turn.source.file:
        return _file_read(turn, by, case)
    return f"🏷️ {who(by)} {_costs(turn, case)}"


def _costs_changed(turn: CostsChanged, by: str | None, case: Case) -> str:
    locale = case.book.locale
    name = who(by) if by else "Your jefail administrator"
    changed = changes_said(turn.changed, turn.variants, locale)
    said = changed or figures.counted(turn.variants, "variant", locale)
    line = f"🏷️ {name} changed the cost of {said}"
    if turn.entries.count:
        line += f"; {entries(turn.entries, case)} on the way"
    why = f". Why: “{outside(turn.why, limits.QUOTE)}”" if turn.why else ""
    return f"{line}{why}{_left(turn, locale)}. {_LATER[turn.kept]}"


def _left(turn: CostsChanged, locale: str) -> str:
    """Return ". 2 entries on closed days stay as they are"; empty where none do."""
    if not turn.left:
        return ""
    stay = "stays as it is" if turn.left == 1 else "stay as they are"
    return f". {figures.entries(turn.left, locale)} on closed days {stay}"


def _costs(turn: CostsAdded, case: Case, source: str = "") -> str:
    """Return "set MUG to $5.15; 1 entry ($15.45) on the way. Still without a cost: ..."."""
    locale = case.book.locale
    said = set_said(turn, locale)
    said = f"set {said}" if said else f"added {figures.counted(turn.variants, 'cost', locale)}"
    said += source
    if turn.entries.count:
        said += f"; {entries(turn.entries, case)} on the way"
    if not turn.left:
        return said
    shown = [outside(one, limits.NAME_SHOWN) for one in turn.lacking]
    left = turn.left - len(shown)
    more = [f"{figures.number(left, locale)} more"] if left > 0 else []
    return f"{said}. Still without a cost: {', '.join([*shown, *more])}"


def _file_read(turn: CostsAdded, by: str | None, case: Case) -> str:
    """Tell what became of a file in the thread: what was kept, and each row that was not."""
    file = f"“{outside(turn.source.file, limits.NAME_SHOWN)}”"
    if why := turn.source.refused:
        return f"📎 {who(by)}'s {file} was not taken: {outside(why, limits.QUOTE)}"
    first = f"📎 {who(by)} {_costs(turn, case, f' from {file}')}"
    return "\n".join([first, *rows_not_taken(turn.source, case.book.locale)])


def rows_not_taken(source: CostFile, locale: str) -> list[str]:
    """Return a line for each row of a file that is not taken, and one for those left out."""
    lines = [f"• Row {row}: {outside(fault, limits.QUOTE)}" for row, fault in source.faults]
    if more := source.more_faults:
        lines.append(f"• and {figures.counted(more, 'more row', locale)} that cannot be taken")
    left_out = [
        f"{figures.counted(rows, 'row', locale)} {what}"
        for rows, what in ((source.empty, _WITHOUT_COST), (source.others, _NOT_AWAITED))
        if rows
    ]
    return [*lines, f"Left out: {', '.join(left_out)}"] if left_out else lines


def _link_asked(turn: LinkAsked, by: str | None, case: Case) -> str:
    number, platform = number_said(turn.number), case.connection.platform.label
    return (
        f"🔗 {who(by)} says that {platform} has {number} already, in the entry shown;"
        " it is looked up there once more, and nothing is posted"
    )


def _post_anyway(turn: PostedAnyway, by: str | None, case: Case) -> str:
    why = outside(turn.note, limits.QUOTE)
    platform = case.connection.platform.label
    return (
        f"📬 {who(by)} says that what {platform} has is another entry, and asked to post"
        f" ours as {number_said(turn.number)}: “{why}”"
    )


def _edited(turn: LinesEdited, by: str | None, case: Case) -> str:
    number = number_said(turn.number)
    told = [line_changed(one, case.book.locale) for one in turn.changes]
    left = len(told) - _MOST_CHANGES
    more = [f"{figures.counted(left, 'more line', case.book.locale)}"] if left > 0 else []
    what = "; ".join([*told[:_MOST_CHANGES], *more]) or "nothing else about it"
    return f"✏️ {who(by)} edited {number}: {what}. It is posted anew"


def _redated(turn: EntriesRedated, by: str | None, case: Case) -> str:
    on = on_first_open_day(turn.day, case.book.locale)
    first = f"📅 {who(by)} asked to post {entries(turn.entries, case)} {on}"
    return f"{first}. {_months(turn)}The old date stays in the note"


def _rates_agreed(turn: RatesAgreed, by: str | None, case: Case) -> str:
    at = f"at {turn.value}" if turn.value else "at each day’s rate"
    source = f" ({outside(turn.source, limits.NAME_SHOWN)})" if turn.source else ""
    said = f"✏️ {who(by)} converts {entries(turn.entries, case)} {at}{source}"
    return f"{said}, and uses those rates from now on" if turn.always else said


def _months(turn: EntriesRedated) -> str:
    """Return "These sales will count in August, not July. ", where the old days are known."""
    if not turn.before or not turn.day:
        return ""
    return f"{months_moved(turn.before[0], turn.before[-1], turn.day, turn.kinds)}. "


def _awaited(_turn: PeriodAwaited, by: str | None, case: Case) -> str:
    return f"⏰ {who(by)} asked to post this by itself once {period_of(case)} is open again"


def _not_awaited(_turn: PeriodNotAwaited, by: str | None, case: Case) -> str:
    return f"⏰ {who(by)} asked not to wait for {period_of(case)} any more"


def _account_created(turn: AccountCreated, by: str | None, case: Case) -> str:
    account = outside(turn.account or "an account", limits.NAME_SHOWN)
    return f"➕ {who(by)} had {account} made in {case.connection.platform.label}"


def _mapped(turn: AccountsMapped, by: str | None, case: Case) -> str:
    pairs = [
        f"{outside(name, limits.NAME_SHOWN)} to {outside(account, limits.NAME_SHOWN)}"
        for name, account in turn.mapped
    ]
    left = turn.categories - len(pairs)
    more = f" and {figures.number(left, case.book.locale)} more" if left > 0 else ""
    name = who(by) if by else "Your jefail administrator"
    line = f"🗂️ {name} mapped {', '.join(pairs)}{more}{_beside(turn)}"
    return f"{line}; {entries(turn.entries, case)} on the way" if turn.entries.count else line


def _beside(turn: AccountsMapped) -> str:
    """Return ", with Stores for Gift cards": what their lines carry beside the account."""
    pairs = [
        f"{outside(item, limits.NAME_SHOWN)} for {outside(what, limits.NAME_SHOWN)}"
        for what, item in turn.coded
    ]
    return f", with {', '.join(pairs)}" if pairs else ""


def _coded(turn: ItemsCoded, by: str | None, case: Case) -> str:
    pairs = [
        f"{outside(item, limits.NAME_SHOWN)} for {outside(what, limits.NAME_SHOWN)}"
        for what, item in turn.chosen
    ]
    left = turn.choices - len(pairs)
    more = f" and {figures.number(left, case.book.locale)} more" if left > 0 else ""
    name = who(by) if by else "Your jefail administrator"
    once = " in these entries alone" if turn.is_once else ""
    line = f"🗂️ {name} chose {', '.join(pairs)}{more}{once}"
    return f"{line}; {entries(turn.entries, case)} on the way" if turn.entries.count else line


def _item_created(turn: ItemCreated, by: str | None, case: Case) -> str:
    item = outside(turn.item or "a choice", limits.NAME_SHOWN)
    return f"➕ {who(by)} created {item} in {case.connection.platform.label}"


def _overwrite(turn: TheirsOverwritten, by: str | None, case: Case) -> str:
    number, platform = number_said(turn.number), case.connection.platform.label
    if turn.anew:
        return f"📬 {who(by)} asked to post {number} anew, which was deleted in {platform}"
    if turn.restated:
        return f"✍️ {who(by)} asked to replace the version before of {number} with the new one"
    return f"✍️ {who(by)} asked to put ours in the place of what {platform} has as {number}"


def _post_apart(turn: PostedApart, by: str | None, case: Case) -> str:
    before = number_said(turn.before) if turn.before else "the one before"
    platform = case.connection.platform.label
    return (
        f"📬 {who(by)} says that the new version is another entry, and asked to post it to"
        f" {platform} as {number_said(turn.number)}; {before} stays as it was"
    )


def _kept(turn: TheirsKept, by: str | None, case: Case) -> str:
    number, platform = number_said(turn.number), case.connection.platform.label
    if turn.changed:
        count = figures.entries(turn.changed, case.book.locale)
        what = number if turn.changed == 1 else count
        return f"☑️ {who(by)} kept what {platform} has of {what}; that counts as posted now"
    return f"☑️ {who(by)} kept what {platform} has as {number}; the correction is not sent"


def _put_back(turn: OursPutBack, by: str | None, case: Case) -> str:
    platform = case.connection.platform.label
    what = number_said(turn.number) if turn.put_back == 1 else entries(turn.entries, case)
    if turn.gone:
        return f"✍️ {who(by)} asked to post {what} to {platform} again"
    return f"✍️ {who(by)} asked to put ours of {what} back in {platform}"


LINES: Lines = {
    AccountsMapped: _mapped,
    AccountCreated: _account_created,
    ItemsCoded: _coded,
    ItemCreated: _item_created,
    DraftsAsked: _draft_asked,
    EntriesRedated: _redated,
    RatesAgreed: _rates_agreed,
    PeriodAwaited: _awaited,
    PeriodNotAwaited: _not_awaited,
    LinkAsked: _link_asked,
    PostedAnyway: _post_anyway,
    TheirsOverwritten: _overwrite,
    PostedApart: _post_apart,
    TheirsKept: _kept,
    OursPutBack: _put_back,
    LinesEdited: _edited,
    CostsAdded: _costs_added,
    CostsChanged: _costs_changed,
}
