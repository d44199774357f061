"""The buttons below a dropped file: each makes its one change, and each refusal is told."""

from __future__ import annotations

from typing import Any

import pytest

from blocks.forms.offer import offer_modal
from blocks.kit import names
from blocks.kit.validate import checked_view
from blocks.notices.offer import CHANGED_SINCE
from journal.errors import BadInput, NotFound
from journal.offers.choices import Needed
from journal.offers.file_offer import FileOffer, OfferMoved, OfferState
from journal.rights import Person, WhyNot
from tests.blocks.forms.test_offer import filled
from tests.build import NOW, a_book, an_offer
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.storage.stage import jobs

S = OfferState


async def offered(bench: Bench, **changes: Any) -> FileOffer:
    """Keep an offer for a book of its own."""
    connection = await bench.book()
    values = {"book_id": connection.book_id, "book_ids": (connection.book_id,), **changes}
    async with bench.store() as store:
        return await store.offers.add(an_offer(**values), "Ev1", NOW)


async def state(bench: Bench, offer: FileOffer) -> OfferState:
    """Return how the offer stands."""
    async with bench.store() as store:
        return (await store.offers.get(offer.id)).state


@pytest.mark.parametrize(
    ("before", "action_id", "after"),
    [
        (S.OFFERED, names.OFFER_IMPORT, S.IMPORTING),
        (S.OFFERED, names.OFFER_NOT_NOW, S.DECLINED),
        (S.DECLINED, names.OFFER_AGAIN, S.READING),
        (S.REQUESTED, names.OFFER_APPROVE, S.IMPORTING),
        (S.REQUESTED, names.OFFER_DECLINE, S.OFFERED),
    ],
)
async def test_each_button_does_its_one_thing(
    team: Team, bench: Bench, before: OfferState, action_id: str, after: OfferState
) -> None:
    """Acknowledged, done, and its message owed again."""
    offer = await offered(bench, state=before, asked_by="U_ANA" if before is S.REQUESTED else None)

    async with bench.store() as store:
        value = f"{offer.id}:{(await store.offers.get(offer.id)).mark}"
    value = value if action_id == names.OFFER_APPROVE else str(offer.id)
    assert (await team.click(action_id, value, by="U_BEN")).acked

    assert await state(bench, offer) is after
    assert team.refusals("U_BEN") == []
    assert ("send_cards", offer.channel_id) in await jobs(bench.database)


@pytest.mark.parametrize("seen", ["", ":", ":of an older message"])
async def test_a_request_that_was_not_read_is_not_approved(
    team: Team, bench: Bench, seen: str
) -> None:
    """What waits now is another one than the button was drawn for: it is shown, and asked again."""
    offer = await offered(bench, state=S.REQUESTED, asked_by="U_ANA")

    await team.click(names.OFFER_APPROVE, f"{offer.id}{seen}", by="U_BEN")

    assert await state(bench, offer) is S.REQUESTED
    assert team.said_to("U_BEN") == [CHANGED_SINCE]
    assert ("send_cards", offer.channel_id) in await jobs(bench.database)


async def test_the_same_click_twice_imports_once(team: Team, bench: Bench) -> None:
    """Delivered again by Slack, it is the same click."""
    offer = await offered(bench)
    pressed = team.button(names.OFFER_IMPORT, str(offer.id))
    for _ in range(2):
        assert (await team.deliver(pressed)).acked

    assert [name for name, _ in await jobs(bench.database)].count("import_offer") == 1


async def test_a_late_click_reads_who_was_first(team: Team, bench: Bench) -> None:
    """The second person is told, alone."""
    offer = await offered(bench)
    await team.click(names.OFFER_IMPORT, str(offer.id), by="U_BEN")
    await team.click(names.OFFER_IMPORT, str(offer.id), by="U_CHI")

    (late,) = team.refusals("U_CHI")
    assert isinstance(late, OfferMoved)
    assert late.named == {"who": "U_BEN"}


@pytest.mark.parametrize(
    "action_id",
    [
        *(names.OFFER_IMPORT, names.OFFER_NOT_NOW, names.OFFER_OPTIONS, names.OFFER_APPROVE),
        *(names.OFFER_DECLINE, names.OFFER_AGAIN),
    ],
)
async def test_a_guest_moves_nothing(team: Team, bench: Bench, action_id: str) -> None:
    """Whatever a guest presses, the offer stays as it is, and no form opens."""
    offer = await offered(bench)
    async with bench.store() as store:
        await store.roster.meet([(Person("U_DEE", "Dee", is_guest=True), "dee", False)])

    await team.click(action_id, str(offer.id), by="U_DEE")

    assert await state(bench, offer) is S.OFFERED
    assert team.slack.called("views.open") == []
    assert [one.why for one in team.whys("U_DEE")] == [WhyNot.GUEST]


async def test_a_book_is_chosen(team: Team, bench: Bench) -> None:
    """The list names offer and book; another book is refused."""
    offer = await offered(bench, state=S.WHICH_BOOK, book_id=None)

    def chosen(book_id: int) -> Json:
        picked = {"type": "static_select", "action_id": names.OFFER_BOOK, "action_ts": "1.3"}
        option = {"selected_option": {"value": f"{offer.id}:{book_id}"}}
        return {**team.button(names.OFFER_BOOK, ""), "actions": [{**picked, **option}]}

    await team.deliver(chosen(99))
    assert isinstance(team.refusals("U_ANA")[0], BadInput)
    await team.deliver(chosen(offer.book_ids[0]))

    assert await state(bench, offer) is S.READING


async def test_the_form_is_opened_and_read(team: Team, bench: Bench) -> None:
    """What is left open stays open with a word under it; an answer has the file read again."""
    offer = await offered(bench, state=S.ASKS, needs=(Needed.DATES,))
    await team.click(names.OFFER_OPTIONS, str(offer.id))
    (opened,) = team.slack.called("views.open")
    assert names.OFFER_FORM in str(opened)

    view = {**checked_view(offer_modal(offer, a_book())), "id": "V1", "hash": "h1"}
    assert [*(await team.submit(filled(view))).wrong] == ["dates"]
    assert (await team.submit(filled({**view, "hash": "h2"}, dates="day-first"))).acked

    assert await state(bench, offer) is S.READING


async def test_an_offer_that_is_not_there(team: Team, bench: Bench) -> None:
    """A button of another database, or without a number, is answered."""
    await bench.book()
    for value in ("99", "x"):
        await team.click(names.OFFER_IMPORT, value)

    assert [type(one) for one in team.refusals("U_ANA")] == [NotFound, BadInput]
