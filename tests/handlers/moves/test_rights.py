"""Refusals are private and say why and who could; a second person approves on the card."""

from __future__ import annotations

import pytest

from blocks.answers.moved import retried_text
from blocks.answers.rights import met_text, rules_card
from blocks.card.request import approve_value
from blocks.kit import names
from blocks.kit.validate import checked
from journal.amounts.money import Money
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Group, Met, Person, Rule, WhyNot
from tests.handlers.slack import Team, a_form
from tests.journal.bench import Bench

OWNERS = Group("S1", "owners", "Owners")


@pytest.fixture(autouse=True)
async def _people(bench: Bench, incident_id: int) -> None:
    """Chi is the owner, Dee a guest; only owners close anything above a hundred dollars."""
    del incident_id  # its book is there
    rule = Rule(MoveName.RESOLVE, anyone=False, groups=(OWNERS,), above=Money(10_000, "USD"))
    async with bench.store() as store:
        await store.roster.meet([(Person("U_DEE", "Dee", is_guest=True), "dee", False)])
        await store.roster.keep_groups({OWNERS: ["U_CHI"]})
        await store.rights.save((await store.books.by_slug("northwind")).id, rule)


async def test_a_guest_is_told_in_private(bench: Bench, team: Team, incident_id: int) -> None:
    """Nothing moves, and the sentence says who can."""
    assert (await team.click(names.RETRY, str(incident_id), by="U_DEE")).acked

    (refusal,) = team.whys("U_DEE")
    assert (refusal.why, refusal.move) == (WhyNot.GUEST, MoveName.RETRY)
    assert refusal.rule.anyone
    assert await bench.states() == [IncidentState.OPEN]


async def test_the_form_does_not_open_for_who_may_not_send_it(team: Team, incident_id: int) -> None:
    """Asked before anything is typed; who may is named."""
    assert (await team.click(names.RESOLVE, str(incident_id))).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.whys("U_ANA")
    assert (refusal.why, refusal.move, refusal.could) == (
        WhyNot.NOT_NAMED,
        MoveName.RESOLVE,
        ("U_CHI",),
    )
    assert (refusal.rule.above, refusal.book) == (Money(10_000, "USD"), "Northwind Retail")


async def test_the_form_is_looked_at_again_when_it_comes(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """What opened before a rule was set is refused as it is sent in."""
    sent = await team.submit(a_form(incident_id, HowResolved.FIXED_IN_PLATFORM.value))

    assert sent.acked
    (refusal,) = team.whys("U_ANA")
    assert (refusal.why, refusal.move) == (WhyNot.NOT_NAMED, MoveName.RESOLVE)
    assert await bench.states() == [IncidentState.OPEN]


async def test_a_person_of_another_workspace_is_known_by_the_click(
    team: Team, incident_id: int
) -> None:
    """Slack says their team with it; nothing has to be asked."""
    user = {"id": "U_FAR", "team_id": "T2"}
    await team.click(names.RETRY, str(incident_id), user=user, team={"id": "T1"})

    assert [one.why for one in team.whys("U_FAR")] == [WhyNot.EXTERNAL]


async def test_an_unknown_person_is_asked_for_and_presses_again(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """No click waits for Slack: it is refused, told what came of that, and a later one counts."""
    await team.click(names.RETRY, str(incident_id), by="U_NEW")
    assert [one.why for one in team.whys("U_NEW")] == [WhyNot.UNKNOWN]
    _asked, told = team.said_to("U_NEW")
    assert told == met_text(Met.NOT_NAMED, "U_NEW")

    async with bench.store() as store:
        await store.roster.meet([(Person("U_NEW", "Newt"), "newt", False)])
    await team.click(names.RETRY, str(incident_id), by="U_NEW")

    assert await bench.states() == [IncidentState.RETRYING]


async def test_a_second_person_approves(bench: Bench, team: Team, incident_id: int) -> None:
    """Anyone who asked is refused; another person's click has it done."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(MoveName.RETRY, second_above=Money(1, "USD")))
    answer = await team.command(f"retry INC-{incident_id}")
    asked = (await bench.case()).incident
    assert asked.request is not None
    assert retried_text(asked) in answer.text

    await team.click(names.APPROVE, f"{incident_id}:of an older card")
    assert await bench.states() == [IncidentState.OPEN]
    approve = approve_value(await bench.case())
    await team.click(names.APPROVE, approve)
    assert [one.why for one in team.whys("U_ANA")] == [WhyNot.SAME_PERSON]
    await team.click(names.APPROVE, approve, by="U_BEN")

    assert await bench.states() == [IncidentState.RETRYING]


async def test_a_request_is_declined(bench: Bench, team: Team, incident_id: int) -> None:
    """Nothing moves, and the story tells it."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(MoveName.RETRY, second_above=Money(1, "USD")))
    await team.click(names.RETRY, str(incident_id))

    await team.click(names.DECLINE, str(incident_id), by="U_BEN")

    assert (await bench.case()).request is None
    assert (await bench.story(incident_id))[-2:] == ["asked", "declined"]


async def test_rights_are_shown(bench: Bench, team: Team) -> None:
    """Of one book or of all, to the person who asks."""
    answer = await team.command("rights northwind")

    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        rules = await store.rights.rules(book.id)
    assert len(rules) == 1
    assert answer.json["blocks"] == checked(rules_card([(book, rules)]).blocks)
