"""Whose an incident is: taken in one click, given by a form or a command."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blocks.answers.status import notice
from blocks.forms.assign import assign_modal, read_assign
from blocks.kit.card import Card
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import mention, outside
from handlers.edge.clicks import click_of, command_of, submission_of
from handlers.edge.listening import SlackRequest, answer_later
from handlers.edge.naming import incident_id_of
from handlers.edge.opening import may_open, open_form
from journal.errors import BadInput, NotFound
from journal.incidents.move import MoveName
from journal.moves.assign import ASSIGN, Assigned

_USAGE = "Say whom: `/jefail assign INC-7 @ana`, `me` or `nobody`."
_MENTION = re.compile(r"<@([UW][A-Z0-9_]+)(?:\|[^>]*)?>")
_PEOPLE = 500
_PAGES = 20


async def taken(request: SlackRequest, incident_id: int) -> None:
    """I take it was chosen in a card's menu."""
    await request.desk.make_move(
        ASSIGN, incident_id, click_of(request.body), Assigned(request.actor)
    )
    await request.ack()


async def asked_for(request: SlackRequest, incident_id: int) -> None:
    """Assign to ... was chosen: open the form."""
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        await may_open(store, request, case, MoveName.ASSIGN)
    await open_form(request, assign_modal(case, request.actor))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in."""
    incident_id, person = read_assign(request.body["view"])
    click = submission_of(request.body)
    await request.desk.make_move(ASSIGN, incident_id, click, Assigned(person))
    await request.ack()


async def typed(request: SlackRequest, words: Sequence[str]) -> Card | None:
    """Answer `/jefail assign INC-7 @ana|me|nobody`; whom Slack has to be asked for, later."""
    if len(words) < 2:  # noqa: PLR2004  which, and whom
        raise BadInput(_USAGE, is_drawn=True)
    reference, who = " ".join(words[:-1]), words[-1]
    async with request.open_store() as store:
        incident_id = await incident_id_of(store, reference)
    named = _MENTION.fullmatch(who)
    known = {"me": request.actor, "nobody": None}
    if named or who.casefold() in known:
        return await _assign(request, incident_id, named[1] if named else known[who.casefold()])

    async def looked_up(request: SlackRequest) -> Card:
        return await _assign(request, incident_id, await _person_called(request, who))

    await answer_later(request, looked_up)
    return None


async def _assign(request: SlackRequest, incident_id: int, person: str | None) -> Card:
    click = command_of(request.body)
    made = await request.desk.make_move(ASSIGN, incident_id, click, Assigned(person))
    incident = made.incident
    return notice(
        f"{mention(person)} has {incident.number} now."
        if person
        else f"{incident.number} is nobody's now."
    )


async def _person_called(request: SlackRequest, name: str) -> str:
    """Return the id of the person whom Slack shows as "@ana". Raises NotFound."""
    wanted, cursor = name.removeprefix("@").casefold(), ""
    for _page in range(_PAGES):
        page = await request.client.users_list(limit=_PEOPLE, cursor=cursor)
        for user in page["members"]:
            profile = user.get("profile") or {}
            called = (user.get("name"), profile.get("display_name"), user.get("real_name"))
            if not user.get("deleted") and wanted in {str(one or "").casefold() for one in called}:
                return str(user["id"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            break
    unknown = f'Nobody here is called "{outside(name, NAME_SHOWN)}".'
    raise NotFound(f"{unknown} {_USAGE}", is_drawn=True)
