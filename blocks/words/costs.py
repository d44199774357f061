"""A variant, its pieces and what they come to, as forms, cards and stories say it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from blocks.kit import figures, limits
from blocks.kit.text import mention, one_line, outside
from journal.amounts.money import Money
from journal.incidents.story.mending import CostsAdded, CostsChanged
from journal.incidents.story.values import ChangedCost, SetCost

_IN_A_LINE, _IN_STORY, _IN_DETAILS = 3, 8, 20


def variant_name(sku: str, title: str) -> str:
    """Return "Stoneware mug (MUG)", in plain text; the SKU alone where that is its title."""
    shown, name = one_line(sku, limits.NAME_SHOWN), one_line(title, limits.NAME_SHOWN)
    return f"{name} ({shown})" if name not in ("", shown) else shown or "a variant without a SKU"


def product(pieces: Decimal, unit: Money, amount: Money, locale: str) -> str:
    """Return "12 × $5.15 = $61.80"."""
    each, whole = figures.amount(unit, locale), figures.amount(amount, locale)
    return f"{figures.pieces(pieces, locale)} × {each} = {whole}"


def difference(more: Money, locale: str) -> str:
    """Return "+$3.00" or "-$3.00"; "no difference" where there is none."""
    if not more.minor:
        return "no difference"
    sign = "+" if more.minor > 0 else "-"
    return f"{sign}{figures.amount(Money(abs(more.minor), more.currency), locale)}"


def changed_sum(was: Money, now: Money, locale: str) -> str:
    """Return "$61.80 → $64.80 (+$3.00)"."""
    more = difference(Money(now.minor - was.minor, now.currency), locale)
    return f"{figures.amount(was, locale)} → {figures.amount(now, locale)} ({more})"


def changed_unit(one: ChangedCost, locale: str) -> str:
    """Return "$5.15 → $5.40"; what it was is left out where it was not the same everywhere."""
    was = f"{figures.amount(one.was, locale)} " if one.was else ""
    return f"{was}→ {figures.amount(one.now, locale)}"


def changed_line(one: ChangedCost, locale: str) -> str:
    """Return "Mug (MUG)  12 × $5.15 → $5.40: $61.80 → $64.80 (+$3.00)", marked up."""
    name = outside(variant_name(one.sku, one.title), limits.NAME_SHOWN)
    units = f"{figures.pieces(one.pieces, locale)} × {changed_unit(one, locale)}"
    return f"{name}  {units}: {changed_sum(one.was_sum, one.now_sum, locale)}"


def changes_said(changed: Sequence[ChangedCost], variants: int, locale: str) -> str:
    """Return "MUG from $5.15 to $5.40, POT to $4.50 and 3 more", marked up; empty without any."""
    named = [_changed(one, locale) for one in changed[:_IN_STORY]]
    left = max(variants, len(changed)) - len(named)
    more = f" and {figures.number(left, locale)} more" if named and left > 0 else ""
    return f"{', '.join(named)}{more}"


def changes_in_plain(changed: Sequence[ChangedCost], variants: int, locale: str) -> str:
    """Return "MUG $5.15 → $5.40 and 2 more", in plain text."""
    first = changed[0]
    left = max(variants, len(changed)) - 1
    more = f" and {figures.number(left, locale)} more" if left > 0 else ""
    return f"{one_line(first.sku, limits.NAME_SHOWN)} {changed_unit(first, locale)}{more}"


def _changed(one: ChangedCost, locale: str) -> str:
    was = f" from {figures.amount(one.was, locale)}" if one.was else ""
    sku = outside(one.sku, limits.NAME_SHOWN)
    return f"{sku}{was} to {figures.amount(one.now, locale)}"


def kept_line(one: SetCost, locale: str) -> str:
    """Return a cost that was set, with its pieces: "Mug (MUG) 12 × $5.15 = $61.80", marked up."""
    name = outside(variant_name(one.sku, one.title), limits.NAME_SHOWN)
    if not one.pieces:
        return f"{name} {figures.amount(one.unit, locale)}, not posted yet"
    return f"{name} {product(one.pieces, one.unit, one.amount, locale)}"


def set_said(added: CostsAdded, locale: str) -> str:
    """Return "MUG to $5.15, POT to $4.50 and 3 more", marked up; empty when none was kept."""
    kept = added.set[:_IN_STORY]
    named = [f"{_sku(one)} to {figures.amount(one.unit, locale)}" for one in kept]
    left = max(added.variants, len(added.set)) - len(named)
    more = f" and {figures.number(left, locale)} more" if named and left > 0 else ""
    return f"{', '.join(named)}{more}"


def set_on_card(kept: Sequence[SetCost], locale: str) -> str:
    """Return "MUG $5.15, POT $4.50", marked up, of the costs that were set on a card."""
    named = [f"{_sku(one)} {figures.amount(one.unit, locale)}" for one in kept[:_IN_A_LINE]]
    left = len(kept) - len(named)
    more = f" and {figures.number(left, locale)} more" if left > 0 else ""
    return f"{', '.join(named)}{more}"


def set_in_details(kept: Sequence[SetCost], locale: str) -> list[str]:
    """Return each cost that was set on a card with pieces, sum and who, a line each."""
    if not kept:
        return []
    left = len(kept) - _IN_DETAILS
    more = [f"• and {figures.number(left, locale)} more"] if left > 0 else []
    lines = [_by_whom(one, locale) for one in kept[:_IN_DETAILS]]
    return ["*Costs that were set*", *lines, *more]


def changed_in_details(turn: CostsChanged | None, locale: str) -> list[str]:
    """Return each cost that was changed on a card with pieces and both sums, and why."""
    if turn is None:
        return []
    left = max(turn.variants, len(turn.changed)) - len(turn.changed[:_IN_DETAILS])
    more = [f"• and {figures.number(left, locale)} more"] if left > 0 else []
    lines = [f"• {changed_line(one, locale)}" for one in turn.changed[:_IN_DETAILS]]
    return [f"*Costs that were changed* “{outside(turn.why, limits.QUOTE)}”", *lines, *more]


def _by_whom(one: SetCost, locale: str) -> str:
    by = f" · {mention(one.by)}" if one.by else ""
    return f"• {kept_line(one, locale)}{by}"


def _sku(one: SetCost) -> str:
    return outside(one.sku, limits.NAME_SHOWN)
