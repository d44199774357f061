"""The consent endpoints: an app sends a person here, the person is sent back with a code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.ledger.codes import Asked, Codes
from sandbox.ledger.consent_page import Named, consent_page, problem_page
from sandbox.ledger.person import person_in

_CARRIED: Final = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


@dataclass(frozen=True, slots=True)
class Consent:
    """Where one platform asks people for consent, and what it sends them back with."""

    path: str
    platform: str  # as people call it
    client_id: str
    companies: Mapping[str, Named]
    codes: Codes
    told: Callable[[Request, Sequence[str]], Mapping[str, str]]  # beside code and state
    several: bool = False  # whether one consent may cover several companies

    def routes(self) -> list[Route]:
        """List the page and the form it sends."""
        return [
            Route(self.path, self._show, methods=["GET"]),
            Route(self.path, self._answer, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        asked = {name: request.query_params.get(name, "") for name in _CARRIED}
        if wrong := self._what_is_wrong(asked):
            return HTMLResponse(problem_page(wrong), 400)
        return HTMLResponse(
            consent_page(self.platform, asked, self.companies, several=self.several)
        )

    async def _answer(self, request: Request) -> Response:
        sent = parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True)
        form, realms = dict(sent), [value for name, value in sent if name == "realm"]
        if wrong := self._what_is_wrong(form):
            return HTMLResponse(problem_page(wrong), 400)
        if form.get("answer") != "approve":
            return _back(form, {"error": "access_denied"})
        if not realms or not set(realms) <= set(self.companies):
            return HTMLResponse(problem_page("There is no such company."), 400)
        code = self.codes.issue(realms, _asked(form), person_in(form))
        return _back(form, {"code": code, **self.told(request, realms)})

    def _what_is_wrong(self, asked: Mapping[str, str]) -> str:
        """Say why the app's request cannot be shown to anyone, or nothing."""
        if asked.get("client_id") != self.client_id:
            return "The client id is not that of a registered app."
        if urlsplit(asked.get("redirect_uri", "")).scheme not in ("http", "https"):
            return "The redirect URI is missing or not a web address."
        if asked.get("response_type") != "code":
            return "Only response_type=code is supported."
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            return "Only the code challenge method S256 is supported."
        return ""


def _asked(form: Mapping[str, str]) -> Asked:
    return Asked(
        form["client_id"],
        form["redirect_uri"],
        form.get("state", ""),
        form.get("code_challenge", ""),
        form.get("scope", ""),
    )


def _back(form: Mapping[str, str], answer: Mapping[str, str]) -> Response:
    """Send the browser back to the app; a question mark already there is respected."""
    uri, state = form["redirect_uri"], form.get("state", "")
    joint = "&" if urlsplit(uri).query else "?"
    query = urlencode({**answer, **({"state": state} if state else {})})
    return RedirectResponse(f"{uri}{joint}{query}", 303)
