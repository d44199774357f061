"""The steps of connecting a book, each a page: the link, the platform and back, the choice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from secrets import compare_digest
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.connecting.page import Page
from bot.web.connecting.pages import ask_page, asked_page, choice_page, company_in, problem_page
from journal.books.consent import LINK_LIVES, digest_of
from journal.connecting.keep_consent import Awaited, Choice
from journal.connecting.take_consent import TakeConsent
from journal.errors import (
    AuthorisationLost,
    BadInput,
    JefailError,
    LedgerError,
    LinkSpent,
    StoreBusy,
)

_COOKIE: Final = "jefail_connecting_"
_MOST_FIELDS: Final = 10
_ASK_AGAIN = "Nothing was changed; ask for a new link in Slack and try again."
_WRONG_BROWSER = (
    f"This is not the browser in which the link was opened, or it keeps no cookies. {_ASK_AGAIN}"
)


@dataclass(frozen=True, slots=True)
class Connecting:
    """The endpoints. The browser that leaves for the platform is the one that must come back.

    Its state goes out in a cookie too. Else someone could send their own link on, half-way,
    and another person's consent would connect a book that this person knows nothing of.
    """

    take_consent: TakeConsent
    name_of: Callable[[str], Awaitable[str]]  # of a Slack user id; "" when not known
    is_secure: bool  # our pages are served over https

    async def look(self, request: Request) -> Response:
        """Show what the link is for. Whatever fetches it for a preview uses nothing up."""
        try:
            opened = await self.take_consent.look(_token(request))
        except JefailError as error:
            return _problem(error).response()
        return ask_page(opened, await self.name_of(opened.link.asked_by)).response()

    async def go(self, request: Request) -> Response:
        """Go on to the platform, or take the key that was typed in."""
        form = await _form(request)
        try:
            if "key" in form:
                return await self._keyed(request, form)
            departure = await self.take_consent.go(_token(request))
        except JefailError as error:
            return _problem(error).response()
        answer = RedirectResponse(departure.address, 303, {"Cache-Control": "no-store"})
        return self._with_cookie(answer, departure.state)

    async def come_back(self, request: Request) -> Response:
        """Take what the platform sent back with the person."""
        state = request.query_params.get("state", "")
        if not _is_same_browser(request, state):
            return problem_page(_WRONG_BROWSER, 400).response()
        try:
            came = await self.take_consent.come_back(state, dict(request.query_params))
        except JefailError as error:
            return _problem(error).response()
        return self._ended(came)

    async def choose(self, request: Request) -> Response:
        """Take the company that was chosen of several."""
        form = await _form(request)
        state, (site, realm) = form.get("state", ""), company_in(form)
        if not _is_same_browser(request, state):
            return problem_page(_WRONG_BROWSER, 400).response()
        try:
            awaited = await self.take_consent.choose(state, site, realm)
        except JefailError as error:
            return _problem(error).response()
        return self._ended(awaited)

    async def _keyed(self, request: Request, form: Mapping[str, str]) -> Response:
        token = _token(request)
        try:
            site, key = form.get("site", "").strip(), form["key"].strip()
            return self._ended(await self.take_consent.take_key(token, site, key))
        except (BadInput, LedgerError) as error:
            # The link is good still: the form is shown again, with what was wrong.
            opened = await self.take_consent.look(token)
            name = await self.name_of(opened.link.asked_by)
            return ask_page(opened, name, _said(error)).response()

    def _ended(self, came: Awaited | Choice) -> Response:
        if isinstance(came, Choice):
            return self._with_cookie(choice_page(came).response(), came.state)
        return asked_page(came).response()

    def _with_cookie(self, answer: Response, state: str) -> Response:
        answer.set_cookie(
            _cookie_of(state),
            state,
            max_age=int(LINK_LIVES.total_seconds()),
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="lax",  # it has to come along when the platform sends the person back
        )
        return answer


def _token(request: Request) -> str:
    return str(request.path_params["token"])


async def _form(request: Request) -> Mapping[str, str]:
    body = (await request.body()).decode(errors="replace")
    try:
        return dict(parse_qsl(body, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


def _is_same_browser(request: Request, state: str) -> bool:
    kept = request.cookies.get(_cookie_of(state), "")
    return bool(state) and compare_digest(kept.encode(), state.encode())


def _cookie_of(state: str) -> str:
    """Return a name of its own for each round, so that several books are connected side by side."""
    return _COOKIE + digest_of(state).hex()[:12]


def _problem(error: JefailError) -> Page:
    statuses = {LinkSpent: 410, StoreBusy: 503, AuthorisationLost: 502, LedgerError: 502}
    return problem_page(_said(error), statuses.get(type(error), 422))


def _said(error: JefailError) -> str:
    if isinstance(error, LedgerError):
        return f"It did not work: {error.advice}. {_ASK_AGAIN}"
    return error.advice
