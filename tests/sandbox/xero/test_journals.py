"""Manual journals: stored, refused with reasons, found, and never twice under one key."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.xero.books import JULY_7_MS, a_journal, journals, messages_of, narrations, post

NIL = "00000000-0000-0000-0000-000000000000"


async def test_a_journal_is_stored_as_sent(books: Books) -> None:
    """It is shown with an id, Xero's way of writing days, and its accounts by code and id."""
    answer = await post(books, a_journal())

    (shown,) = answer.json()["ManualJournals"]
    assert (answer.status_code, shown["Status"]) == (200, "POSTED")
    assert shown["Date"] == f"/Date({JULY_7_MS}+0000)/"
    assert [line["LineAmount"] for line in shown["JournalLines"]] == [250, -250]
    assert {line["AccountCode"] for line in shown["JournalLines"]} == {"1300", "4000"}
    one = await books.call("GET", f"ManualJournals/{shown['ManualJournalID']}")
    assert one.json()["ManualJournals"][0]["Narration"] == "shopify S-1 [JF-1]"


async def test_without_a_status_it_is_a_draft(books: Books) -> None:
    """As with Xero: only what asks for it goes into the books, and a draft can follow later."""
    sent = a_journal()
    del sent["Status"]
    (draft,) = (await post(books, sent)).json()["ManualJournals"]

    named = {"ManualJournalID": draft["ManualJournalID"], **a_journal()}
    (posted,) = (await post(books, named, method="POST")).json()["ManualJournals"]

    assert (draft["Status"], posted["Status"]) == ("DRAFT", "POSTED")
    assert len(await journals(books)) == 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("1300", 250), ("4000", -249)], "The total debits (250.00) must equal"),
        ([("1300", 250), ("9999", -250)], "Account code '9999' is not a valid code"),
        ([("1000", 250), ("4000", -250)], "Account code '1000' is not a valid code"),
        ([("1100", 250), ("4000", -250)], "Account code '1100' is not a valid code"),
    ],
    ids=["unbalanced", "unknown account", "bank account", "system account"],
)
async def test_what_is_wrong_is_refused(
    books: Books, lines: list[tuple[str, int]], words: str
) -> None:
    """The refusal repeats what was sent, with the messages on it, and nothing is stored."""
    sent = [{"AccountCode": code, "LineAmount": amount} for code, amount in lines]

    answer = await post(books, a_journal(JournalLines=sent))

    assert (answer.status_code, answer.json()["Type"]) == (400, "ValidationException")
    assert messages_of(answer)[0].startswith(words)
    assert answer.json()["Elements"][0]["ManualJournalID"] == NIL
    assert await journals(books) == []


async def test_an_archived_account_is_refused(books: Books) -> None:
    """It stays in the chart, marked."""
    chart = (await books.call("GET", "Accounts")).json()["Accounts"]
    sales = next(one for one in chart if one["Code"] == "4000")
    path = f"control/companies/{books.realm}/accounts/{sales['AccountID']}"
    await books.http.post(path, json={"active": False})

    assert "'4000'" in messages_of(await post(books, a_journal()))[0]
    chart = (await books.call("GET", "Accounts")).json()["Accounts"]
    assert [one["Code"] for one in chart if one["Status"] == "ARCHIVED"] == ["4000"]


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({"period_lock_date": "2026-07-07"}, "period lock date"),
        ({"year_lock_date": "2026-07-07"}, "end of year lock date"),
        ({"year_lock_date": "2026-07-07", "adviser": True}, "end of year lock date"),
        ({"period_lock_date": "2026-07-07", "adviser": True}, ""),
        ({"period_lock_date": "2026-07-06"}, ""),
    ],
)
async def test_locked_days(books: Books, switches: dict[str, Any], words: str) -> None:
    """Both locks take their own day along; an adviser passes the first; a draft passes both."""
    await books.switch(**switches)

    answer = await post(books, a_journal())

    if words:
        assert words in messages_of(answer)[0]
    else:
        assert answer.status_code == 200
    assert (await post(books, a_journal(Status="DRAFT"))).status_code == 200


async def test_lock_dates_are_told(books: Books) -> None:
    """The organisation shows those that are set."""
    await books.switch(period_lock_date="2026-07-07")

    (shown,) = (await books.call("GET", "Organisation")).json()["Organisations"]

    assert shown["PeriodLockDate"] == f"/Date({JULY_7_MS}+0000)/"
    assert "EndOfYearLockDate" not in shown


async def test_several_in_one_body(books: Books) -> None:
    """Summarised, one that is wrong refuses all; else each is told and the good are stored."""
    bad = a_journal("JF-2", JournalLines=[{"LineAmount": 1, "AccountCode": "1300"}])

    answer = await post(books, a_journal("JF-1"), bad, summarizeErrors="false")

    first, second = answer.json()["ManualJournals"]
    assert answer.status_code == 200
    assert "StatusAttributeString" not in first
    assert second["StatusAttributeString"] == "ERROR"
    assert (await post(books, a_journal("JF-3"), bad)).status_code == 400


async def test_one_key_stores_once(books: Books) -> None:
    """Again is answered as at first; another body under the key, or too long a key, is refused."""
    first = await post(books, a_journal(), key="key-1")
    again = await post(books, a_journal(), key="key-1")
    other = await post(books, a_journal("JF-2"), key="key-1")
    long = await post(books, a_journal("JF-3"), key="k" * 129)

    assert again.content == first.content
    assert (other.status_code, long.status_code) == (400, 400)
    assert len(await journals(books)) == 1


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('Narration.Contains("[JF-1]")', ["JF-1"]),
        ('Narration.Contains("[JF-1]") OR Narration.StartsWith("by hand")', ["JF-1", "JF-2"]),
        ('Narration == "by hand [JF-2]" AND Status == "POSTED"', ["JF-2"]),
        ("Date >= DateTime(2026, 07, 08)", ["JF-2"]),
        ('(Date < DateTime(2026, 07, 08)) && Status=="POSTED"', ["JF-1"]),
    ],
)
async def test_journals_are_found(books: Books, where: str, found: list[str]) -> None:
    """By their text and by their day, joined as one likes."""
    await post(books, a_journal("JF-1"))
    by_hand = {"Narration": "by hand [JF-2]", "Date": "2026-07-08"}
    await post(books, a_journal("JF-2", **by_hand))

    told = await narrations(books, where)

    assert sorted(text[-5:-1] for text in told) == found


@pytest.mark.parametrize(
    "where", ["Total > 1", "Narration.Like(1)", "Date >= 2026", 'Status == "A" B', "(Date"]
)
async def test_questions_that_cannot_be_understood(books: Books, where: str) -> None:
    """They are refused as such, and never taken for "nothing found"."""
    answer = await books.call("GET", "ManualJournals", params={"where": where})

    assert (answer.status_code, answer.json()["Type"]) == (400, "QueryParseException")


async def test_what_changed_since(books: Books) -> None:
    """Only what is newer comes; 304 without a body where nothing is."""
    await post(books, a_journal("JF-1"))
    moment = books.clock.at
    books.clock.forward(minutes=1)
    await post(books, a_journal("JF-2"))

    (newer,) = await journals(books, **{"If-Modified-Since": moment.isoformat()})
    headers = {"If-Modified-Since": books.clock.at.isoformat()}
    nothing = await books.call("GET", "ManualJournals", headers=headers)

    assert newer["Narration"].endswith("[JF-2]")
    assert (nothing.status_code, nothing.content) == (304, b"")


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 5000, b'{"ManualJournals":[{}]}'])
async def test_bodies_that_are_none(books: Books, body: bytes) -> None:
    """Whatever is sent, it is refused and nothing breaks."""
    assert (await books.call("PUT", "ManualJournals", content=body)).status_code == 400
