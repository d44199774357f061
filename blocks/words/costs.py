"""A variant, its pieces and what they come to, as forms, cards and stories say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from slack_sdk.models.blocks import ButtonElement

from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.text import mention, one_line, outside
from journal.amounts.money import Money
from journal.incidents.incident import Case, Mending
from journal.incidents.move import Move

Kept = Sequence[Any]
"""One cost as a story keeps it: SKU, title, unit, currency, pieces, amount, and who set it when."""
_IN_A_LINE, _IN_STORY, _IN_DETAILS = 3, 8, 20


def variant_name(sku: str, title: str) -> str:
    """Return "Stoneware mug (MUG)", in plain text; the SKU alone where that is its title."""
    shown, name = one_line(sku, limits.NAME_SHOWN), one_line(title, limits.NAME_SHOWN)
    return f"{name} ({shown})" if name not in ("", shown) else shown or "a variant without a SKU"


def product(pieces: Decimal, unit: Money, amount: Money, locale: str) -> str:
    """Return "12 × $5.15 = $61.80"."""
    each, whole = figures.amount(unit, locale), figures.amount(amount, locale)
    return f"{figures.pieces(pieces, locale)} × {each} = {whole}"


def kept_line(one: Kept, locale: str) -> str:
    """Return a cost that was set, with its pieces: "Mug (MUG) 12 × $5.15 = $61.80", marked up."""
    sku, title, minor, currency, pieces, amount = one[:6]
    name = outside(variant_name(str(sku), str(title)), limits.NAME_SHOWN)
    unit = Money(int(minor), str(currency))
    if not Decimal(pieces):
        return f"{name} {figures.amount(unit, locale)}, not posted yet"
    return f"{name} {product(Decimal(pieces), unit, Money(int(amount), unit.currency), locale)}"


def set_said(facts: Mapping[str, Any], locale: str) -> str:
    """Return "MUG to $5.15, POT to $4.50 and 3 more", marked up; empty when none was kept."""
    kept = facts.get("set", ())
    named = [f"{_sku(one)} to {figures.amount(_unit(one), locale)}" for one in kept[:_IN_STORY]]
    left = max(int(facts.get("variants", 0)), len(kept)) - len(named)
    more = f" and {figures.number(left, locale)} more" if named and left > 0 else ""
    return f"{', '.join(named)}{more}"


def set_on_card(mending: Mending | None, locale: str) -> str:
    """Return "MUG $5.15, POT $4.50", marked up, of the costs that were set on a card."""
    if mending is None or mending.move is not Move.COST:
        return ""
    kept = mending.facts.get("set", ())
    named = [f"{_sku(one)} {figures.amount(_unit(one), locale)}" for one in kept[:_IN_A_LINE]]
    left = len(kept) - len(named)
    more = f" and {figures.number(left, locale)} more" if left > 0 else ""
    return f"{', '.join(named)}{more}"


def set_in_details(case: Case) -> list[str]:
    """Return each cost that was set on the card with pieces, sum and who, a line each."""
    mending = case.incident.mending
    if mending is None or mending.move is not Move.COST or not mending.facts.get("set"):
        return []
    kept, locale = mending.facts["set"], case.book.locale
    left = len(kept) - _IN_DETAILS
    more = [f"• and {figures.number(left, locale)} more"] if left > 0 else []
    lines = [_by_whom(one, locale) for one in kept[:_IN_DETAILS]]
    return ["*Costs that were set*", *lines, *more]


def check_costs_button(facts: Mapping[str, Any], case: Case) -> ButtonElement:
    """Draw the button that opens the form with what of a file is not saved until it is checked."""
    count = figures.counted(int(facts["unsure"]), "cost", case.book.locale)
    value = f"{case.incident.id}:{facts.get('unsure_key', '')}"
    about = case.incident.number
    return button(f"Check {count}", names.COSTS_UNSURE, value, about=about, primary=True)


def _by_whom(one: Kept, locale: str) -> str:
    by = f" · {mention(str(one[6]))}" if len(one) > 6 else ""  # noqa: PLR2004  who stands there
    return f"• {kept_line(one, locale)}{by}"


def _sku(one: Kept) -> str:
    return outside(str(one[0]), limits.NAME_SHOWN)


def _unit(one: Kept) -> Money:
    return Money(int(one[2]), str(one[3]))
