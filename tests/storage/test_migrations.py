"""Migrations that were released stay as they are, and bring what an older release left along."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from journal.amounts.money import Money
from journal.books.rates import RateRule
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import PostingStatus
from journal.incidents.incident import IncidentState
from storage.database import Database, open_engine, sqlalchemy_url
from storage.schema import SchemaRefused, is_current, migrate, refusal
from storage.slack.members import DueChannel
from storage.tables import metadata
from tests.build import NOW

HERE = Path(__file__).parent
VERSIONS = HERE.parents[1] / "storage" / "migrations" / "versions"
FROZEN = HERE / "frozen_migrations.txt"
"""The released revisions, a line each as `sha256sum` prints it."""
GROWING: frozenset[str] = frozenset()
"""The revisions that are not released yet. When the release is cut, their lines go into FROZEN and
this becomes empty; the next revisions are named here while they grow."""


def test_released_migrations_are_as_they_were() -> None:
    """What a database went through cannot be changed afterwards: a change is a new revision."""
    lines = [line.split() for line in FROZEN.read_text().splitlines()]
    frozen = {name: digest for digest, name in lines}
    now = {one.name: sha256(one.read_bytes()).hexdigest() for one in VERSIONS.glob("v*.py")}
    landed = {name: digest for name, digest in now.items() if name not in GROWING}

    assert landed == frozen, f"freeze a new revision with a line in {FROZEN.name}"
    assert not GROWING or min(GROWING) > max(frozen)


@pytest.fixture
def empty_url(database_url: str) -> Iterator[str]:
    """The URL (libpq form) of a database without a table."""
    name = f"empty_{urlsplit(database_url).path.removeprefix('/')}"
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(database_url)._replace(path=f"/{name}").geturl()
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(url: str, statements: str) -> None:
    """Run statements of SQL, all or none."""
    with psycopg.connect(url) as connection:
        connection.execute(statements.encode())


def counted(url: str) -> dict[str, int]:
    """Return how many rows each table has."""
    with psycopg.connect(url) as connection:
        return {
            name: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            ).fetchall()[0][0]
            for name in metadata.tables
            if connection.execute("SELECT to_regclass(quote_ident(%s))", (name,)).fetchone()
            != (None,)
        }


async def test_what_the_first_release_left_is_there_and_readable(empty_url: str) -> None:
    """Every table had rows; none is lost, and cards, sums and messages are read from them."""
    before = await _comes_up_from("0001", empty_url)

    assert min(before.values()) > 0
    assert await is_current(sqlalchemy_url(empty_url))


SECOND_RELEASE = """
    UPDATE entry SET restates = to_jsonb(entry), handed_in = jsonb_build_object(
            'date', '2026-07-06', 'description', 'before', 'lines',
            '[{"side": "debit", "minor": 5, "category": "Sales", "description": "x"}]'::jsonb),
        number = '17', posted_how = 'sent', not_these = '["9"]', lacks = '["Sales"]'
        WHERE reference = 'SHOP-1';
    UPDATE connection SET accounts_read_at = '2026-07-08Z';
    INSERT INTO account_alias (book_id, name, written, account_id, updated_at)
        VALUES (1, 'amazon sales', 'Amazon sales', '79', '2026-07-08Z');
"""
"""What the second release kept beside, in the rows of the first."""


async def test_what_the_second_release_left_is_there_and_readable(empty_url: str) -> None:
    """Rows of versions that are asked about and of changed entries have no field of ours."""
    await _comes_up_from("0002", empty_url, SECOND_RELEASE)

    engine = open_engine(empty_url)
    async with Database(engine).store() as store:
        (entry,) = await store.entries.find("SHOP-1")
        connection = await store.books.connection(1)
        known = await store.books.known(connection)
    await engine.dispose()
    assert entry.restates is not None
    assert entry.handed_in is not None
    for content in (entry.content, entry.restates, entry.handed_in):
        assert (content.amounts, content.exchange_rate) == (TaxOn.NO_TAX, None)
        assert (content.adjusting, content.reverse_on, content.reverses) == (False, None, None)
    assert entry.handed_in.lines[0].coding == Coding()
    assert connection.accounts_read_at is None  # so the lists are read with the next poll
    assert (known.rates.rule, known.lists.items) == (RateRule.ASK, ())


async def test_what_the_third_release_left_is_there_and_readable(empty_url: str) -> None:
    """What it posted has no mark yet, and nothing that people changed."""
    await _comes_up_from("0003", empty_url, SECOND_RELEASE)

    engine = open_engine(empty_url)
    async with Database(engine).store() as store:
        (posted,) = await store.entries.find("SHOP-3")
    await engine.dispose()
    assert (posted.stands_as, posted.stands_since, posted.changed) == ("", None, None)


async def test_what_the_fourth_release_left_is_there_and_readable(empty_url: str) -> None:
    """Nobody is known to be in a channel, so all are read; who prepared it before is unknown."""
    await _comes_up_from("0004", empty_url, SECOND_RELEASE)

    engine = open_engine(empty_url)
    async with Database(engine).store() as store:
        due = await store.members.claim_due(NOW, NOW, 9)
    await engine.dispose()
    assert due == [DueChannel("C0BOOKS", changes=0)]


async def _comes_up_from(schema: str, url: str, more: str = "") -> dict[str, int]:
    """Fill a database of an earlier schema, bring it up: no row is lost, and all can be read.

    Returns how many rows each table had.
    """
    await migrate(sqlalchemy_url(url), to=schema)
    run(url, (HERE / "filled_v0001.sql").read_text() + more)
    before = counted(url)

    await migrate(sqlalchemy_url(url))

    assert {name: count for name, count in counted(url).items() if name in before} == before
    await _reads(url)
    return before


async def _reads(url: str) -> None:
    engine = open_engine(url)
    async with Database(engine).store() as store:
        (case, fixed) = await store.incidents.open_cases(1, 9, unchecked=True)
        (status,) = await store.books.statuses(NOW)
        (entry,) = await store.entries.find("SHOP-3")
        (refused,) = await store.outbox.refused(9)
        owed = await store.outbox.next_owed("C0BOOKS")
        known = await store.books.known(await store.books.connection(1))
    await engine.dispose()
    assert (case.incident.state, case.summary.waiting) == (IncidentState.OPEN, 1)
    assert case.moved_to == ()
    assert fixed.is_unchecked
    assert (status.waiting, status.unchecked.count) == (1, 1)
    assert status.amounts == (Money(160413, "USD"),)
    assert (entry.status, entry.ledger_id) == (PostingStatus.POSTED, "227")
    assert refused.number == "INC-1"
    assert owed is not None
    assert owed.incident_id == 1
    assert known.mappings == {("Shopify", "sales"): "79"}  # the id of account 4000


POSTED_WITH_PIECES = """
    INSERT INTO unit_cost (book_id, sales_channel, sku, minor, currency, updated_at)
        VALUES (1, 'Wix', 'MUG', 400, 'USD', now()), (1, 'Wix', 'POT', 1000, 'EUR', now());
    INSERT INTO entry (book_id, connection_id, reference, revision, date, sales_channel, kind,
            currency, total_minor, description, lines, status, accepted_at, sent_minor)
        SELECT 1, 1, 'COGS-' || sku || coalesce(sent::text, ''), 1, '2026-07-07', 'Wix',
            'cost_of_goods_sold', 'USD', 100, '', jsonb_build_array(
                jsonb_build_object('side', 'debit', 'sku', sku, 'quantity', '3'),
                jsonb_build_object('side', 'credit', 'sku', sku, 'quantity', '3')),
            'posted', '2026-07-08Z', sent
        FROM (VALUES ('MUG', 1300), ('MUG', 1299), ('POT', 3100), ('CUP', NULL))
            AS posted (sku, sent);
"""


async def test_costs_that_were_used_are_known_where_they_add_up(empty_url: str) -> None:
    """What was posted at the costs of today keeps them; of the rest it is said to be unknown."""
    url = sqlalchemy_url(empty_url)
    await migrate(url, to="0002")
    run(empty_url, (HERE / "filled_v0001.sql").read_text() + POSTED_WITH_PIECES)

    await migrate(url)

    with psycopg.connect(empty_url) as connection:
        found = connection.execute(
            "SELECT reference, costs FROM entry WHERE sales_channel = 'Wix' OR status <> 'posted'"
            " ORDER BY id"
        ).fetchall()
    assert dict(found) == {
        "SHOP-1": None,
        "SHOP-2": None,
        "COGS-MUG1300": {"MUG": 400},
        "COGS-MUG1299": {},
        "COGS-POT3100": {},
        "COGS-CUP": {},
    }


async def test_the_first_release_can_write_beside_this_one(empty_url: str) -> None:
    """Its statements know no new column: each has a default, and nothing is dropped."""
    await migrate(sqlalchemy_url(empty_url))

    run(empty_url, (HERE / "filled_v0001.sql").read_text())

    await _reads(empty_url)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            "UPDATE alembic_version SET version_num = '0999'",
            "has the schema 0999, and this jefail knows those up to",
        ),
        ("ALTER TABLE message DROP COLUMN owed CASCADE", "message has no owed"),
        ("DROP TABLE form_draft", "form_draft has no view_id"),
        ("DROP TABLE alembic_version", "and no number of jefail's schema"),
        ("UPDATE alembic_version SET version_num = '0001'", "are not what their schema number"),
        ("INSERT INTO alembic_version VALUES ('0001')", "are not what their schema number"),
    ],
    ids=["newer", "lacks a column", "lacks a table", "no number", "number too low", "two numbers"],
)
async def test_what_cannot_be_migrated_is_refused_and_left(
    database_url: str, statements: str, said: str
) -> None:
    """One sentence says what is there and what to do, and nothing is changed."""
    url = sqlalchemy_url(database_url)
    run(database_url, statements)

    with pytest.raises(SchemaRefused) as refused:
        await migrate(url)

    assert said in refused.value.advice
    assert "JEFAIL_HOME" in refused.value.advice
    assert "\n" not in refused.value.advice
    # Without changing anything, what only the migration would meet cannot be told.
    assert await refusal(url) in ("", refused.value.advice)


async def test_a_database_that_can_be_migrated_is_not_refused(
    empty_url: str, database_url: str
) -> None:
    """Empty, of the first schema, or of the newest."""
    assert await refusal(sqlalchemy_url(empty_url)) == ""
    await migrate(sqlalchemy_url(empty_url), to="0001")
    assert await refusal(sqlalchemy_url(empty_url)) == ""
    assert await refusal(sqlalchemy_url(database_url)) == ""
