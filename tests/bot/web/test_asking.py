"""Asking where an entry stands."""

from urllib.parse import quote

import pytest

from tests.bot.web.stage import Stage, add_book, an_entry_json


async def test_a_new_entry(stage: Stage) -> None:
    """What was just taken waits, was never tried and is on no card."""
    receipt = (await stage.hand_in(an_entry_json())).json()["entries"][0]

    answer = await stage.ask("SHOP-2026-07-07")

    assert answer.status_code == 200
    assert answer.json() == {
        "reference": "SHOP-2026-07-07",
        "revision": 1,
        "number": receipt["number"],
        "status": "pending",
        "attempts": 0,
        "accepted_at": "2026-07-10T08:42:00Z",
        "posted_at": None,
        "ledger": None,
        "incident": None,
        "words": "",
    }


async def test_an_entry_that_was_refused(stage: Stage) -> None:
    """A refused entry names its incident, the reason and the platform's words."""
    await stage.hand_in(an_entry_json())
    incident = await stage.open_incident()
    await stage.change(
        "UPDATE entry SET status = 'failed', attempts = 2, words = 'Closed.', incident_id = :id",
        id=incident,
    )

    told = (await stage.ask("SHOP-2026-07-07")).json()

    assert (told["status"], told["attempts"], told["words"]) == ("failed", 2, "Closed.")
    assert told["incident"] == {
        "number": f"INC-{incident}",
        "state": "open",
        "reason": "period_closed",
    }


async def test_an_entry_in_the_ledger(stage: Stage) -> None:
    """A posted entry says when, and where the platform shows it."""
    await stage.hand_in(an_entry_json())
    await stage.change(
        "UPDATE entry SET status = 'posted', posted_at = '2026-07-10T09:00:00Z',"
        " ledger_id = '227', ledger_url = 'https://ledger.example/227'"
    )

    told = (await stage.ask("SHOP-2026-07-07")).json()

    assert told["status"] == "posted"
    assert told["posted_at"] == "2026-07-10T09:00:00Z"
    assert told["ledger"] == {"id": "227", "link": "https://ledger.example/227"}


async def test_another_book_s_entry_is_not_told(stage: Stage) -> None:
    """A token opens the entries of its own book only, under any name."""
    receipt = (await stage.hand_in(an_entry_json())).json()["entries"][0]
    other = await add_book(stage.database, "harbor")

    for reference in ("SHOP-2026-07-07", receipt["number"]):
        answer = await stage.ask(reference, token=other)
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:jefail:problem:unknown-entry"


async def test_each_of_many_books_finds_its_own(stage: Stage) -> None:
    """However many books use one reference, each is told of its own entry."""
    tokens = [await add_book(stage.database, f"book-{number}") for number in range(25)]
    taken = [await stage.hand_in(an_entry_json(), token=token) for token in tokens]

    asked = [await stage.ask("SHOP-2026-07-07", token=token) for token in tokens]

    assert [one.json()["number"] for one in asked] == [
        one.json()["entries"][0]["number"] for one in taken
    ]


@pytest.mark.parametrize("reference", ["shop/2026/07", "a b&c?d=é", "JF-1", "100%", "openapi.json"])
async def test_references_of_any_shape(stage: Stage, reference: str) -> None:
    """A reference is found under the address that was given when it was taken."""
    taken = await stage.hand_in(an_entry_json(reference=reference))

    for address in (quote(reference), quote(reference, safe="")):
        answer = await stage.ask(address)
        assert answer.json()["reference"] == reference
    assert taken.headers["Location"] == f"/api/v1/entries/{quote(reference)}"


@pytest.mark.parametrize("reference", ["none", "%00", "%ff", "x" * 5000])
async def test_no_such_entry(stage: Stage, reference: str) -> None:
    """What cannot be found is not found, whatever it is made of."""
    answer = await stage.ask(reference)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
