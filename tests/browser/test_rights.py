"""Who may, in the browser: a guest is told in private, and two people do what one may not."""

import pytest
from playwright.async_api import Page, expect

from blocks.answers import owner
from blocks.answers.rights import refusal_text
from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.connecting import try_connection
from journal.incidents.how_resolved import HowResolved
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind
from journal.incidents.story.people import ReconnectAsked
from journal.rights import Refusal, Rule, WhyNot
from tests.browser.cases import notice_to, shows, told
from tests.browser.look import (
    card_at,
    choice,
    choose,
    form,
    go_to,
    may_post_again,
    options,
    press,
    retry,
    submit,
)
from tests.browser.test_map import account_of, mapped_by, waiting
from tests.page.tabs import OpenTab
from tests.stories.desk import BOOKKEEPING, Company, Desk
from tests.stories.seen import case_at

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def second_person(desk: Desk, company: Company, move: MoveName) -> None:
    """Have a second person be wanted for a move above a dollar."""
    async with desk.program.database.store() as store:
        await store.rights.save(company.book.id, Rule(move, second_above=Money(100, "USD")))


async def test_a_guest_is_told_in_private(desk: Desk, card: str, tab: OpenTab) -> None:
    """Dee presses Retry and is answered alone; the card stays as it is for everybody."""
    dee, ana = await tab("#as=U_DEE"), await tab("#as=U_ANA")

    await retry(dee, card_at(dee, card))

    case = await case_at(desk, card)
    refusal = refusal_text(Refusal(WhyNot.GUEST, MoveName.RETRY, "U_DEE", book=case.book.name))
    told_dee = dee.get_by_test_id("ephemeral").filter(has_text=refusal)
    await expect(told_dee).to_be_visible()
    await expect(press(card_at(ana, card), names.RETRY)).to_be_visible()
    await expect(ana.get_by_test_id("ephemeral").filter(has_text=refusal)).to_have_count(0)


async def test_two_people_post_what_is_too_much_for_one(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Ana asks, may not approve it herself, Ben does; the closed card names both."""
    await second_person(desk, company, MoveName.RETRY)
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")
    await may_post_again(ana, company)

    await retry(ana, card_at(ana, card))
    await press(card_at(ana, card), names.APPROVE).click()
    refusal = refusal_text(
        Refusal(WhyNot.SAME_PERSON, MoveName.RETRY, "U_ANA", book=company.book.name)
    )
    await expect(ana.get_by_test_id("ephemeral").filter(has_text=refusal)).to_be_visible()
    request = (await case_at(desk, card)).request
    assert request is not None
    assert (request.by, request.move) == ("U_ANA", MoveName.RETRY)
    await press(card_at(ben, card), names.APPROVE).click()

    posted = await shows(desk, card_at(ben, card), Face.POSTED)
    assert (posted.summary.posted, posted.incident.approved_by) == (3, "U_BEN")
    await expect(card_at(ben, card)).to_contain_text("@Ben Okafor")
    await desk.quiet()
    assert len(await company.ledger()) == 3


async def test_a_second_person_reads_and_approves_a_mapping(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """Ana chooses an account; Ben declines and she is told, then he approves and all is posted."""
    await second_person(desk, company, MoveName.MAP)
    ts = await waiting(desk, company, "Donations")
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await map_to(ana, ts, "Donations", "Tips payable")
    for data in ("@Ana Lima", "Donations", "2400 Tips payable", "$100.00"):
        await expect(card_at(ben, ts)).to_contain_text(data)
    await press(card_at(ben, ts), names.DECLINE).click()
    await expect(press(card_at(ana, ts), names.MAP)).to_be_visible()
    await go_to(ana, "D_ANA")
    answer = await notice_to(desk, ana, NoticeKind.ANSWERED, "U_ANA")
    for data in ("@Ben Okafor", "Donations"):
        await expect(answer).to_contain_text(data)
    await go_to(ana, BOOKKEEPING)

    await map_to(ana, ts, "Donations", "Tips payable")
    await press(card_at(ben, ts), names.APPROVE).click()

    posted = await shows(desk, card_at(ben, ts), Face.POSTED)
    assert await mapped_by(desk, ts) == {"U_ANA": (("Donations", "2400 Tips payable"),)}
    assert posted.incident.approved_by == "U_BEN"
    await expect(card_at(ben, ts)).to_contain_text("@Ben Okafor")
    await desk.quiet()
    assert len(await company.ledger()) == 2


async def map_to(page: Page, ts: str, category: str, account: str) -> None:
    """Choose an account for the one category of a card, and send the form in."""
    await press(card_at(page, ts), names.MAP).click()
    await account_of(page, category).click()
    await options(page).filter(has_text=account).first.click()
    await expect(account_of(page, category)).to_contain_text(account)
    await submit(page).click()
    await expect(form(page)).to_have_count(0)


async def test_the_owner_is_asked_once_and_the_connection_tested(
    desk: Desk, company: Company, tab: OpenTab
) -> None:
    """The card says who was asked; a test says how it stands, and closes the card once let in."""
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(company.book.id)
        await store.desk.set_owner(connection.id, "U_CHI")
    await company.switch(connected=False)
    await desk.poll()
    lost = str((await desk.card(names.ASK_OWNER, company.book.name))["ts"])
    ana = await tab("#as=U_ANA")
    shown, answered = card_at(ana, lost), ana.get_by_test_id("ephemeral").last

    await press(shown, names.ASK_OWNER).press("Enter")
    for person in ("@Chi Wei", "@Ana Lima"):
        await expect(shown).to_contain_text(person)
    await press(shown, names.ASK_OWNER).press("Enter")
    await expect(answered).to_contain_text("@Chi Wei")
    assert len(await told(desk, lost, ReconnectAsked)) == 1

    await choose(shown, names.TEST)
    lets_nobody_in = owner.tested_text(
        try_connection.Tested(await case_at(desk, lost), is_lost=True)
    )
    await expect(answered).to_contain_text(lets_nobody_in)
    await company.switch(connected=True)
    await choose(shown, names.TEST)
    await shows(desk, shown, Face.RESTORED)


async def test_a_request_is_taken_back(
    desk: Desk, company: Company, card: str, tab: OpenTab
) -> None:
    """Declined by the person who asked, by keyboard: the card offers what it did before."""
    await second_person(desk, company, MoveName.SKIP)
    ana = await tab("#as=U_ANA")
    await press(card_at(ana, card), names.RESOLVE).click()
    await choice(form(ana), HowResolved.NOT_NEEDED).check()
    await submit(ana).click()
    await expect(press(card_at(ana, card), names.APPROVE)).to_be_visible()
    request = (await case_at(desk, card)).request
    assert request is not None
    assert (request.by, request.move) == ("U_ANA", MoveName.RESOLVE)

    await press(card_at(ana, card), names.DECLINE).press("Enter")

    await expect(press(card_at(ana, card), names.RESOLVE)).to_be_visible()
    await expect(press(card_at(ana, card), names.DECLINE)).to_have_count(0)
    assert (await case_at(desk, card)).request is None
