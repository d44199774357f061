"""What entries sell by the piece, at the costs that are known: one query for all who ask."""

from __future__ import annotations


def variants_of(entry: str) -> str:
    """Return the query of the variants that an entry gets amounts from costs for, a row each.

    Args:
        entry: the name of the entry's row in the query around it.

    Its columns are `sku`, `title`, `pieces`, `unit_minor` (one piece's cost in the entry's
    currency: the one it was sent at, else the one that is known; null where there is none), `minor`
    (what the pieces come to, as `journal.entries.costs.cost_of` has it) and `foreign_currency` (of
    a cost in another one).
    """
    # Pieces balance, so one side tells how many were sold; as they add up, they are rounded once.
    return f"""
        SELECT sold.*, own.minor AS unit_minor, round(sold.pieces * own.minor) AS minor,
            CASE WHEN own.minor IS NULL THEN c.currency END AS foreign_currency
        FROM (
            SELECT line ->> 'sku' AS sku, max(line ->> 'title') AS title,
                coalesce(sum(CAST(line ->> 'quantity' AS numeric))
                    FILTER (WHERE line ->> 'side' = 'debit'), 0) AS pieces
            FROM jsonb_array_elements({entry}.lines) line
            WHERE line ? 'sku' AND NOT line ? 'minor' GROUP BY 1
        ) sold
        LEFT JOIN unit_cost c ON c.book_id = {entry}.book_id
            AND c.sales_channel = {entry}.sales_channel AND c.sku = sold.sku
        CROSS JOIN LATERAL (
            SELECT coalesce(CAST({entry}.costs ->> sold.sku AS bigint),
                CASE WHEN c.currency = {entry}.currency THEN c.minor END) AS minor) own
    """  # noqa: S608  the name is written in the code


def worth_of(entry: str) -> str:
    """Return what an entry comes to, pieces at the costs that are known: an expression."""
    costed = f"SELECT sum(minor) FROM ({variants_of(entry)}) variant"  # noqa: S608  as above
    return f"({entry}.total_minor + coalesce(({costed}), 0))"


def is_costed(entry: str) -> str:
    """Return whether every variant of an entry has a cost in its currency: a condition."""
    missing = f"SELECT FROM ({variants_of(entry)}) variant WHERE unit_minor IS NULL"
    return f"NOT EXISTS ({missing})"
