"""People and groups of the Slack workspace, as they are named at a terminal."""

from __future__ import annotations

import re

from bot.cli.slack_calls import SlackRefused, told_plainly
from bot.cli.terminal import note
from bot.compose import Program
from journal.errors import BadInput, NotFound
from journal.rights import Group

_USER_ID = re.compile(r"[UW][A-Z0-9_]+")


async def group_called(program: Program, name: str) -> Group:
    """Return the user group with this handle, name or id. Raises NotFound: names those known."""
    found, why = await _group(program, name), ""
    if found is None:
        why = await _read(program)
        found = await _group(program, name)
    if found is not None:
        return found
    async with program.database.store() as store:
        groups = await store.roster.groups()
    known = ", ".join(one.handle for one in groups)
    if why:
        seen = f" Known so far: {known}." if known else ""
        raise NotFound(f'jefail knows no user group called "{name}". {why}{seen}')
    raise NotFound(f'Slack has no user group called "{name}". There are: {known or "none"}')


async def person_called(program: Program, name: str, *, may_be_unseen: bool = False) -> str:
    """Return the Slack user id of who has this id, e-mail address or @name.

    `may_be_unseen`: an id that Slack does not name to us is taken as it is, as of someone in
    another workspace.

    Raises:
        NotFound: nobody has. BadInput: several have.
    """
    ids = await _people(program, name)
    if not ids:
        await _read(program)
        ids = await _people(program, name)
    if not ids and may_be_unseen and _USER_ID.fullmatch(name):
        note(f"Slack does not tell who {name} is; the id is taken as it is.")
        return name
    if not ids:
        raise NotFound(
            f'Slack knows nobody called "{name}". Give the e-mail address, the @name or the user'
            " id (“Copy member ID” in the profile)"
        )
    if len(ids) > 1:
        raise BadInput(f'Several people are called "{name}"; say which by id: {", ".join(ids)}')
    return ids[0]


async def _group(program: Program, name: str) -> Group | None:
    wanted = name.removeprefix("@").casefold()
    async with program.database.store() as store:
        for one in await store.roster.groups():
            if wanted in (one.id.casefold(), one.handle.casefold(), one.name.casefold()):
                return one
    return None


async def _people(program: Program, name: str) -> list[str]:
    async with program.database.store() as store:
        ids = list(await store.roster.people_called(name))
    if not ids and _USER_ID.fullmatch(name):  # perhaps someone of another workspace
        await program.roster.meet(name)
        async with program.database.store() as store:
            ids = list(await store.roster.people_called(name))
    return ids


async def _read(program: Program) -> str:
    """Read everyone again: someone may have been added since. Returns why no groups were read."""
    try:
        with told_plainly():
            return await program.roster.read()
    except SlackRefused as refused:
        note(f"Slack could not be asked who there is: {refused.advice}")
        return "Slack could not be asked."
