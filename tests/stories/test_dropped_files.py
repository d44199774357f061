"""Files of entries dropped into Slack: offered, imported by a click, and each entry once."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from blocks.answers.rights import refusal_text
from blocks.answers.status import help_card
from blocks.answers.talk import hint_card
from blocks.kit import names
from bot.offers.fetching import GONE
from bot.offers.importing import CHANGED
from bot.offers.offering import NO_BOOKS, OTHER_KIND
from bot.offers.reading import COSTS
from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.offers.choices import Needed
from journal.offers.file_offer import NOT_A_MEMBER, OfferState, Progress
from journal.rights import Refusal, Rule, WhyNot
from storage.engine.clock import machine_now
from tests.connectors.intake.workbooks import far_cells, workbook_of
from tests.july import JULY
from tests.stories.desk import ANA, BEN, BOOKKEEPING, Company, Desk, eventually
from tests.stories.dropped import Dropped, drop, write

FILES = Path(__file__).parent / "files"
PLAIN = (JULY / "us_shopify_plain.csv").read_bytes()
HEAD = b"Journal No,Date,Account,Debit,Credit,Description\n"
DEE, EVE, HARBOR = "U_DEE", "U_EVE", "C_HARBOR"


def entries(*numbers: str, day: str = "2026-07-01") -> bytes:
    """Return a file with a balanced entry of $10 of each number."""
    rows = "".join(
        f"{one},{day},Clearing,10.00,,Shopify sales\n{one},{day},Sales,,10.00,Shopify sales\n"
        for one in numbers
    )
    return HEAD + rows.encode()


async def there(desk: Desk, reference: str) -> bool:
    """Whether an entry of this reference came in."""
    async with desk.program.database.store() as store:
        return bool(await store.entries.find(reference))


async def counted(desk: Desk) -> int:
    """Return how many offers there ever were."""
    async with desk.program.database.engine.connect() as sql:
        return int((await sql.execute(text("SELECT count(*) FROM file_offer"))).scalar_one())


async def summed(dropped: Dropped) -> tuple[int, int, int]:
    """Return how many entries are offered, known and faulty."""
    await dropped.shown(OfferState.OFFERED, ANA)
    offer = await dropped.offer()
    assert offer is not None
    return offer.summary.taken, offer.summary.known, offer.summary.faults


async def answers(desk: Desk, ts: str, channel: str = BOOKKEEPING) -> list[dict[str, Any]]:
    """Return what stands below a message, once something does."""

    async def below() -> list[dict[str, Any]] | None:
        asked = {"channel": channel, "as": ANA, "thread_ts": ts}
        found = await desk.outside.get("slack/control/messages", params=asked)
        return found.json()["messages"][1:] or None

    return await eventually(below, "an answer in the thread")


async def test_a_dropped_file_is_offered_and_imported(desk: Desk, northwind: Company) -> None:
    """Dropping alone takes nothing in; the click does, all that was summed up, and once."""
    dropped = await drop(desk, "us_shopify_plain.csv", PLAIN)
    assert await summed(dropped) == (31, 0, 0)
    offer = await dropped.offer()
    assert offer is not None
    assert (offer.summary.sales_channels, offer.summary.days) == (("Shopify",), 31)
    assert not await there(desk, "SHOP-0701")

    assert (await dropped.press(OfferState.OFFERED, names.OFFER_IMPORT, by=BEN))["acked"]
    await dropped.shown(OfferState.IMPORTED)
    done = await dropped.offer()
    assert done is not None
    assert (done.progress, done.moved_by) == (Progress(31, 31, 0, 0, 0), BEN)
    async with desk.program.database.store() as store:
        (entry,) = await store.entries.find("SHOP-0701")
    assert entry.content.total == Money(282533, "USD")

    again = await drop(desk, "us_shopify_plain.csv", PLAIN)
    assert await summed(again) == (0, 31, 0)
    assert names.OFFER_IMPORT not in str(await again.shown(OfferState.OFFERED))


async def test_what_is_wrong_comes_back_as_a_file(desk: Desk, northwind: Company) -> None:
    """The good entry is offered; the CSV of the others, fixed and dropped, brings the rest."""
    good, bad = entries("A-1"), entries("A-2").replace(b",10.00,,", b",9.00,,").split(b"\n", 1)[1]
    dropped = await drop(desk, "july.csv", good + bad)
    assert await summed(dropped) == (1, 0, 1)

    async def sent() -> tuple[str, bytes] | None:
        found = await dropped.files()
        return found[0] if found else None

    _name, content = await eventually(sent, "the file of faults")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["Journal No"] for row in rows] == ["A-2", "A-2"]
    assert all("differ" in row["Why it was not imported"] for row in rows)

    fixed = await drop(desk, "fixed.csv", content.replace(b'"9.00"', b'"10.00"'))
    assert await summed(fixed) == (1, 0, 0)
    assert await counted(desk) == 2  # the file that jefail sent is no offer


async def test_a_workbook_is_read_by_its_sheet(desk: Desk, northwind: Company) -> None:
    """Where the first sheet is a cover, it is asked which one; a wrong answer asks again."""
    rows = (HEAD + entries("A-1").split(b"\n", 1)[1]).decode().splitlines()
    cells = [line.split(",") for line in rows]
    made = workbook_of({"Cover": [["July of Northwind"]], "July": cells})
    dropped = await drop(desk, "july.xlsx", made)
    for answer in ("Jully", "July"):
        await dropped.press(OfferState.ASKS, names.OFFER_OPTIONS)
        typed = {"type": "plain_text_input", "value": answer}
        await desk.submit(await desk.view(), {"sheet": {names.OFFER_INPUT: typed}})

    assert await summed(dropped) == (1, 0, 0)


async def test_what_is_left_open_is_asked(desk: Desk, northwind: Company) -> None:
    """The day that nothing shows is asked for in a form; the answer is what is imported by."""
    dropped = await drop(desk, "july.csv", entries("A-1", day="01/02/2026"))
    await dropped.shown(OfferState.ASKS)
    offer = await dropped.offer()
    assert offer is not None
    assert offer.needs == (Needed.DATES,)

    await dropped.press(OfferState.ASKS, names.OFFER_OPTIONS)
    answer = {"type": "static_select", "selected_option": {"value": "day-first"}}
    view = await desk.view()
    block = next(one for one in view["blocks"] if one.get("block_id") == "dates")
    chosen = next(one for one in block["element"]["options"] if one["value"] == "day-first")
    filled = {"dates": {names.OFFER_INPUT: {**answer, "selected_option": chosen}}}
    assert (await desk.submit(view, filled))["acked"]
    await dropped.press(OfferState.OFFERED, names.OFFER_IMPORT)
    await dropped.shown(OfferState.IMPORTED)

    async with desk.program.database.store() as store:
        (entry,) = await store.entries.find("A-1")
    assert entry.content.date.isoformat() == "2026-02-01"


async def test_a_book_is_chosen_where_there_are_several(desk: Desk, northwind: Company) -> None:
    """In a channel of two books nothing is read before someone says which."""
    maple = await desk.company("maple")
    dropped = await drop(desk, "july.csv", entries("A-1"))

    await dropped.choose_book(maple.book.id)
    await dropped.press(OfferState.OFFERED, names.OFFER_IMPORT)
    await dropped.shown(OfferState.IMPORTED)

    async with desk.program.database.store() as store:
        (entry,) = await store.entries.find("A-1")
    assert entry.book_id == maple.book.id


async def test_a_direct_message_offers_what_one_may_see(desk: Desk, northwind: Company) -> None:
    """The books in whose channels the person is, and no other; the offer stands beside the file."""
    private = await desk.outside.post(
        "slack/control/channels",
        json={"name": "secret", "members": [BEN, "U_JEFAIL"], "is_private": True},
    )
    secret = await desk.company("secret", channel=private.json()["channel"]["id"])
    for person in (ANA, BEN):
        await desk.outside.get("slack/control/state", params={"as": person})

    anas = await drop(desk, "july.csv", entries("A-1"), channel="D_ANA")
    await anas.press(OfferState.OFFERED, names.OFFER_IMPORT)
    await anas.shown(OfferState.IMPORTED)
    bens = await drop(desk, "july.csv", entries("A-2"), channel="D_BEN", by=BEN)
    await bens.shown(OfferState.WHICH_BOOK, BEN)
    offer = await bens.offer()

    assert offer is not None
    assert offer.book_ids == (northwind.book.id, secret.book.id)
    assert await there(desk, "A-1")


async def test_a_second_person_approves_in_the_thread(desk: Desk, northwind: Company) -> None:
    """Above the amount it waits for another person, whose click imports it."""
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.IMPORT, second_above=Money(500, "USD"))
        await store.rights.save(northwind.book.id, rule)
    dropped = await drop(desk, "july.csv", entries("A-1"))

    await dropped.press(OfferState.OFFERED, names.OFFER_IMPORT)
    await dropped.press(OfferState.REQUESTED, names.OFFER_APPROVE)

    async def whispered() -> str | None:
        found = [one["text"] for one in await dropped.below() if one.get("is_ephemeral")]
        return found[0] if found else None

    told = await eventually(whispered, "a word to who asked")
    refusal = Refusal(WhyNot.SAME_PERSON, MoveName.IMPORT, ANA, rule, northwind.book.name)
    assert told == refusal_text(refusal)
    assert not await there(desk, "A-1")

    await dropped.press(OfferState.REQUESTED, names.OFFER_APPROVE, by=BEN)
    await dropped.shown(OfferState.IMPORTED)
    assert await there(desk, "A-1")


@pytest.mark.parametrize(("person", "why"), [(DEE, WhyNot.GUEST), (EVE, WhyNot.EXTERNAL)])
async def test_a_stranger_is_told_and_nothing_is_read(
    desk: Desk, northwind: Company, person: str, why: WhyNot
) -> None:
    """Nothing of a guest's file, or of another workspace's, is summed up for the channel."""
    await drop(desk, "july.csv", entries("A-1"), by=person)

    async def told() -> str | None:
        found = await desk.direct(person)
        return str(found[0]["text"]) if found else None

    said = await eventually(told, "a word to the stranger")
    refusal = Refusal(why, MoveName.IMPORT, person, book=northwind.book.name)
    assert said == refusal_text(refusal)
    assert await counted(desk) == 0


async def test_who_left_the_channel_imports_no_more(desk: Desk, northwind: Company) -> None:
    """A direct message outlasts a membership; its buttons do not."""
    made = await desk.outside.post(
        "slack/control/channels", json={"name": "team", "members": [ANA, "U_JEFAIL"]}
    )
    team = made.json()["channel"]["id"]
    await desk.company("team", channel=team)
    await desk.outside.get("slack/control/state", params={"as": ANA})
    dropped = await drop(desk, "july.csv", entries("A-1"), channel="D_ANA")
    await dropped.shown(OfferState.WHICH_BOOK)
    found = await dropped.offer()
    assert found is not None
    await dropped.choose_book(found.book_ids[1])
    message = await dropped.shown(OfferState.OFFERED)

    await desk.outside.post(f"slack/control/channels/{team}", json={"leave": ANA})
    async with desk.program.database.store() as store:
        await store.members.went(team, ANA, machine_now())
    await desk.press(message, names.OFFER_IMPORT, by=ANA, channel="D_ANA")
    await desk.program.read_members()
    await dropped.shown(OfferState.REFUSED)
    found = await dropped.offer()

    assert found is not None
    assert (found.why, await there(desk, "A-1")) == (NOT_A_MEMBER, False)


async def test_other_bytes_are_not_imported(desk: Desk, northwind: Company) -> None:
    """A file that is not what was summed up, or not there any more, is refused, and says so."""
    for name, sets, why in (
        ("changed.csv", "digest = 'of other bytes'", CHANGED),
        ("gone.csv", "file_id = 'F0'", GONE),
    ):
        dropped = await drop(desk, name, entries(name))
        await dropped.shown(OfferState.OFFERED)
        async with desk.program.database.engine.begin() as sql:
            changed = f"UPDATE file_offer SET {sets} WHERE file_name = :name"  # noqa: S608  ours
            await sql.execute(text(changed), {"name": name})
        await dropped.press(OfferState.OFFERED, names.OFFER_IMPORT)
        await dropped.shown(OfferState.REFUSED)
        offer = await dropped.offer()
        assert offer is not None
        assert (offer.why, await there(desk, name)) == (why, False)


async def test_what_is_no_journal_is_told_so(desk: Desk, northwind: Company) -> None:
    """A sheet of costs, a table of something else, a spreadsheet that nobody reads."""
    for name, content, why in (
        ("costs.csv", b"SKU,Cost\nMUG,4\n", COSTS),
        ("people.csv", b"Name,City\nAna,Lisbon\n", ""),
        ("july.numbers", b"...", OTHER_KIND),
    ):
        dropped = await drop(desk, name, content)
        await dropped.shown(OfferState.REFUSED)
        offer = await dropped.offer()
        assert offer is not None
        assert offer.why == why or (not why and offer.why)


@pytest.mark.parametrize("name", ["far.xlsx", "far.csv"])
async def test_a_file_made_to_hurt_is_told(desk: Desk, northwind: Company, name: str) -> None:
    """Whatever it is called, it is refused in its thread, and the next file is read as ever."""
    hurt = await drop(desk, name, far_cells())
    await hurt.shown(OfferState.REFUSED)
    offer = await hurt.offer()
    good = await drop(desk, "july.csv", entries("A-1"))

    assert offer is not None
    assert offer.why
    assert await summed(good) == (1, 0, 0)


async def test_a_file_in_flood_has_its_turn(desk: Desk, northwind: Company) -> None:
    """More files than are read at once are all read, and none twice."""
    dropped = [await drop(desk, f"{n}.csv", entries(f"A-{n}")) for n in range(6)]

    assert [await summed(one) for one in dropped] == [(1, 0, 0)] * 6
    assert await counted(desk) == 6


async def test_pictures_and_other_channels_are_let_be(desk: Desk, northwind: Company) -> None:
    """A picture in the channel, and any file in a channel of no book, are left alone."""
    await drop(desk, "cat.png", b"png")
    await drop(desk, "july.csv", entries("A-1"), channel=HARBOR)
    after = await drop(desk, "july.csv", entries("A-2"))

    await after.shown(OfferState.OFFERED)

    assert await counted(desk) == 1


async def test_any_file_is_answered_directly(desk: Desk, northwind: Company) -> None:
    """In a direct message someone waits for an answer, whatever it is."""
    for person, channel, name, why in (
        (ANA, "D_ANA", "cat.png", OTHER_KIND),
        (ANA, "D_ANA", "july.pdf", OTHER_KIND),
    ):
        await desk.outside.get("slack/control/state", params={"as": person})
        dropped = await drop(desk, name, b"x", channel=channel, by=person)
        await dropped.shown(OfferState.REFUSED, person)
        offer = await dropped.offer()
        assert offer is not None
        assert offer.why == why


async def test_who_is_in_no_channel_is_told(desk: Desk) -> None:
    """Where there is no book for them, they are told that."""
    await desk.outside.get("slack/control/state", params={"as": ANA})
    dropped = await drop(desk, "july.csv", entries("A-1"), channel="D_ANA")

    await dropped.shown(OfferState.REFUSED)

    offer = await dropped.offer()
    assert offer is not None
    assert offer.why == NO_BOOKS


async def test_jefail_answers_when_it_is_spoken_to(desk: Desk, northwind: Company) -> None:
    """By its name in a channel, and in a direct message; also a thank-you."""
    asked = await write(desk, "<@U_JEFAIL> help")
    assert [one["text"] for one in await answers(desk, asked)] == [help_card().text]
    thanked = await write(desk, "thanks <@U_JEFAIL>")
    assert [one["text"] for one in await answers(desk, thanked)] == [hint_card("").text]

    await desk.outside.get("slack/control/state", params={"as": BEN})
    await write(desk, "help", by=BEN, channel="D_BEN")

    async def told() -> bool:
        return help_card().text in [one["text"] for one in await desk.direct(BEN)]

    assert await eventually(told, "an answer beside the question")
