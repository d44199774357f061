"""What a posting service answers, good and bad, and what is made of it."""

import json
from typing import Any

import httpx
import jsonschema
import pytest

from connectors.http import NoAnswer
from connectors.posting_service.calls import Calls
from connectors.posting_service.client import ServiceClient
from connectors.posting_service.ledger import ServiceLedger
from connectors.posting_service.wire import WireBook
from journal.amounts.money import Money
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Refused, Uncertain
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Wanted
from journal.posting_service.reports import CursorGone, Place, Report, ReportState
from tests.bot.web.posting_service.contract import schema_of
from tests.build import NOW
from tests.connectors.posting_service.platform import KEY, a_report_json, always, answering
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason


def page(*reports: dict[str, Any], cursor: str = "c2", has_more: bool = False) -> dict[str, Any]:
    """Return a page of reports."""
    return {"reports": list(reports), "cursor": cursor, "has_more": has_more}


async def read(calls: Calls, since: Place | None = None) -> Report:
    """Return the one report of a page."""
    shown = await ServiceClient(calls).reports(since or Place())
    assert shown is not None
    (report,) = shown.reports
    return report


async def test_a_page_is_asked_for_and_read() -> None:
    """With the cursor and the key; below the base URL that was given for the connection."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=page(a_report_json(), has_more=True))

    shown = await ServiceClient(answering(answer)).reports(Place("c1", '"e1"'))

    assert shown is not None
    assert (shown.then, shown.has_more) == (Place("c2"), True)
    (report,) = shown.reports
    assert report.content.total == Money(1230, "USD")
    assert (report.version, report.attempts, report.state) == (4, 1, ReportState.FAILED)
    assert report.failure is not None
    assert (report.failure.reason, report.failure.subject) == (R.MAPPING_MISSING, "Gift cards")
    (request,) = asked
    assert request.url.path == "/below/v1/books/northwind/reports"
    assert request.url.params["cursor"] == "c1"
    assert request.headers["If-None-Match"] == '"e1"'
    assert request.headers["Authorization"] == f"Bearer {KEY}"


def test_what_these_tests_answer_is_as_agreed() -> None:
    """Else they would show nothing."""
    jsonschema.validate(page(a_report_json()), schema_of("ReportPage"))


async def test_the_tag_of_the_end_is_kept() -> None:
    """It stands for the page from a cursor; behind a full page there is another one."""
    empty = ServiceClient(always(200, page(cursor="c1"), ETag='"e2"'))
    full = ServiceClient(always(200, page(a_report_json()), ETag='"e2"'))
    unchanged = ServiceClient(always(304))

    end, further = await empty.reports(Place("c1")), await full.reports(Place("c1"))

    assert end is not None
    assert further is not None
    assert (end.then, further.then) == (Place("c1", '"e2"'), Place("c2"))
    assert await unchanged.reports(Place("c1", '"e2"')) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reason": "new_in_version_2"}, R.UNKNOWN),
        ({"reason": "period_closed", "words": "\0closed\ud800"}, R.PERIOD_CLOSED),
    ],
)
async def test_later_words_and_strange_letters_do_no_harm(
    changes: dict[str, str], reason: FailureReason
) -> None:
    """A reason of a later version is unknown, and no text comes that cannot be kept."""
    failure = {**a_report_json()["failure"], **changes}
    told = page(a_report_json(failure=failure, kind="refunds", novelty={"of": "version 2"}))
    body = json.dumps(told).replace("\\ud800", "?").encode()

    report = await read(always(200, body))

    assert report.failure is not None
    assert report.failure.reason is reason
    assert "\0" not in report.failure.words


async def test_a_failure_without_a_word_is_one_all_the_same() -> None:
    """It failed, whatever else is missing; and an address that is no page is left out."""
    failed = await read(always(200, page(a_report_json(failure=None))))
    ledger = {"id": "9", "number": "", "url": "javascript:alert(1)"}
    posted = await read(always(200, page(a_report_json(state="posted", ledger=ledger))))

    assert failed.failure is not None
    assert failed.failure.reason is R.UNKNOWN
    assert posted.ledger is not None
    assert (posted.ledger.ledger_id, posted.ledger.url) == ("9", "")


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        {},
        page(a_report_json(version=-1)),
        page(a_report_json(currency="JPY")),
        page(a_report_json(reference="")),
    ],
)
async def test_what_is_not_as_agreed_is_not_taken(body: Any) -> None:
    """Nothing of such a page is kept, so that it is read again once it is mended."""
    with pytest.raises(LedgerError, match="not as agreed"):
        await ServiceClient(always(200, body)).reports(Place())


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, AuthorisationLost), (410, CursorGone), (404, LedgerError), (503, LedgerError)],
)
async def test_refused_reading(status: int, error: type[LedgerError]) -> None:
    """Each refusal is what it is, in the service's words and without the key."""
    problem = {"title": "no", "detail": f"because of {KEY}"}

    with pytest.raises(error) as told:
        await ServiceClient(always(status, problem)).reports(Place("c1"))

    assert KEY not in str(told.value)


@pytest.mark.parametrize(
    ("status", "reason", "seconds"),
    [
        (401, R.CONNECTION_LOST, None),
        (403, R.PERMISSION, None),
        (404, R.VALIDATION_OTHER, None),
        (429, R.RATE_LIMITED, 7.0),
        (503, R.TRANSIENT, 7.0),
    ],
)
async def test_a_refused_retry(status: int, reason: FailureReason, seconds: float | None) -> None:
    """Why it was refused, and how long to wait where it says."""
    headers = {"Retry-After": "7"} if seconds else {}

    outcome = await ServiceClient(always(status, {"detail": "no"}, **headers)).retry("S-1", "k")

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.http_status) == (reason, status)
    assert (outcome.failure.words, outcome.retry_after) == ("no", seconds)


async def test_a_retry_without_an_answer_is_uncertain() -> None:
    """It may have arrived; asked again with the same key it is one retry."""

    def drop(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("dropped", request=request)

    outcome = await ServiceClient(answering(drop)).retry("S-1", "k")

    assert isinstance(outcome, Uncertain)
    with pytest.raises(NoAnswer):
        await ServiceClient(answering(drop)).reports(Place())


async def test_a_reference_is_one_step_of_the_path() -> None:
    """Whatever stands in it."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(202, json=a_report_json(reference="a/b?c"))

    outcome = await ServiceClient(answering(answer)).retry("a/b?c", "key-1")

    assert isinstance(outcome, Report)
    assert asked[0].url.raw_path.endswith(b"/entries/a%2Fb%3Fc/retry")
    assert asked[0].headers["Idempotency-Key"] == "key-1"


async def test_settings_that_others_change_are_read_again() -> None:
    """Ours is put into what is there by then; what never comes to rest is given up."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        if request.method == "GET":
            return httpx.Response(200, json={"mapping": []}, headers={"ETag": f'"{len(seen)}"'})
        first = request.headers["If-Match"] == '"1"'
        return httpx.Response(412 if first else 200, json={})

    await ServiceClient(answering(answer)).add_mapping([("Shopify", "Tips", "4100")])

    assert seen == ["GET", "PUT", "GET", "PUT"]
    with pytest.raises(LedgerError, match="changed by others"):
        await ServiceClient(always_changed()).add_costs([("Shopify", "MUG", Money(725, "USD"))])


def always_changed() -> Calls:
    """Return a service whose costs are changed by others at every moment."""
    return answering(
        lambda request: (
            httpx.Response(200, json={"costs": []})
            if request.method == "GET"
            else httpx.Response(412)
        )
    )


async def test_nothing_is_posted_to_a_ledger_that_another_posts_to() -> None:
    """Nor left as a draft, nor changed; not even asked for, and what is known of it is shown."""

    def nobody(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"{request.url} was called")

    ledger = ServiceLedger(answering(nobody))

    entry, there = a_ready_entry(), LedgerEntry("9", "7", JULY_7)

    for outcome in (
        await ledger.post(entry),
        await ledger.save_draft(entry),
        await ledger.replace(entry, there),
    ):
        assert isinstance(outcome, Refused)
        assert outcome.failure.reason is R.VALIDATION_OTHER
    assert await ledger.read(there) == there
    assert await ledger.changes(NOW) == []
    assert not (await ledger.closed_days()).covers(JULY_7)


async def test_only_what_is_posted_is_found() -> None:
    """By the reference that the service knows, under the number that we know."""
    posted = a_report_json(state="posted", ledger={"id": "9", "number": "7", "url": None})
    shown = {"reports": [posted, a_report_json(reference="SHOP-8")]}
    ledger = ServiceLedger(always(200, shown))

    found = await ledger.find([Wanted("JF-1", "SHOP-7", JULY_7), Wanted("JF-2", "SHOP-8", JULY_7)])

    assert [(one.is_of, one.ledger_id) for one in found] == [("JF-1", "9")]
    assert await ledger.find([]) == []


@pytest.mark.parametrize(
    ("calls", "words"),
    [
        (
            always(
                200,
                {
                    "id": "northwind",
                    "name": "Northwind",
                    "currency": "USD",
                    "platform": "Xero",
                    "connected": False,
                },
            ),
            "Xero no longer lets the posting service in.",
        ),
        (always(404, {"detail": "no such book"}), "no such book"),
        (always(401, {"detail": "no such key"}), "no such key"),
    ],
)
async def test_who_is_not_let_in_is_told_why(calls: Calls, words: str) -> None:
    """The key may be taken back, the book closed to it, or the service itself kept out."""
    with pytest.raises(AuthorisationLost) as lost:
        await ServiceLedger(calls).check()

    assert lost.value.words == words


async def test_a_service_that_is_down_is_no_lost_authorisation() -> None:
    """It may be back in a minute."""
    with pytest.raises(LedgerError) as error:
        await ServiceLedger(always(502, b"<html>")).check()

    assert not isinstance(error.value, AuthorisationLost)


@pytest.mark.parametrize(
    ("platform", "service", "said"),
    [
        ("QuickBooks", "Cedar's importer", "QuickBooks (through Cedar's importer)"),
        ("QuickBooks", "", "QuickBooks (through the posting service)"),
        ("", "Cedar's importer", ""),
    ],
)
def test_a_book_says_where_it_is_posted_to(platform: str, service: str, said: str) -> None:
    """The platform as people say it, and the service by its name where it has one."""
    book = WireBook(
        id="1", name="Cedar", currency="USD", platform=platform, service=service, connected=True
    )

    assert book.posts_to == said
