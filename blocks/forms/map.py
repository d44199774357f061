"""The form that maps categories to accounts: a field for each, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ExternalDataSelectElement, InputBlock
from slack_sdk.models.views import View

from blocks.forms.account_options import account_option
from blocks.forms.beside import (
    beside_field,
    chosen_beside,
    dimensions_of,
    may_widen,
    page_of_wide,
    slots_beside,
)
from blocks.forms.map_draft import MOST, Draft, account_key, block_of, category_key
from blocks.forms.parts import for_whom, form, plain
from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.card import context, section
from blocks.kit.pages import turning_buttons
from blocks.kit.text import capital, mention, one_line, outside, when
from journal.books.book import Account
from journal.entries.failure import AccountCause
from journal.entries.placing import NAMED, Category, Lack, account_of
from journal.incidents.gaps import Gap, Gaps, Mapped
from journal.incidents.suggest_accounts import Suggestion

PAGE = 15
"""Fields on a page of the form."""
TITLE = "Map accounts"


@dataclass(frozen=True, slots=True)
class MapForm:
    """All that one page of the form shows."""

    gaps: Gaps
    draft: Draft
    suggestions: Mapping[Category, Suggestion]
    notice: str = ""  # marked up: what came of the last thing that was done here
    may_create: bool = False  # accounts can be made at the platform from here

    @property
    def on_a_page(self) -> int:
        """How many categories stand on one page."""
        return page_of_wide(self.gaps.known) if self.draft.is_wide else PAGE

    @property
    def rows(self) -> Sequence[Gap]:
        """The fields of all pages."""
        return self.gaps.rows[:MOST]

    @property
    def page(self) -> int:
        """The page, counted from 0; the last one when there are fewer by now."""
        return min(self.draft.page, max(0, (len(self.rows) - 1) // self.on_a_page))

    @property
    def shown(self) -> Sequence[Gap]:
        """The fields of this page."""
        return self.rows[self.page * self.on_a_page : (self.page + 1) * self.on_a_page]

    def filled(self) -> Draft:
        """Return the draft with the suggestions for those of this page that were never seen."""
        suggested = {
            category_key(row.category): account_key(
                self.suggestions[row.category].account.external_id
            )
            for row in self.shown
            if row.category in self.suggestions
        }
        return self.draft.on(self.page).with_chosen(
            {one: to for one, to in suggested.items() if one not in self.draft.chosen}
        )


def map_modal(what: MapForm) -> View:
    """Draw the page; without a field left it is a notice, with nothing to send in."""
    if not what.rows:
        return _nothing_left(what)
    draft = what.filled()
    chosen = draft.accounts([row.category for row in what.rows], what.gaps.known.chart.accounts)
    fields = [
        block
        for row in what.shown
        for block in (
            _field(row, what, draft, chosen.get(row.category)),
            *_beside(row, what, draft, chosen.get(row.category)),
        )
    ]
    top = [section(for_whom(what.gaps.case)), *_notices(what)]
    blocks = [*top, *fields, _quiet(what), _actions(what)]
    return form(names.MAP_FORM, TITLE, _submit(what, chosen.keys()), draft.kept(), blocks)


def category_label(row: Gap, rows: Iterable[Gap]) -> str:
    """Return what a field is called: the category, with its channel where `rows` have several."""
    channel, name = row.category
    several = {one.category[0] for one in rows}
    return f"{name} ({channel})" if channel != NAMED and len(several) > 1 else name


def mapped_said(mapped: Sequence[Mapped], gaps: Gaps) -> str:
    """Return who mapped what meanwhile, a line each."""
    return "\n".join(_mapped_by(one, gaps) for one in mapped)


def _mapped_by(one: Mapped, gaps: Gaps) -> str:
    account = gaps.known.chart.by_id(one.account)
    name = outside(account.label if account else one.account, limits.NAME_SHOWN)
    who = mention(one.by) if one.by else "Somebody"
    return f"{who} mapped {outside(one.category[1], limits.NAME_SHOWN)} to {name} {when(one.at)}."


def _nothing_left(what: MapForm) -> View:
    blocks = [section(for_whom(what.gaps.case)), *_notices(what)]
    if len(blocks) == 1:
        blocks.append(section("Everything here has its account by now. Press Retry on the card."))
    view = form(names.MAP_FORM, TITLE, "Close", what.draft.kept(), blocks)
    view.submit, view.close = None, plain("Close", limits.VIEW_BUTTON)
    return view


def _notices(what: MapForm) -> list[Block]:
    drawn: list[Block] = [section(what.notice)] if what.notice else []
    if what.gaps.named:
        drawn.append(section(_named_by_lines(what)))
    if what.rows and what.gaps.is_unsaid:
        platform = capital(what.gaps.case.connection.platform.label)
        drawn.append(section(f"{platform} does not say which of these accounts it refuses."))
    return drawn


def _named_by_lines(what: MapForm) -> str:
    """Say what helps where there is no category to map."""
    platform = what.gaps.case.connection.platform.label
    shown = ", ".join(outside(one, limits.NAME_SHOWN) for one in what.gaps.named[:8])
    it, another = ("it", "another account") if len(what.gaps.named) == 1 else ("them", "others")
    return (
        f"Lines of these entries name {shown} themselves, so there is no category to map here."
        f" Set {it} up in {platform} and press Retry, or hand the entries in again as"
        f" a new revision with {another}."
    )


def _field(row: Gap, what: MapForm, draft: Draft, account: Account | None) -> InputBlock:
    key = category_key(row.category)
    return InputBlock(
        block_id=block_of(row.category, draft.put.get(key, "")),
        optional=True,
        dispatch_action=True,
        label=plain(category_label(row, what.rows), limits.INPUT_LABEL),
        hint=plain(_hint(row, what, account), limits.INPUT_HINT),
        element=ExternalDataSelectElement(
            action_id=names.MAP_ACCOUNT,
            placeholder=plain("Type a name or a number", limits.PLACEHOLDER),
            min_query_length=0,
            initial_option=account_option(account) if account else None,
        ),
    )


def _beside(row: Gap, what: MapForm, draft: Draft, account: Account | None) -> Sequence[InputBlock]:
    """Draw the fields for what lines of the category carry beside the account."""
    if not draft.is_wide:
        return ()
    known = what.gaps.known
    slots = slots_beside(row, account, known)
    chosen = chosen_beside(draft, slots, known)
    return [beside_field(slot, row, chosen.get(slot), known) for slot in slots]


def _hint(row: Gap, what: MapForm, account: Account | None) -> str:
    """Return "$4,812.40 in 3 entries, e.g. SHOP-0707: Gift card sold, $40.00 ..."."""
    locale = what.gaps.case.book.locale
    parts = []
    if row.entries:
        amounts = figures.amounts(row.amounts, locale)
        entries = figures.entries(row.entries, locale)
        parts.append(f"{amounts} {row.side.value} in {entries}" if amounts else f"In {entries}")
    if row.example:
        parts.append(f"e.g. {_example(row, locale)}")
    place = account_of(row.category, what.gaps.known)
    goes = _lack(place, what) if isinstance(place, Lack) else f"Goes to {_short(place)} now."
    suggested = what.suggestions.get(row.category)
    why = f"Filled in {suggested.why}." if suggested and suggested.account == account else ""
    told = f"{', '.join(parts)}." if parts else ""
    return " ".join(part for part in (told, goes, why) if part) or "No entry with it is known here."


def _lack(lack: Lack, what: MapForm) -> str:
    """Return why it has no account now, where that is more than that nobody has mapped it."""
    platform = what.gaps.case.connection.platform.label
    if lack.cause is AccountCause.AMBIGUOUS:
        return f"It may mean {' or '.join(map(_short, lack.fits[:3]))}."
    if lack.cause is AccountCause.INACTIVE:
        return f"{_short(lack.fits[0])} is inactive in {platform}."
    if lack.cause is AccountCause.MISSING:
        return ""
    return f"{_short(lack.fits[0])} takes no journal lines in {platform}." if lack.fits else ""


def _short(account: Account) -> str:
    return one_line(account.label, limits.NAME_SHOWN)


def _example(row: Gap, locale: str) -> str:
    assert row.example is not None
    described = f": {row.example.description}" if row.example.description else ""
    amount = row.example.amount
    return f"{row.example.reference}{described}" + (
        f", {figures.amount(amount, locale)}" if amount else ""
    )


def _quiet(what: MapForm) -> Block:
    case, locale = what.gaps.case, what.gaps.case.book.locale
    read_at = case.connection.accounts_read_at
    pages = -(-len(what.rows) // what.on_a_page)
    left = len(what.gaps.rows) - len(what.rows)
    names_any = any(row.category[0] == NAMED for row in what.shown)
    return context(
        f"Page {what.page + 1} of {pages}; what you chose on another is kept" if pages > 1 else "",
        f"{figures.number(left, locale)} more come after these" if left > 0 else "",
        "What is left empty waits on",
        "What you choose for an account's name is remembered in this book" if names_any else "",
        f"accounts of {case.connection.platform.label} as read {when(read_at)}" if read_at else "",
    )


def _actions(what: MapForm) -> ActionsBlock:
    has_more = (what.page + 1) * what.on_a_page < len(what.rows)
    shown = turning_buttons(what.page, names.MAP_BACK, names.MAP_NEXT, has_more=has_more)
    shown.append(button("Refresh accounts", names.MAP_REFRESH, str(what.page)))
    if what.may_create:
        shown.append(button("Create an account", names.MAP_CREATE, str(what.page)))
    if not what.draft.is_wide and may_widen(what.rows, what.gaps.known):
        shown.append(button(_widen_label(what), names.MAP_WIDEN, "0"))
    return ActionsBlock(elements=shown)


def _widen_label(what: MapForm) -> str:
    """Return "Add class, location": what can be chosen beside accounts."""
    labels = [one.label.lower() for one in dimensions_of(what.gaps.known)] or ["name"]
    return f"Add {', '.join(labels)}"


def _submit(what: MapForm, chosen: Set[Category]) -> str:
    locale = what.gaps.case.book.locale
    freed = what.gaps.completed_by(chosen)
    if freed:
        label = f"Map and post {figures.entries(freed, locale)}"
        return label if len(label) <= limits.VIEW_BUTTON else "Map and post them"
    return TITLE
