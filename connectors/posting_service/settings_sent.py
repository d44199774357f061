"""Mapping and costs of ours put among those of a posting service: what is set here wins."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.posting_service.wire import WireCost, WireCosts, WireMapped, WireMapping
from journal.posting_service.reports import CostRow, MappingRow


def with_mapping(there: WireMapping, rows: Sequence[MappingRow]) -> WireMapping | None:
    """Return `there` with `rows`, or None when it has them already."""
    merged = {(one.sales_channel, one.category): one for one in there.mapping}
    for channel, category, account in rows:
        merged[channel, category] = WireMapped(
            sales_channel=channel, category=category, account=account
        )
    mapping = tuple(merged.values())
    return None if mapping == there.mapping else WireMapping(mapping=mapping)


def with_costs(there: WireCosts, rows: Sequence[CostRow]) -> WireCosts | None:
    """Return `there` with `rows`, or None when it has them already."""
    merged = {(one.sales_channel, one.sku): one for one in there.costs}
    for channel, sku, cost in rows:
        merged[channel, sku] = WireCost(
            sales_channel=channel,
            sku=sku,
            cost=format(cost.decimal, "f"),
            currency=cost.currency,
        )
    costs = tuple(merged.values())
    return None if costs == there.costs else WireCosts(costs=costs)
