"""The fields below an account in the form that maps: what the lines carry beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from slack_sdk.models.blocks import ExternalDataSelectElement, InputBlock

from blocks.forms.item_options import item_option
from blocks.forms.map_draft import Draft, beside_block
from blocks.forms.parts import plain
from blocks.kit import limits, names
from blocks.kit.text import one_line
from journal.books.book import Account
from journal.books.lists import NAME, TAX, Dimension, ListItem
from journal.entries.carried import CARRIED
from journal.entries.coded_lines import ANY_NAME
from journal.entries.coding_rules import Scope
from journal.entries.placing import NAMED, Known
from journal.entries.uncoded import Slot
from journal.incidents.gaps import Gap
from journal.incidents.uncoded import dimensions_held

ROOM = 160
"""Fields of all pages together that a view has room to remember what was chosen in."""
_ON_A_PAGE = 40


def dimensions_of(known: Known) -> Sequence[Dimension]:
    """Return the lists that are chosen from for every category: those the company uses."""
    return [one for one in dimensions_held(known) if one != NAME]


def may_widen(rows: Sequence[Gap], known: Known) -> bool:
    """Whether there is anything to choose beside accounts, and room to remember it."""
    if known.platform not in CARRIED:
        return False
    has_names = any(one.wants_name for one in known.chart.accounts) and known.lists.of(NAME)
    fields = len(dimensions_of(known)) + bool(has_names)
    return bool(fields) and len(rows) * (1 + fields) <= ROOM


def page_of_wide(known: Known) -> int:
    """Return how many categories stand on a page with these fields."""
    return max(1, _ON_A_PAGE // (2 + len(dimensions_of(known))))


def slots_beside(row: Gap, account: Account | None, known: Known) -> Sequence[Slot]:
    """Return what lines of a category may carry: a name only where their account wants one.

    Of an account that lines name themselves nothing is asked: it is of several categories.
    """
    channel, category = row.category
    if channel == NAMED:
        return ()
    scope = Scope(channel, category=category)
    slots = [Slot(one, scope=scope) for one in dimensions_of(known)]
    if account is None or not account.wants_name or not known.lists.of(NAME):
        return slots
    kind = "" if account.wants_name == ANY_NAME else account.wants_name
    return [*slots, Slot(NAME, scope=scope, kind=kind)]


def chosen_beside(draft: Draft, slots: Iterable[Slot], known: Known) -> Mapping[Slot, ListItem]:
    """Return what was chosen for these."""
    slots = [*slots]
    items = [
        one for dimension in {slot.dimension for slot in slots} for one in known.lists.of(dimension)
    ]
    return draft.items(slots, items)


def beside_field(slot: Slot, row: Gap, item: ListItem | None, known: Known) -> InputBlock:
    """Draw the field for what lines of a category carry in one list."""
    label = f"{slot.dimension.label} for {slot.scope.category}"
    return InputBlock(
        block_id=beside_block(slot),
        optional=True,
        dispatch_action=True,
        label=plain(label, limits.INPUT_LABEL),
        hint=plain(_hint(slot, row, known), limits.INPUT_HINT),
        element=ExternalDataSelectElement(
            action_id=names.MAP_ITEM,
            placeholder=plain("Type a name", limits.PLACEHOLDER),
            min_query_length=0,
            initial_option=item_option(item) if item else None,
        ),
    )


def _hint(slot: Slot, row: Gap, known: Known) -> str:
    """Return what lines get without a choice here, and whether the company wants one."""
    scope = Scope(slot.scope.sales_channel, row.kind.value, slot.scope.category)
    item_id = known.coding_rules.item_id(slot.dimension, scope)
    there = known.lists.by_id(slot.dimension, item_id) if item_id else None
    if there is not None and there.active:
        return f"{one_line(there.label, limits.NAME_SHOWN)}, unless you choose another."
    is_wanted = slot.dimension in known.company_rules.requires or slot.dimension == NAME
    is_tax = slot.dimension == TAX and known.company_rules.wants_tax
    if is_wanted or is_tax:
        return f"Required in {known.platform.label}, unless the line has its own."
    return "Only for lines that don't have their own."
