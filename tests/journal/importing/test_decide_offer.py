"""What people do with a file that is offered: who may, who was first, and a second person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.errors import BadInput
from journal.incidents.move import MoveName
from journal.offers.choices import Choices
from journal.offers.file_offer import FileOffer, OfferMoved, OfferState
from journal.ports import Click
from journal.rights import NotAllowed, Person, Rule, WhyNot
from tests.build import NOW, an_offer
from tests.journal.bench import Bench
from tests.storage.stage import jobs

S = OfferState
HUNDRED = Money(10_000, "USD")


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """Northwind."""
    return await bench.book()


async def offered(bench: Bench, connection: Connection, **changes: Any) -> FileOffer:
    """Keep an offer for the book."""
    values = {"book_id": connection.book_id, "book_ids": (connection.book_id,), **changes}
    async with bench.store() as store:
        kept = await store.offers.add(an_offer(**values), "Ev1", NOW)
        await store.offers.owe(kept, NOW)
    return kept


async def now(bench: Bench, offer: FileOffer) -> FileOffer:
    """Return the offer as it stands."""
    async with bench.store() as store:
        return await store.offers.get(offer.id)


async def wants_two(bench: Bench, connection: Connection) -> None:
    """Have a second person approve what is above $100."""
    async with bench.store() as store:
        rule = Rule(MoveName.IMPORT, second_above=HUNDRED)
        await store.rights.save(connection.book_id, rule)


async def imports(bench: Bench) -> int:
    """Return how many imports are due."""
    return [name for name, _key in await jobs(bench.database)].count("import_offer")


async def test_import_is_due_once(bench: Bench, connection: Connection) -> None:
    """One click makes it due; told again by Slack nothing happens, and a second reads who was."""
    offer, decide = await offered(bench, connection), bench.services.decide_offer
    click = bench.click("U_BEN")
    for _ in range(2):
        if (await now(bench, offer)).state is S.OFFERED:
            await decide.import_(offer.id, click)

    with pytest.raises(OfferMoved) as late:
        await decide.import_(offer.id, bench.click("U_CHI"))

    assert late.value.named == {"who": "U_BEN"}
    assert ((await now(bench, offer)).state, await imports(bench)) == (S.IMPORTING, 1)


async def test_a_guest_may_not(bench: Bench, connection: Connection) -> None:
    """A guest imports nothing, sets nothing aside, and is told why; nothing moves."""
    offer, decide = await offered(bench, connection), bench.services.decide_offer
    async with bench.store() as store:
        await store.roster.meet([(Person("U_DEE", "Dee", is_guest=True), "dee", False)])

    for act in (decide.import_, decide.not_now, decide.decline, decide.offer_again):
        with pytest.raises(NotAllowed) as refused:
            await act(offer.id, bench.click("U_DEE"))
        assert refused.value.refusal.why is WhyNot.GUEST

    assert await now(bench, offer) == offer


async def test_someone_of_another_workspace_may_not(bench: Bench, connection: Connection) -> None:
    """Slack says with the click that they are external; that is enough."""
    offer = await offered(bench, connection)

    with pytest.raises(NotAllowed) as refused:
        await bench.services.decide_offer.import_(offer.id, Click("c", "U_EVE", is_external=True))

    assert refused.value.refusal.why is WhyNot.EXTERNAL
    assert await imports(bench) == 0


async def test_only_who_is_named_may(bench: Bench, connection: Connection) -> None:
    """A rule for import holds, by itself or as the rule for all moves."""
    offer, decide = await offered(bench, connection), bench.services.decide_offer
    async with bench.store() as store:
        await store.rights.save(connection.book_id, Rule(None, anyone=False, people=("U_CHI",)))

    with pytest.raises(NotAllowed):
        await decide.import_(offer.id, bench.click("U_BEN"))
    await decide.import_(offer.id, bench.click("U_CHI"))

    assert await imports(bench) == 1


async def test_a_second_person_approves(bench: Bench, connection: Connection) -> None:
    """Above the amount one asks and another approves; nobody approves what they asked for."""
    await wants_two(bench, connection)
    offer, decide = await offered(bench, connection), bench.services.decide_offer

    asked = await decide.import_(offer.id, bench.click("U_ANA"))
    assert (asked.state, asked.asked_by, await imports(bench)) == (S.REQUESTED, "U_ANA", 0)
    with pytest.raises(NotAllowed) as alone:
        await decide.approve(offer.id, bench.click("U_ANA"))
    assert alone.value.refusal.why is WhyNot.SAME_PERSON

    done = await decide.approve(offer.id, bench.click("U_BEN"))
    assert (done.state, done.asked_by, done.moved_by) == (S.IMPORTING, "U_ANA", "U_BEN")
    assert await imports(bench) == 1


async def test_up_to_the_amount_one_is_enough(bench: Bench, connection: Connection) -> None:
    """What is judged is what the file would bring in."""
    await wants_two(bench, connection)
    small = replace(an_offer().summary, amounts=(HUNDRED,))
    offer = await offered(bench, connection, summary=small)

    moved = await bench.services.decide_offer.import_(offer.id, bench.click())

    assert moved.state is S.IMPORTING


async def test_a_request_is_declined_or_taken_back(bench: Bench, connection: Connection) -> None:
    """After that the file is offered as before, and can be asked for again."""
    await wants_two(bench, connection)
    offer, decide = await offered(bench, connection), bench.services.decide_offer
    for by in ("U_BEN", "U_ANA"):
        await decide.import_(offer.id, bench.click("U_ANA"))
        back = await decide.decline(offer.id, bench.click(by))
        assert (back.state, back.asked_by) == (S.OFFERED, None)

    with pytest.raises(OfferMoved):
        await decide.approve(offer.id, bench.click("U_BEN"))


async def test_nobody_else_sees_a_direct_message(bench: Bench, connection: Connection) -> None:
    """Where it takes two, a file in a direct message is not asked for: nobody could approve."""
    await wants_two(bench, connection)
    offer = await offered(bench, connection, channel_id="D0ANA")

    with pytest.raises(BadInput):
        await bench.services.decide_offer.import_(offer.id, bench.click())

    assert await now(bench, offer) == offer


async def test_not_now_and_again(bench: Bench, connection: Connection) -> None:
    """What was put off is read again before it is offered again."""
    offer, decide = await offered(bench, connection), bench.services.decide_offer
    assert (await decide.not_now(offer.id, bench.click())).state is S.DECLINED
    with pytest.raises(OfferMoved):
        await decide.import_(offer.id, bench.click())

    assert (await decide.offer_again(offer.id, bench.click())).state is S.READING

    assert ("read_offer", str(offer.id)) in await jobs(bench.database)


async def test_choices_are_kept_and_read_by(bench: Bench, connection: Connection) -> None:
    """What the file leaves open is said by a person, and the file is read again."""
    offer = await offered(bench, connection, state=S.ASKS)
    choices = Choices(dates="day-first")

    moved = await bench.services.decide_offer.choose(offer.id, bench.click(), choices)

    assert (moved.state, (await now(bench, offer)).choices) == (S.READING, choices)
    assert ("read_offer", str(offer.id)) in await jobs(bench.database)


async def test_only_an_offered_book_is_chosen(bench: Bench, connection: Connection) -> None:
    """A book that was not in the list is refused, whatever the payload says."""
    other = await bench.book("harbor")
    offer = await offered(bench, connection, state=S.WHICH_BOOK, book_id=None)
    decide = bench.services.decide_offer

    with pytest.raises(BadInput):
        await decide.choose_book(offer.id, bench.click(), other.book_id)
    chosen = await decide.choose_book(offer.id, bench.click(), connection.book_id)

    assert (chosen.state, chosen.book_id) == (S.READING, connection.book_id)
