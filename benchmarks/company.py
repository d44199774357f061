"""A book in the program's own tables: its chart and, where releases keep them, its lists."""

from __future__ import annotations

from typing import Final

import psycopg

from benchmarks.command import Program

BOOK: Final = "b1"
ACCOUNTS: Final = 40
CLASSES: Final = 30
LOCATIONS: Final = 10
REGIONS: Final = 5
PROJECTS: Final = 50
VENDORS: Final = 300


def make_company(program: Program, database: str, *, customers: int) -> None:
    """Make a database with one book, connected to a company with `customers` customers."""
    program.server.make(database)
    program.run(database, "migrate")
    with psycopg.connect(program.server.url(database)) as connection:
        for statement in _BOOK:
            connection.execute(statement)
        (has_lists,) = connection.execute("SELECT to_regclass('list_item')").fetchone() or (None,)
        if has_lists:
            connection.execute(_LISTS, (CLASSES, LOCATIONS, REGIONS, PROJECTS, VENDORS, customers))
    program.server.run("VACUUM ANALYZE", database=database)


_BOOK: Final = (
    "INSERT INTO book (slug, name, channel_id, currency, locale)"
    " VALUES ('b1', 'Northwind', 'C0BOOKS', 'USD', 'en_US')",
    "INSERT INTO consent (platform) VALUES ('zoho')",
    "INSERT INTO connection (book_id, platform, site, realm, state, consent_id, currency,"
    " next_poll_at, next_call_at, accounts_read_at)"
    " SELECT b.id, 'zoho', '', '1', 'connected', c.id, 'USD', now() + interval '1 day', now(),"
    " now() FROM book b, consent c",
    "INSERT INTO account (connection_id, external_id, name, number, kind, active, postable)"
    " SELECT c.id, n::text, 'Account ' || n, (1000 + n)::text, 'Income', true, true"
    " FROM connection c, generate_series(1, 40) n",
)
_LISTS: Final = """
    INSERT INTO list_item (connection_id, dimension, kind, external_id, name, active, rate)
    SELECT c.id, dimension, kind, row_number() OVER (), word || n, true, rate FROM connection c, (
        SELECT 'tracking:Class' AS dimension, '' AS kind, 'Class ' AS word, n, NULL AS rate
        FROM generate_series(1, %s) n
        UNION ALL SELECT 'location', '', 'Store ', n, NULL FROM generate_series(1, %s) n
        UNION ALL SELECT 'tracking:Region', '', 'Region ', n, NULL FROM generate_series(1, %s) n
        UNION ALL SELECT 'project', '', 'Project ', n, NULL FROM generate_series(1, %s) n
        UNION ALL SELECT 'name', 'vendor', 'Vendor ', n, NULL FROM generate_series(1, %s) n
        UNION ALL SELECT 'name', 'customer', 'Customer ', n, NULL FROM generate_series(1, %s) n
        UNION ALL SELECT 'tax', '', 'VAT ', 20, '20'
    ) AS listed
    """
