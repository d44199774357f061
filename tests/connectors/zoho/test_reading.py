"""Looking entries up, the chart, locked days, and whether jefail has access to Zoho."""

from datetime import date, timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from connectors.zoho.wire import ACCOUNT_KINDS
from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.closed_days import OPEN, ClosedDays
from journal.books.lists import Field
from journal.entries.failure import ReadingRefused
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Capabilities, Wanted
from tests.connectors.zoho.bodies import (
    NOT_AUTHORISED,
    ORGANIZATIONS,
    accounts,
    journal,
    journals,
    listed,
    locks,
    refused,
    scoped_locks,
)
from tests.connectors.zoho.platform import REALM, answering
from tests.fakes.ready import JULY_7

TOTAL = Money(25000, "USD")
ONE = [Wanted("JF-1", "S-JF-1", JULY_7, TOTAL)]
LINES = [
    {"account_id": "35", "debit_or_credit": "debit", "amount": 250},
    {"account_id": "79", "debit_or_credit": "credit", "amount": 250},
]


async def test_days_are_asked_for_and_the_status_of_what_fits() -> None:
    """One call for near days, and one for each journal whose status the list leaves out."""
    other = listed("JE-7", journal_id="9", total=1)
    platform = answering((200, journals(listed(), other)), (200, journal("draft")))

    (found,) = await platform.ledger().find(ONE)

    assert platform.paths == ["journals", "journals/460000000038001"]
    asked = platform.asked[0].url.params
    assert (asked["date_start"], asked["date_end"]) == ("2026-07-07", "2026-07-07")
    assert found.is_draft


async def test_a_list_with_lines_and_statuses_needs_no_second_call() -> None:
    """Zoho may show more than it documents."""
    platform = answering((200, journals(listed(status="published", line_items=LINES))))

    (found,) = await platform.ledger().find(ONE)

    assert platform.paths == ["journals"]
    assert not found.is_draft
    assert [line.account_id for line in found.lines] == ["35", "79"]


async def test_what_is_typed_is_shown_beside_a_draft() -> None:
    """Lists show them alike; which of the two is the entry is not decided here."""
    typed = listed(journal_id="46002", notes="JF-1, done by hand")
    platform = answering(
        (200, journals(listed(), typed)),
        (200, journal("draft")),
        (200, journal("published", **typed)),
    )

    found = await platform.ledger().find(ONE)

    assert platform.paths[1:] == ["journals/460000000038001", "journals/46002"]
    assert [(one.ledger_id, one.is_draft) for one in found] == [
        ("460000000038001", True),
        ("46002", False),
    ]


async def test_a_journal_in_another_currency_is_not_of_the_same_total() -> None:
    """Read whole, it says in which currency its lines are."""
    whole = {**listed("7"), "line_items": LINES, "currency_code": "EUR"}
    platform = answering((200, journals(listed("7"))), (200, journal("published", **whole)))
    wanted = [Wanted(f"JF-{number}", "X-9", JULY_7, TOTAL) for number in range(20)]

    assert await platform.ledger().find(wanted) == []
    assert len(platform.asked) == 2


async def test_a_journal_without_a_status_is_asked_for_once() -> None:
    """Where Zoho shows none even then, it is not taken for one that is in the books."""
    platform = answering((200, journals(listed())), (200, journal(None)))

    (found,) = await platform.ledger().find(ONE)

    assert len(platform.asked) == 2
    assert found.is_draft


async def test_pages_are_read_to_their_end() -> None:
    """As long as Zoho says that there is more."""
    platform = answering(
        (200, journals(listed("JE-7", journal_id="9", total=1), more=True)),
        (200, journals(listed(status="published", line_items=LINES))),
    )

    assert [one.number for one in await platform.ledger().find(ONE)] == ["JF-1"]
    assert [one.url.params["page"] for one in platform.asked] == ["1", "2"]


async def test_what_its_days_do_not_show_is_asked_for_by_number() -> None:
    """Someone may have moved it to another day."""
    moved = listed(journal_date="2026-08-01", status="published", line_items=LINES)
    platform = answering((200, journals()), (200, journals(moved)))

    (found,) = await platform.ledger().find(ONE)

    assert platform.asked[1].url.params["reference_number"] == "JF-1"
    assert found.date == date(2026, 8, 1)


async def test_many_that_are_not_there_cost_no_call_each() -> None:
    """An idle poll stays cheap however many entries wait."""
    wanted = [Wanted(f"JF-{number}", "", JULY_7) for number in range(50)]
    platform = answering((200, journals()))

    assert await platform.ledger().find(wanted) == []
    assert len(platform.asked) == 1


async def test_the_chart() -> None:
    """Under parents' names; receivables and payables want a customer or a vendor."""
    platform = answering(
        (
            200,
            accounts(
                {
                    "account_id": 35,
                    "account_name": "Shopify",
                    "account_code": "1310",
                    "account_type": "bank",
                    "is_active": False,
                    "parent_account_name": "Clearing",
                },
                {
                    "account_id": "36",
                    "account_name": "Receivables",
                    "account_code": None,
                    "account_type": "accounts_receivable",
                },
                {
                    "account_id": "37",
                    "account_name": "Payables",
                    "account_type": "accounts_payable",
                },
            ),
        )
    )

    assert await platform.ledger().accounts() == [
        Account("35", "Clearing:Shopify", "1310", "bank", active=False),
        Account("36", "Receivables", "", "accounts_receivable", wants_name="customer"),
        Account("37", "Payables", "", "accounts_payable", wants_name="vendor"),
    ]
    assert platform.asked[0].url.params["filter_by"] == "AccountType.All"


@pytest.mark.parametrize(
    ("shown", "closed"),
    [
        ([], OPEN),
        ([("accountant", "enabled", "2026-06-30")], ClosedDays(soft_until=date(2026, 6, 30))),
        (
            [
                ("accountant", "enabled_with_logging", "2026-06-30"),
                ("all", "enabled", "2026-07-31"),
            ],
            ClosedDays(soft_until=date(2026, 7, 31)),
        ),
        ([("sales", "enabled", "2026-06-30"), ("accountant", "disabled", "2026-06-30")], OPEN),
        ([("accountant", "enabled", "")], OPEN),
    ],
)
async def test_locked_days(shown: list[tuple[str, str, str]], closed: ClosedDays) -> None:
    """Those of journals only; a person who retries is let through, since Zoho has exceptions."""
    assert await answering((200, locks(*shown))).ledger().closed_days() == closed


@pytest.mark.parametrize(
    ("shown", "closed"),
    [
        ([(0, "All", "2026-06-30")], ClosedDays(soft_until=date(2026, 6, 30))),
        ([(0, "", "2026-06-30")], ClosedDays(soft_until=date(2026, 6, 30))),
        ([(4, "Accountant", "2026-06-30")], ClosedDays(soft_until=date(2026, 6, 30))),
        ([(1, "Sales", "2026-06-30"), (3, "Banking", "2026-06-30")], OPEN),
        ([(4, "", "2026-06-30")], OPEN),
    ],
)
async def test_the_scope_of_a_lock_counts(
    shown: list[tuple[int, str, str]], closed: ClosedDays
) -> None:
    """A list of locks names no module, but a scope; one that is unknown holds nobody back."""
    assert await answering((200, scoped_locks(*shown))).ledger().closed_days() == closed


async def test_all_pages_of_locks_are_read() -> None:
    """The one on journals may stand behind many on sales; ten are a page where none is named."""
    sales = [(1, "Sales", "2026-08-31")]
    platform = answering(
        (200, scoped_locks(*sales, more=True)), (200, scoped_locks((0, "All", "2026-06-30")))
    )

    closed = await platform.ledger().closed_days()

    assert closed == ClosedDays(soft_until=date(2026, 6, 30))
    assert [one.url.params["page"] for one in platform.asked] == ["1", "2"]
    assert {one.url.params["per_page"] for one in platform.asked} == {"200"}


@pytest.mark.parametrize("answer", [(404, b""), (400, refused("Not in your plan"))])
async def test_editions_without_locks_are_open(answer: tuple[int, bytes]) -> None:
    """A locked day is then told by the refusal of an entry."""
    assert await answering(answer).ledger().closed_days() == OPEN


@pytest.mark.parametrize("status", [429, 500, 504])
async def test_locks_that_could_not_be_read_are_not_taken_for_open(status: int) -> None:
    """What passes is waited for."""
    with pytest.raises(ReadingRefused):
        await answering((status, b"")).ledger().closed_days()


async def test_check() -> None:
    """In, and in the right currency."""
    await answering((200, ORGANIZATIONS)).ledger().check()
    with pytest.raises(LedgerError, match="in USD, not EUR"):
        await answering((200, ORGANIZATIONS)).ledger(currency="EUR").check()


@pytest.mark.parametrize(
    "answer", [(200, ORGANIZATIONS.replace(b"10234695", b"1")), (401, NOT_AUTHORISED)]
)
async def test_check_when_it_is_lost(answer: tuple[int, bytes]) -> None:
    """The user left the organisation, or the consent is gone."""
    with pytest.raises(AuthorisationLost):
        await answering(answer).ledger().check()


@pytest.mark.parametrize("body", [b'{"code":0}', b'{"code":0,"journals":[{"journal_id":1}]}'])
async def test_lists_that_are_not_as_we_know(body: bytes) -> None:
    """Said as what it is; nothing is taken for missing."""
    with pytest.raises(LedgerError, match="in a way we do not know"):
        await answering((200, body)).ledger().find(ONE)


async def test_no_answer_is_not_an_empty_ledger() -> None:
    """Silence raises."""
    with pytest.raises(LedgerError):
        await answering(httpx.ConnectError("refused")).ledger().find(ONE)


async def test_capabilities() -> None:
    """No keys, no drafts; within a hundred calls a minute, and a thousand a day."""
    ledger = answering((500, b"")).ledger()

    assert ledger.capabilities == Capabilities(
        changes=True,
        replaces=True,
        calls_per_minute=70,
        burst=10,
        in_flight=4,
        look_every=timedelta(minutes=15),
        counts_posted=150,
        account_kinds=ACCOUNT_KINDS,
        creates=frozenset({Field.NAME}),
    )


@pytest.mark.parametrize(
    ("site", "host"),
    [("", "www.zohoapis.com"), ("in", "www.zohoapis.in"), ("?", "www.zohoapis.com")],
)
async def test_the_data_centre_is_the_connections(site: str, host: str) -> None:
    """One that is not known is the usual one; every call names the organisation."""
    platform = answering((200, ORGANIZATIONS))

    await platform.ledger(site=site).check()

    assert platform.asked[0].url.host == host
    assert platform.asked[0].url.params["organization_id"] == REALM


async def test_nothing_secret_is_logged() -> None:
    """Neither tokens nor what is looked for reach the log, in good and bad answers."""
    stale = (401, NOT_AUTHORISED)
    whole = journals(listed(status="published", line_items=LINES))
    platform = answering(stale, stale, (200, whole))

    with capture_logs() as logged:
        await platform.ledger().find(ONE)

    ours = [line for line in logged if line["event"] == "zoho_answered"]
    assert [(line["call"], line["status"], line["code"]) for line in ours] == [
        ("GET journals", 401, "57"),
        ("GET organizations", 401, "57"),
        ("GET journals", 200, ""),
    ]
    for secret in ("access-", "refresh-", "app-secret", "S-JF-1", "JF-1"):
        assert secret not in repr(logged)
