"""A platform's pages for programs: it answers as it is told to, and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx

from journal.ports import Asking

NOW = datetime(2026, 7, 7, 12, tzinfo=UTC)
ASKING = Asking("the-state", "v" * 43, "https://jefail.example/oauth/callback")
GRANT = {"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 1800}
Answers = Mapping[str, Callable[[], httpx.Response] | Any]


@dataclass(slots=True)
class Platform:
    """Answers by the end of the path; what is not a call is sent as JSON."""

    answers: Answers
    asked: list[httpx.Request] = field(default_factory=list)

    def http(self) -> httpx.AsyncClient:
        """Return a client that reaches this platform alone."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        for ending, answer in self.answers.items():
            if request.url.path.endswith(ending):
                return answer() if callable(answer) else httpx.Response(200, json=answer)
        return httpx.Response(404)

    @property
    def traded(self) -> dict[str, str]:
        """Return the form that went to the token endpoint."""
        return dict(parse_qsl(self.asked[0].content.decode()))


def refusal(status: int, error: str) -> Callable[[], httpx.Response]:
    """Refuse at the token endpoint."""
    body = {"error": error, "error_description": "no good"}
    return lambda: httpx.Response(status, json=body)
