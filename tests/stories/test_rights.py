"""Many entries of one cause: asked for by one, approved by another, stopped midway, all once."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from journal.amounts.money import Money
from journal.entries.entry import Line, NewEntry, Side
from journal.incidents.move import MoveName
from journal.rights import Group, Rule
from tests.build import some_content
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, eventually

COUNT = 31


async def test_two_people_stop_and_go_on_each_entry_posts_once(
    desk: Desk, northwind: Company
) -> None:
    """31 entries: Ana asks, Ben approves and stops it midway; retried, each is there once."""
    await northwind.switch(can_post=False)
    await desk.program.services.accept_entries(northwind.book.id, some_days(COUNT))
    card = await desk.card(f"*{COUNT} entries*", "may not")
    await desk.quiet()
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.RETRY, second_above=Money(100, "USD"))
        await store.rights.save(northwind.book.id, rule)

    await desk.click(card, "Retry", by=ANA)
    card = await desk.card("asks to post 31 entries")
    await northwind.switch(can_post=True, mode="slow", slow_seconds=3)
    await desk.click(card, "Approve", by=BEN)
    retrying = await desk.card("Posting", f"of {COUNT} posted")
    assert buttons(retrying) == ["Stop", "Details"]
    await desk.click(retrying, "Stop", by=BEN)
    stopped = await desk.card("may not", "stopped")
    await northwind.switch(mode="ok")
    await desk.quiet()

    async def settled() -> int:
        return len(await northwind.ledger())

    there = await eventually(settled, "what was on its way")
    assert 0 < there < COUNT
    assert f"{there} of {COUNT} posted, {COUNT - there} left" in str(await desk.card("stopped"))

    async with desk.program.database.store() as store:
        await store.rights.drop(northwind.book.id, MoveName.RETRY)
    await desk.click(stopped, "Retry")
    await desk.card("Posted", f"{COUNT} entries")
    await desk.quiet()
    numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
    assert len(numbers) == COUNT
    assert set(numbers.values()) == {1}


async def test_an_owner_alone_may_skip_and_a_guest_nothing(desk: Desk, northwind: Company) -> None:
    """User groups and guests are those that Slack tells of; refusals are seen by one person."""
    await northwind.switch(can_post=False)
    await desk.program.services.accept_entries(northwind.book.id, [some_content(lines=_lines())])
    card = await desk.card("may not")
    await desk.quiet()
    owners = Group("S_OWNERS", "owners", "Owners")
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.RESOLVE, anyone=False, groups=(owners,))
        await store.rights.save(northwind.book.id, rule)

    await desk.click(card, "Resolve", by=ANA)
    await desk.click(card, "Retry", by="U_DEE")
    await desk.click(card, "Retry", by="U_EVE")

    for person, told in (
        (ANA, "Only Owners may close a card by hand in Northwind. <@U_CHI> can."),
        ("U_DEE", "Guests of this workspace may not"),
        ("U_EVE", "People of other workspaces may not"),
    ):
        (text,) = await eventually(partial(desk.told, person), f"an answer to {person}")
        assert text.startswith(told)
    await desk.resolve(card, "not_needed", by="U_CHI")
    await desk.card("Closed by")
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
