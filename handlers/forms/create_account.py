"""Making an account for a category: asked for in the form that maps, which then has it chosen."""

from __future__ import annotations

from dataclasses import replace

from blocks.forms.create_account import (
    AccountAsked,
    create_account_modal,
    read_account,
    refuse_if_taken,
)
from blocks.forms.map_draft import Draft, account_key, read_draft
from blocks.words.chart import account_asked, account_made, account_refused, account_unknown
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest, after_ack
from handlers.edge.opening import may_open, open_case, open_form
from handlers.forms.map import answer_with, redraw
from journal.books.book import Platform
from journal.errors import AccountRefused, LedgerError, NotFound
from journal.incidents.move import MoveName
from journal.moves.create_account import CREATE_ACCOUNT
from journal.moves.make_move import Repeated
from journal.moves.read_gaps import read_gaps
from journal.ports import Click


async def asked_for(request: SlackRequest) -> None:
    """Create an account was clicked in the form: another one is laid on top of it."""
    view = request.body["view"]
    draft = read_draft(view)
    async with request.open_store() as store:
        gaps = await read_gaps(store, draft.incident_id)
        await may_open(store, request, gaps.case, MoveName.CREATE_ACCOUNT)
    if not gaps.rows:
        await redraw(request, view["id"], draft)
        return
    can = request.desk.create_account.capabilities(gaps.case.connection)
    await open_form(request, create_account_modal(gaps, draft, view["id"], can))


async def asked_on_card(request: SlackRequest) -> None:
    """Create account was clicked on a card: the form that maps comes in its place later."""
    draft = Draft(int(request.action["value"]))
    async with request.open_store() as store:
        case = await open_case(store, request, draft.incident_id, MoveName.CREATE_ACCOUNT)
        gaps = await read_gaps(store, draft.incident_id)
    if not gaps.rows:
        raise NotFound("Everything here has its account by now. Press Retry on the card.")
    can = request.desk.create_account.capabilities(case.connection)
    await open_form(request, create_account_modal(gaps, draft, "", can))


async def submitted(request: SlackRequest) -> None:
    """It was described: the form that maps, beneath or in its place, shows what comes of it."""
    asked = read_account(request.body["view"])
    click = submission_of(request.body)
    async with request.open_store() as store:
        case = await store.incidents.case(asked.draft.incident_id)
        chart = (await store.books.known(case.connection)).chart
    refuse_if_taken(asked.new, chart.accounts)
    taken = await request.desk.make_move(CREATE_ACCOUNT, case.incident.id, click)
    if isinstance(taken, Repeated):
        return
    platform = case.connection.platform
    notice = account_asked(asked.new.name, platform)
    if asked.form_id:
        await request.ack()
    else:
        asked = replace(asked, form_id=request.body["view"]["id"])
        await answer_with(request, asked.draft, notice)

    async def made(request: SlackRequest) -> None:
        await _make(request, asked, click, platform)

    after_ack(request, made)


async def _make(
    request: SlackRequest, asked: AccountAsked, click: Click, platform: Platform
) -> None:
    draft, name = asked.draft, asked.new.name
    await redraw(request, asked.form_id, draft, account_asked(name, platform))
    try:
        account = await request.desk.create_account(draft.incident_id, click, asked.new)
    except AccountRefused as refusal:
        notice = account_refused(name, platform, refusal.words)
    except LedgerError:
        notice = account_unknown(name, platform)
    else:
        draft = draft.with_put(asked.category, account_key(account.external_id))
        notice = account_made(account, platform)
    await redraw(request, asked.form_id, draft, notice, tell=True)
