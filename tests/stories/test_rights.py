"""Many entries of one cause: asked for by one, approved by another, stopped midway, all once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from blocks.answers.rights import refusal_text
from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.entries.entry import Line, NewEntry, Side
from journal.entries.failure import FailureReason
from journal.incidents.incident import Trigger
from journal.incidents.move import MoveName
from journal.rights import Group, Refusal, Rule, WhyNot
from tests.build import some_content
from tests.stories.desk import ANA, BEN, CHI, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_case

COUNT = 31


async def test_two_people_stop_and_go_on_each_entry_posts_once(
    desk: Desk, northwind: Company
) -> None:
    """31 entries: Ana asks, Ben approves and stops it midway; retried, each is there once."""
    await northwind.switch(can_post=False)
    await desk.program.services.accept_entries(northwind.book.id, some_days(COUNT))
    card = await the_card(desk, FailureReason.PERMISSION, waiting=COUNT)
    await desk.quiet()
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.RETRY, second_above=Money(100, "USD"))
        await store.rights.save(northwind.book.id, rule)

    await desk.click(card, names.RETRY, by=ANA)
    card = await the_card(desk, asked=MoveName.RETRY)
    request = (await the_case(desk, card)).request
    assert request is not None
    assert (request.by, request.tally.count) == (ANA, COUNT)
    await northwind.switch(can_post=True, mode="slow", slow_seconds=3)
    await desk.click(card, names.APPROVE, by=BEN)
    retrying = await the_card(desk, face=Face.RETRYING, posted=bool)
    assert buttons(retrying) == [names.STOP, names.DETAILS]
    await desk.click(retrying, names.STOP, by=BEN)
    stopped = await the_card(desk, FailureReason.PERMISSION, trigger=Trigger.STOP)
    await northwind.switch(mode="ok")
    await desk.quiet()

    async def settled() -> int:
        return len(await northwind.ledger())

    there = await eventually(settled, "what was on its way")
    assert 0 < there < COUNT
    await the_card(desk, trigger=Trigger.STOP, posted=there, waiting=COUNT - there)

    async with desk.program.database.store() as store:
        await store.rights.drop(northwind.book.id, MoveName.RETRY)
    await desk.click(stopped, names.RETRY)
    await the_card(desk, face=Face.POSTED, posted=COUNT)
    await desk.quiet()
    numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
    assert len(numbers) == COUNT
    assert set(numbers.values()) == {1}


async def test_an_owner_alone_may_skip_and_a_guest_nothing(desk: Desk, northwind: Company) -> None:
    """User groups and guests are those that Slack tells of; refusals are seen by one person."""
    await northwind.switch(can_post=False)
    await desk.program.services.accept_entries(northwind.book.id, [some_content(lines=_lines())])
    card = await the_card(desk, FailureReason.PERMISSION)
    await desk.quiet()
    owners = Group("S_OWNERS", "owners", "Owners")
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.RESOLVE, anyone=False, groups=(owners,))
        await store.rights.save(northwind.book.id, rule)

    await desk.click(card, names.RESOLVE, by=ANA)
    await desk.click(card, names.RETRY, by="U_DEE")
    await desk.click(card, names.RETRY, by="U_EVE")

    for refusal in (
        Refusal(WhyNot.NOT_NAMED, MoveName.RESOLVE, ANA, rule, northwind.book.name, could=(CHI,)),
        Refusal(WhyNot.GUEST, MoveName.RETRY, "U_DEE"),
        Refusal(WhyNot.EXTERNAL, MoveName.RETRY, "U_EVE"),
    ):
        person = refusal.person_id
        told = await eventually(partial(desk.told, person), f"an answer to {person}")
        assert told == [refusal_text(refusal)]
    await desk.resolve(card, "not_needed", by=CHI)
    await the_card(desk, face=Face.BY_HAND, by=CHI)
    assert "Owners" in await desk.command("rights northwind")


def some_days(count: int) -> Sequence[NewEntry]:
    """Return an entry of ten dollars for each day from June 1, to accounts that there are."""
    days = [date(2026, 6, 1) + timedelta(days=day) for day in range(count)]
    return [some_content(reference=f"day-{day}", date=day, lines=_lines()) for day in days]


def _lines() -> tuple[Line, ...]:
    amount = Money(1000, "USD")
    return (
        Line(Side.DEBIT, amount, account="1310"),
        Line(Side.CREDIT, amount, account="4000"),
    )
