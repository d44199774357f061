"""Reading the books: looking entries up, what changed, whether we are let in."""

from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
from structlog.testing import capture_logs

from connectors.xero.books import ACCOUNT_KINDS
from connectors.xero.client import PAGE
from journal.amounts.money import Money
from journal.books.lists import Field
from journal.entries.posting import Unbooked
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Capabilities, Wanted
from tests.connectors.xero.bodies import (
    DISCONNECTED,
    HTML,
    NONE,
    TOKEN_EXPIRED,
    gateway,
    journal,
    journals,
    organisation,
    refused,
    tax_rate,
    tax_rates,
)
from tests.connectors.xero.platform import TENANT, answering
from tests.fakes.ready import JULY_7

TOTAL = Money(25000, "USD")
WANTED = [Wanted("JF-1", "SHOP-17", JULY_7, TOTAL)]
LINES = [{"LineAmount": 250, "AccountCode": "35"}, {"LineAmount": -250, "AccountCode": "79"}]
QUERY_REFUSED = b'{"ErrorNumber":16,"Type":"QueryParseException","Message":"No method Contains"}'
FULL = [journal(f"x [X-{n}]", journal_id=f"id-{n}") for n in range(PAGE)]
SINCE = datetime(2026, 7, 7, 11, 30, 15, 999999, tzinfo=UTC)


def bearing(*numbers: str, **more: str) -> bytes:
    """Return a page of journals with these numbers."""
    return journals(
        *(
            journal(f"x [{number}]", journal_id=number, JournalLines=LINES, **more)
            for number in numbers
        )
    )


async def test_question_as_xero_wants_it() -> None:
    """A condition is encoded with %20, and comes with an order and a page."""
    platform = answering((200, bearing("JF-1")))

    (found,) = await platform.ledger().find(WANTED)

    (asked,) = platform.asked
    assert found.ledger_id == "JF-1"
    assert [line.account_id for line in found.lines] == ["35", "79"]
    assert [line.amount for line in found.lines] == [TOTAL, TOTAL]
    assert found.url.endswith(f"?id=JF-1&org={TENANT}")
    assert asked.method == "GET"
    assert asked.url.path == "/api.xro/2.0/ManualJournals"
    assert b"+" not in asked.url.query
    assert dict(asked.url.params) == {
        "where": 'Narration.Contains("[JF-1]")',
        "order": "UpdatedDateUTC DESC",
        "page": "1",
    }
    assert asked.headers["xero-tenant-id"] == TENANT
    assert "if-modified-since" not in asked.headers


async def test_days_are_asked_only_for_what_is_missing() -> None:
    """What bears our number costs one call; the rest is looked for on its day; nothing, none."""
    typed = journal("SHOP-2 by hand", journal_id="by-hand")
    platform = answering((200, bearing("JF-1")), (200, journals(typed)))

    found = await platform.ledger().find([*WANTED, Wanted("JF-2", "SHOP-2", JULY_7)])
    await platform.ledger().find([])

    assert [one.ledger_id for one in found] == ["JF-1", "by-hand"]
    assert len(platform.asked) == 2
    assert (
        platform.conditions[1] == "Date >= DateTime(2026, 07, 07) AND Date < DateTime(2026, 07, 08)"
    )


async def test_texts_that_cannot_be_asked_for() -> None:
    """When Xero refuses the condition the days are asked for, and compared here."""
    platform = answering((400, QUERY_REFUSED), (200, bearing("JF-10", "JF-1")))

    found = await platform.ledger().find(WANTED)

    assert [one.ledger_id for one in found] == ["JF-10", "JF-1"]  # JF-10 has its day and total
    assert platform.conditions[1].startswith("Date >= ")


async def test_deleted_is_not_there_and_archived_is_told() -> None:
    """Deleted and voided journals are in no books; of archived ones and drafts it is told."""
    page = journals(
        journal("a [JF-1]", journal_id="1", status="DELETED"),
        journal("b [JF-2]", journal_id="2", status="VOIDED"),
        journal("c [JF-3]", journal_id="3", status="ARCHIVED"),
        journal("d [JF-4]", journal_id="4", status="DRAFT"),
    )
    wanted = [Wanted(f"JF-{number}", "", JULY_7) for number in range(1, 5)]

    found = await answering((200, page)).ledger().find(wanted)

    assert {one.number: (one.is_draft, one.unbooked) for one in found} == {
        "JF-3": (True, Unbooked.ARCHIVED),
        "JF-4": (True, Unbooked.DRAFT),
    }


async def test_draft_does_not_hide_what_was_typed() -> None:
    """Beside our draft the day is looked at: someone may have typed the entry since."""
    platform = answering(
        (200, bearing("JF-1", status="DRAFT")), (200, journals(journal("JF-1 it", journal_id="it")))
    )

    found = await platform.ledger().find(WANTED)

    assert [(one.ledger_id, one.is_draft) for one in found] == [("JF-1", True), ("it", False)]
    assert len(platform.asked) == 2


async def test_long_answers_are_read_page_by_page() -> None:
    """A full page is followed by the next one."""
    platform = answering((200, journals(*FULL)), (200, bearing("JF-1")))

    found = await platform.ledger().find(WANTED)

    assert [one.number for one in found] == ["JF-1"]
    assert [request.url.params["page"] for request in platform.asked] == ["1", "2"]


async def test_told_number_of_pages_is_believed() -> None:
    """Where Xero tells how many pages there are, neither more nor fewer are asked for."""
    one_of_one = journals(*FULL, pagination={"page": 1, "pageCount": 1})
    short_of_two = journals(journal("y"), pagination={"page": 1, "pageCount": 2})
    none_of_none = journals(pagination={"page": 1, "pageCount": 0})
    for answers, calls in (
        ([one_of_one], 1),
        ([short_of_two, bearing("JF-1")], 2),
        ([none_of_none], 1),
    ):
        platform = answering(*((200, body) for body in answers))

        await platform.ledger().changes(SINCE)

        assert len(platform.asked) == calls


@pytest.mark.parametrize("answer", [(304, b""), (200, NONE)])
async def test_nothing_changed_costs_one_call(answer: tuple[int, bytes]) -> None:
    """One call asks since when, to the second before; nothing new is nothing."""
    platform = answering(answer)

    assert await platform.ledger().changes(SINCE) == []

    (asked,) = platform.asked
    assert asked.headers["if-modified-since"] == "2026-07-07T11:30:15+00:00"
    assert "where" not in asked.url.params


async def test_changes_are_told_in_our_words() -> None:
    """What changed comes with number, text and draft mark; the moment is told in UTC."""
    page = journals(journal("x [JF-1]"), journal("SHOP-2", status="DRAFT"))
    platform = answering((200, page))

    told = await platform.ledger().changes(SINCE.astimezone(timezone(timedelta(hours=13))))

    changed = [one.there for one in told]
    assert [(one.number, one.texts, one.is_draft) for one in changed if one] == [
        ("JF-1", ("x [JF-1]",), False),
        ("", ("SHOP-2",), True),
    ]
    assert platform.asked[0].headers["if-modified-since"] == "2026-07-07T11:30:15+00:00"


async def test_changes_of_many_pages() -> None:
    """All pages are asked since the same moment."""
    platform = answering((200, journals(*FULL)), (304, b""))

    assert len(await platform.ledger().changes(SINCE)) == PAGE
    assert len({request.headers["if-modified-since"] for request in platform.asked}) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""),
        (429, b""),
        (503, HTML),
        (304, b""),
        (200, HTML),
        (200, b"{}"),
        (200, NONE[:40]),
        (200, journals(journal(day="soon"))),
        (200, refused("No")),
        httpx.ReadTimeout("late"),
        httpx.ConnectError("refused"),
    ],
)
async def test_books_that_cannot_be_read(answer: tuple[int, bytes] | Exception) -> None:
    """Whatever stands in the way, reading fails with one error, and never says "not there"."""
    with pytest.raises(LedgerError) as caught:
        await answering(answer).ledger().find(WANTED)

    assert not isinstance(caught.value, AuthorisationLost)
    assert caught.value.retryable


@pytest.mark.parametrize("answer", [(401, TOKEN_EXPIRED), (403, DISCONNECTED)])
async def test_authorisation_that_is_lost(answer: tuple[int, bytes]) -> None:
    """A renewed token that is refused, or an organisation that left, needs reconnecting."""
    with pytest.raises(AuthorisationLost, match="does not let us in"):
        await answering(answer).ledger().check()


async def test_missing_permission_is_not_a_lost_authorisation() -> None:
    """A user who may not read is refused, but reconnecting alone would not help."""
    answer = (401, gateway(401, "Unauthorized", "AuthorizationUnsuccessful"))

    with pytest.raises(LedgerError) as caught:
        await answering(answer).ledger().accounts()

    assert not isinstance(caught.value, AuthorisationLost)


async def test_check_reads_the_organisation() -> None:
    """The connection is checked by reading the organisation."""
    platform = answering((200, organisation()))

    await platform.ledger().check()

    assert platform.asked[0].url.path == "/api.xro/2.0/Organisation"


async def test_check_compares_currencies() -> None:
    """An organisation in another currency than the book is told before anything is posted."""
    platform = answering((200, organisation(BaseCurrency="NZD")))

    await platform.ledger(currency="NZD").check()
    with pytest.raises(LedgerError, match="in NZD, not USD"):
        await platform.ledger(currency="USD").check()


async def test_capabilities() -> None:
    """Xero keeps keys, has drafts and tells changes, within 60 calls a minute and 5 at once."""
    assert answering((200, NONE)).ledger().capabilities == Capabilities(
        native_idempotency=True,
        drafts=True,
        changes=True,
        replaces=True,
        calls_per_minute=45,
        burst=10,
        in_flight=5,
        account_kinds=ACCOUNT_KINDS,
        accounts_numbered=True,
        creates=frozenset({Field.TRACKING}),
    )


async def test_nothing_secret_is_logged() -> None:
    """Neither tokens nor what is looked for reach the log, in good and bad answers."""
    platform = answering(
        (401, TOKEN_EXPIRED), (200, bearing("JF-1"), {"X-DayLimit-Remaining": "0"})
    )

    with capture_logs() as logged:
        await platform.ledger().find(WANTED)

    ours = [line for line in logged if line["event"] == "xero_answered"]
    assert [(line["status"], line["code"]) for line in ours] == [(401, "TokenExpired"), (200, "")]
    assert [line["day_used_up"] for line in ours] == [False, True]
    assert {line["call"] for line in ours} == {"GET ManualJournals"}
    for secret in ("access-", "refresh-", "app-secret", "SHOP-17", "JF-1", "token expired"):
        assert secret not in repr(logged)


TAXED_LINES = [
    {"LineAmount": 300, "AccountCode": "35", "TaxType": "NONE", "TaxAmount": 0},
    {"LineAmount": -250, "AccountCode": "79", "TaxType": "OUTPUT2", "TaxAmount": -50},
]
RATES = tax_rates(tax_rate("OUTPUT2", "20% (VAT on Income)", 20), tax_rate("NONE", "No VAT"))


async def test_rates_are_named_wherever_a_journal_is_shown() -> None:
    """Found, changed or read: its rates are asked for once, and not where no journal has tax."""
    taxed = journal("x [JF-1]", JournalLines=TAXED_LINES, LineAmountTypes="Exclusive")
    platform = answering((200, journals(taxed)), (200, RATES), (200, journals(taxed)))
    ledger = platform.ledger()

    (found,) = await ledger.find(WANTED)
    (changed,) = await ledger.changes(SINCE)

    assert changed.there is not None
    for shown in (found, changed.there):
        assert [line.tax for line in shown.lines] == [
            (("Tax code", "No VAT"),),
            (("Tax code", "20% (VAT on Income)"),),
        ]
        assert [line.amount for line in shown.lines] == [Money(30000, "USD"), TOTAL]
    paths = [one.url.path.rsplit("/", 1)[-1] for one in platform.asked]
    assert paths.count("TaxRates") == 1
