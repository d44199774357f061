"""Entries are handed in: each is taken once, whole and exactly."""

import asyncio
import json

import pytest

from tests.bot.web.stage import Stage, add_book, an_entry_json
from tests.build import NOW


async def test_an_entry_is_taken(stage: Stage) -> None:
    """A new entry is answered with its number and with where to ask after it."""
    answer = await stage.hand_in(an_entry_json())

    assert answer.status_code == 201
    [receipt] = answer.json()["entries"]
    assert receipt["reference"] == "SHOP-2026-07-07"
    assert receipt["taken"] is True
    [row] = await stage.rows("SELECT * FROM entry")
    assert receipt["number"] == f"JF-{row['id']}"
    assert (row["status"], row["accepted_at"], row["total_minor"]) == ("pending", NOW, 160413)
    found = await stage.client.get(
        answer.headers["Location"], headers={"Authorization": f"Bearer {stage.token}"}
    )
    assert found.json()["number"] == receipt["number"]


async def test_posting_is_made_due_with_it(stage: Stage) -> None:
    """What was taken is posted by a job that was saved with it; a repeat needs no other."""
    await stage.hand_in(an_entry_json())
    await stage.hand_in(an_entry_json())

    jobs = await stage.rows("SELECT task_name FROM procrastinate_jobs")
    assert jobs == [{"task_name": "post_entries"}]


async def test_a_list_is_answered_in_its_order(stage: Stage) -> None:
    """A list with something new in it answers for each entry, in order."""
    await stage.hand_in(an_entry_json(reference="B"))

    answer = await stage.hand_in([an_entry_json(reference=name) for name in "CBA"])

    assert answer.status_code == 201
    said = [(one["reference"], one["taken"]) for one in answer.json()["entries"]]
    assert said == [("C", True), ("B", False), ("A", True)]


async def test_a_thousand_entries_are_taken_at_once(stage: Stage) -> None:
    """The longest list that is allowed is taken whole."""
    answer = await stage.hand_in([an_entry_json(reference=f"R-{n}") for n in range(1000)])

    assert answer.status_code == 201
    assert len(await stage.references()) == 1000


async def test_the_same_request_twice_is_taken_once(stage: Stage) -> None:
    """A repeat changes nothing and gives the same number, told by 200 instead of 201."""
    first = await stage.hand_in(an_entry_json())
    second = await stage.hand_in(an_entry_json())

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["entries"] == [{**first.json()["entries"][0], "taken": False}]
    assert await stage.references() == ["SHOP-2026-07-07"]


async def test_two_requests_at_once_are_taken_once(stage: Stage) -> None:
    """Of several equal requests under way together, one takes the entries and all are told."""
    batch = [an_entry_json(reference=name) for name in "ABC"]

    answers = await asyncio.gather(*(stage.hand_in(batch) for _ in range(4)))

    assert sorted(one.status_code for one in answers) == [200, 200, 200, 201]
    numbers = {tuple(entry["number"] for entry in one.json()["entries"]) for one in answers}
    assert len(numbers) == 1
    assert sorted(await stage.references()) == ["A", "B", "C"]


async def test_one_reference_twice_in_a_list_is_one_entry(stage: Stage) -> None:
    """A list that says the same thing twice is taken once."""
    answer = await stage.hand_in([an_entry_json(), an_entry_json()])

    assert [one["taken"] for one in answer.json()["entries"]] == [True, False]
    assert await stage.references() == ["SHOP-2026-07-07"]


async def test_a_higher_revision_takes_the_place(stage: Stage) -> None:
    """A corrected entry that is not in the ledger yet keeps its number."""
    first = await stage.hand_in(an_entry_json())
    second = await stage.hand_in(an_entry_json(revision=2, description="corrected"))

    assert second.status_code == 201
    assert second.json() == first.json()
    [row] = await stage.rows("SELECT revision, description FROM entry")
    assert row == {"revision": 2, "description": "corrected"}


async def test_a_posted_entry_is_corrected(stage: Stage) -> None:
    """It waits to be put right, and the ledger still has the one before."""
    await stage.hand_in(an_entry_json())
    await stage.change("UPDATE entry SET status = 'posted', ledger_id = '227'")

    assert (await stage.hand_in(an_entry_json(revision=2))).status_code == 201

    standing = (await stage.ask("SHOP-2026-07-07")).json()
    assert (standing["status"], standing["revision"]) == ("pending", 2)
    assert standing["ledger"]["id"] == "227"


async def test_two_books_may_use_one_reference(stage: Stage) -> None:
    """References belong to a book; another book's are not in the way."""
    other = await add_book(stage.database, "harbor")

    first = await stage.hand_in(an_entry_json())
    second = await stage.hand_in(an_entry_json(), token=other)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() != second.json()


@pytest.mark.parametrize("written", ["%s", '"%s"'])
async def test_amounts_are_exact(stage: Stage, written: str) -> None:
    """Amounts arrive to the cent, as JSON numbers or text, where floats would not add up."""
    amounts = ("debit", "999999999999.70"), ("debit", "0.20"), ("debit", "0.10")
    lines = ",".join(
        f'{{"side": "{side}", "category": "c", "amount": {written % amount}}}'
        for side, amount in (*amounts, ("credit", "1000000000000.00"))
    )
    body = json.dumps(an_entry_json(lines=["here"])).replace('"here"', lines)

    answer = await stage.hand_in(body.encode())

    assert answer.status_code == 201
    [row] = await stage.rows("SELECT total_minor, lines FROM entry")
    assert row["total_minor"] == 100000000000000
    assert [line["minor"] for line in row["lines"]] == [99999999999970, 20, 10, 10**14]


async def test_an_entry_without_a_currency_is_in_the_book_s(stage: Stage) -> None:
    """The book's currency counts where the entry names none."""
    await stage.hand_in(an_entry_json())

    assert await stage.rows("SELECT currency FROM entry") == [{"currency": "USD"}]


async def test_a_token_is_kept_as_a_digest_only(stage: Stage) -> None:
    """Nobody who reads the database learns a token."""
    [row] = await stage.rows("SELECT t::text AS whole FROM api_token t")

    secret = stage.token.removeprefix("jf_")
    assert secret not in row["whole"]
    assert secret.encode().hex() not in row["whole"]


async def test_a_cut_is_told(stage: Stage) -> None:
    """What of its words the ledger will not show is said with the receipt, however often."""
    long = an_entry_json(description="m" * 3999, number="n" * 30)

    first = await stage.hand_in(long)
    again = await stage.hand_in(long)

    memo, number = first.json()["entries"][0]["remarks"]
    for remark, lengths in ((memo, ("3,999", "3,99")), (number, ("30", "21"))):
        assert "QuickBooks" in remark
        assert all(one in remark for one in lengths)
    assert again.json()["entries"][0]["remarks"] == [memo, number]
    [row] = await stage.rows("SELECT description, number FROM entry")
    assert (row["description"], row["number"]) == ("m" * 3999, "n" * 30)


async def test_what_fits_is_not_remarked_on(stage: Stage) -> None:
    """A number and a memo of ordinary length."""
    answer = await stage.hand_in(an_entry_json(description="Takings", number="SJ-114"))

    assert answer.json()["entries"][0]["remarks"] == []


async def test_a_number_has_a_longest_length(stage: Stage) -> None:
    """More than a hundred characters are no number."""
    answer = await stage.hand_in(an_entry_json(number="n" * 101))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/number"
