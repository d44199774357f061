"""Who is who in Slack, read by the clock: a click must not wait for Slack to say who clicked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.text import clean
from bot.slack_pages import pages
from journal.ports import Clock
from journal.rights import Group, Met, Person
from storage.database import Database

PEOPLE = "people"
EVERY = timedelta(minutes=10)
"""How old what is known of people may be. users.list may be called 20 times a minute."""
PAGE = 200
Known = tuple[Person, str, bool]
"""A person, their handle, and whether they are gone (or no person, but an app)."""
_NO_GROUPS = frozenset({"plan_upgrade_required", "paid_teams_only", "feature_not_enabled"})
_PASSES = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_AWAY = (SlackApiError, aiohttp.ClientError, TimeoutError)
log = structlog.get_logger()


@dataclass(slots=True)
class Roster:
    """Reads people and user groups from Slack and keeps them."""

    database: Database
    client: AsyncWebClient
    now: Clock
    _own: tuple[str, str] = field(default=("", ""))  # the team and enterprise of our token

    async def refresh(self) -> None:
        """Read everybody, if nobody did so lately; what cannot be read now is read later."""
        at = self.now()
        async with self.database.store() as store:
            if not await store.roster.claim(PEOPLE, at, at - EVERY):
                return
        try:
            await self.read()
        except _AWAY as error:
            log.warning("people_not_read", error=str(error)[:200])
            async with self.database.store() as store:
                await store.roster.give_back(PEOPLE)

    async def read(self) -> str:
        """Read everybody and every group now. Raises what the client raises for people.

        Returns why the groups could not be read, as a sentence for people; "" when they were.
        The people are known all the same.
        """
        async for members in self._pages():
            await self._keep(members)
        try:
            answer = await self.client.usergroups_list(include_users=True)
        except _AWAY as error:
            why = _groups_unread(error)
            log.warning("groups_not_read", why=why, error=_code_of(error))
            return why
        groups = {_group_of(one): one.get("users") or [] for one in answer["usergroups"]}
        async with self.database.store() as store:
            await store.roster.keep_groups(groups)
        return ""

    async def meet(self, person_id: str) -> Met:
        """Ask who one person is, keep it, and return what came of that."""
        try:
            answer = await self.client.users_info(user=person_id)
            await self._keep([answer["user"]])
        except _AWAY as error:
            met = _why_unknown(error)
            log.warning("person_not_known", person=person_id, why=met, error=str(error)[:200])
            return met
        return Met.KNOWN

    async def _pages(self) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        async for answer in pages(self.client.users_list, limit=PAGE):
            yield answer["members"]

    async def _keep(self, members: Sequence[Mapping[str, Any]]) -> None:
        if not self._own[0]:
            answer = await self.client.auth_test()
            self._own = str(answer["team_id"]), str(answer.get("enterprise_id") or "")
        known = [_known_of(one, *self._own) for one in members]
        async with self.database.store() as store:
            await store.roster.meet(known)


def _code_of(error: Exception) -> str:
    """Return Slack's code of a refusal, "" when no answer of Slack's came."""
    answer = error.response.data if isinstance(error, SlackApiError) else None
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""


def _groups_unread(error: Exception) -> str:
    """Say why no user groups are known (docs.slack.dev/reference/methods/usergroups.list)."""
    code = _code_of(error)
    if code == "missing_scope":
        return (
            "The app may not read user groups: put app.yaml into its manifest again, for the"
            " scope usergroups:read, and install it again."
        )
    if code in _NO_GROUPS:
        return "This Slack workspace has no user groups in its plan."
    if code and code not in _PASSES:
        return f"Slack does not show its user groups ({code})."
    return "Slack did not answer when it was asked for its user groups. Try again later."


def _why_unknown(error: Exception) -> Met:
    """Return why someone stays unknown (docs.slack.dev/reference/methods/users.info)."""
    code = _code_of(error)
    if code in ("user_not_found", "user_not_visible", "users_not_found"):
        return Met.NOT_NAMED
    return Met.NOT_ALLOWED if code in ("missing_scope", "no_permission") else Met.AWAY


def _known_of(user: Mapping[str, Any], team: str, enterprise: str) -> Known:
    """Return what a `user` object says; docs.slack.dev/reference/objects/user-object."""
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name") or user.get("name") or user["id"]
    of_enterprise = (user.get("enterprise_user") or {}).get("enterprise_id")
    is_ours = user.get("team_id", team) == team or (of_enterprise or "-") == enterprise
    person = Person(
        id=str(user["id"]),
        name=clean(str(name)),
        email=str(profile.get("email") or ""),
        zone=str(user.get("tz") or ""),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_external=bool(user.get("is_stranger")) or not is_ours,
    )
    is_gone = bool(user.get("deleted") or user.get("is_bot"))
    return person, str(user.get("name") or ""), is_gone


def _group_of(group: Mapping[str, Any]) -> Group:
    return Group(str(group["id"]), str(group["handle"]), clean(str(group["name"])))
