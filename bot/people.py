"""What people are called, for the few places where Slack takes no mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True)
class People:
    """Names by Slack user id, asked once each and kept while the program runs."""

    client: AsyncWebClient
    _names: dict[str, str] = field(default_factory=dict)

    async def names(self, *ids: str | None) -> Mapping[str, str]:
        """Return the first names of those that could be asked; a card is sent without the rest."""
        for one in ids:
            if one and one not in self._names:
                try:
                    answer = await self.client.users_info(user=one)
                except (SlackApiError, aiohttp.ClientError, TimeoutError):
                    continue
                self._names[one] = _name_of(answer["user"])
        return self._names


def _name_of(user: Mapping[str, object]) -> str:
    whole = str(user.get("real_name") or user.get("name") or "")
    return whole.split(" ", 1)[0]
