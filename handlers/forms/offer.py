"""What people do with a file that is offered: its buttons, its list of books, its form."""

from __future__ import annotations

from blocks.forms.offer import offer_modal, read_offer_form
from blocks.notices.offer import CHANGED_SINCE
from handlers.edge.clicks import click_of, look_of, submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_form
from journal.errors import BadInput
from journal.importing.decide_offer import may_import
from journal.offers.file_offer import OfferState


async def import_clicked(request: SlackRequest) -> None:
    """Import was pressed."""
    await request.desk.decide_offer.import_(_id_in(request), click_of(request.body))
    await request.ack()


async def not_now_clicked(request: SlackRequest) -> None:
    """Not now was pressed."""
    await request.desk.decide_offer.not_now(_id_in(request), click_of(request.body))
    await request.ack()


async def approve_clicked(request: SlackRequest) -> None:
    """Another person approves what someone asked for."""
    seen = str(request.action.get("value", "")).partition(":")[2]
    click = click_of(request.body)
    offer = await request.desk.decide_offer.approve(_id_in(request), click, seen)
    await request.ack()
    if offer.state is OfferState.REQUESTED:
        request.answer(CHANGED_SINCE)


async def decline_clicked(request: SlackRequest) -> None:
    """Another person declines it, or who asked takes it back."""
    await request.desk.decide_offer.decline(_id_in(request), click_of(request.body))
    await request.ack()


async def again_clicked(request: SlackRequest) -> None:
    """A file that was put off is to be offered again."""
    await request.desk.decide_offer.offer_again(_id_in(request), click_of(request.body))
    await request.ack()


async def book_chosen(request: SlackRequest) -> None:
    """The book was chosen from the list."""
    offer_id, _, book_id = str(request.action["selected_option"]["value"]).partition(":")
    click = click_of(request.body)
    await request.desk.decide_offer.choose_book(int(offer_id), click, int(book_id))
    await request.ack()


async def options_asked_for(request: SlackRequest) -> None:
    """Answer or Change options was pressed: open the form, for those who may import."""
    async with request.open_store() as store:
        offer = await store.offers.get(_id_in(request))
        await may_import(store, offer, look_of(request.body))
        book = await store.books.get(offer.book_id) if offer.book_id is not None else None
    await open_form(request, offer_modal(offer, book))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in: the file is read again."""
    view = request.body["view"]
    offer_id, click = int(view["private_metadata"]), submission_of(request.body)
    async with request.open_store() as store:
        offer = await store.offers.get(offer_id)
    await request.desk.decide_offer.choose(offer_id, click, read_offer_form(view, offer))
    await request.ack()


def _id_in(request: SlackRequest) -> int:
    """Return the offer that a button names. Raises BadInput: none."""
    value = str(request.action.get("value", "")).partition(":")[0]
    if not (value.isascii() and value.isdecimal()):
        raise BadInput("This button is of another release. Drop the file again.")
    return int(value)
