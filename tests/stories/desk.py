"""The whole desk for a story: the outside world in this process, the program beside it.

A story speaks as people do: it imports, looks at cards, clicks, types commands, turns the
platform's switches, and counts what the ledger shows.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from slack_bolt.async_app import AsyncApp

from blocks.kit import names
from bot.compose import Program, compose_program
from bot.demo.environment import IMITATED, imitated
from bot.jobs import work_app
from bot.schedule import claim_due_polls
from bot.settings import Settings
from bot.slack import SocketMode, slack_app
from bot.web.app import web_app
from bot.worker import Worker
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from handlers.edge import listening
from journal.books.book import Book, Platform
from journal.ports import Tokens
from sandbox.app import sandbox_app
from sandbox.serve import serving

ANA, BEN, CHI = "U_ANA", "U_BEN", "U_CHI"
BOOKKEEPING = "C_BOOKKEEPING"
PATIENCE = 30.0
SOONEST, LATEST = 0.02, 0.15  # seconds between two looks
UNHURRIED = 20.0
"""How many seconds a click may take here: a busy machine decides nothing in a story."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Company:
    """One book and its company at an imitated platform."""

    book: Book
    realm: str
    outside: httpx.AsyncClient
    platform: Platform = Platform.QUICKBOOKS

    async def state(self) -> dict[str, Any]:
        """Return the company as its panel shows it."""
        companies = (await self.outside.get(f"{self.platform}/control/state")).json()["companies"]
        return next(one for one in companies if one["realm"] == self.realm)

    async def switch(self, **change: Any) -> None:
        """Turn a switch: `connected`, `can_post`, `close_date`, `mode` ..."""
        path = f"{self.platform}/control/companies/{self.realm}"
        (await self.outside.post(path, json=change)).raise_for_status()

    async def account(self, number: str, *, active: bool) -> None:
        """Make an account active or inactive."""
        accounts = (await self.state())["accounts"]
        found = next(one for one in accounts if one["number"] == number)
        path = f"{self.platform}/control/companies/{self.realm}/accounts/{found['id']}"
        (await self.outside.post(path, json={"active": active})).raise_for_status()

    async def type_in(self, **entry: Any) -> None:
        """Enter an entry by hand, as a bookkeeper would in QuickBooks."""
        path = f"{self.platform}/control/companies/{self.realm}/entries"
        (await self.outside.post(path, json=entry)).raise_for_status()

    async def change(self, number: str, **changed: Any) -> None:
        """Change the entry of a number by hand: its `date`, `lines`, `matched` ..."""
        path = await self._path_of(number)
        (await self.outside.post(path, json=changed)).raise_for_status()

    async def delete(self, number: str, by: str = "") -> None:
        """Delete the entry of a number by hand; `by`: who does it."""
        path = await self._path_of(number)
        (await self.outside.delete(path, params={"by": by})).raise_for_status()

    async def _path_of(self, number: str) -> str:
        named = (f"{one['doc_number']} {one['private_note']}" for one in await self.ledger())
        entries = zip(named, await self.ledger(), strict=True)
        found = next(one for names, one in entries if number in names)
        return f"{self.platform}/control/companies/{self.realm}/entries/{found['id']}"

    async def ledger(self) -> Sequence[Mapping[str, Any]]:
        """Return the entries that the ledger shows."""
        entries: Sequence[Mapping[str, Any]] = (await self.state())["entries"]
        return entries


@dataclass(slots=True)
class Desk:
    """What a story acts on."""

    program: Program
    outside: httpx.AsyncClient
    worker: Worker
    base: str

    async def company(
        self,
        slug: str = "northwind",
        platform: Platform = Platform.QUICKBOOKS,
        channel: str = BOOKKEEPING,
        lasting: timedelta = timedelta(),
    ) -> Company:
        """Make a company at the platform and the book that is connected to it.

        `lasting`: how long its token is good; else it is renewed at the first call.
        """
        made = await self.outside.post(
            f"{platform}/control/companies", json={"name": slug.title(), "currency": "USD"}
        )
        given = made.raise_for_status().json()
        until = datetime.now(UTC) + lasting
        tokens = Tokens(given["access_token"], given["refresh_token"], until)
        book = await self.connect(slug, platform, given["realm"], tokens, channel=channel)
        return Company(book, given["realm"], self.outside, platform)

    async def connect(
        self,
        slug: str,
        platform: Platform,
        realm: str,
        tokens: Tokens,
        site: str = "",
        channel: str = BOOKKEEPING,
    ) -> Book:
        """Make a book that is connected to its books at a platform."""
        new = Book(0, slug, slug.title(), channel, "USD", "en_US")
        async with self.program.database.store() as store:
            book = await store.desk.add_book(new)
            connection = await store.desk.add_connection(book, platform, realm, site=site)
        await self.program.tokens.write(connection.consent_id, tokens)
        await self.program.read_members()
        return book

    async def take(self, company: Company | Book, path: Path, **options: Any) -> int:
        """Import a file as a bookkeeper does; return how many entries were taken."""
        book = company.book if isinstance(company, Company) else company
        read = open_entries(path, IntakeOptions(currency="USD", leave_out=True, **options))
        entries = [one.entry for one in read if isinstance(one, Taken)]
        answers = await self.program.services.accept_entries(book.id, entries)
        return sum(answer.taken for answer in answers)

    async def cards(self, channel: str = BOOKKEEPING) -> list[dict[str, Any]]:
        """Return the messages of a channel, oldest first."""
        return await self._messages(channel)

    async def thread(self, card: Mapping[str, Any], channel: str = BOOKKEEPING) -> list[str]:
        """Return the texts below a card."""
        return [one["text"] for one in await self.replies(card, channel)]

    async def replies(
        self, card: Mapping[str, Any], channel: str = BOOKKEEPING
    ) -> list[dict[str, Any]]:
        """Return the messages below a card, oldest first."""
        return (await self._messages(channel, card["ts"]))[1:]

    async def whispers(self, person: str, channel: str = BOOKKEEPING) -> list[dict[str, Any]]:
        """Return the messages of a channel that only `person` can see, oldest first."""
        shown = await self._messages(channel, person=person)
        return [one for one in shown if one.get("is_ephemeral")]

    async def _messages(
        self, channel: str, thread_ts: str | None = None, person: str = ANA
    ) -> list[dict[str, Any]]:
        asked = {"channel": channel, "as": person}
        if thread_ts:
            asked["thread_ts"] = thread_ts
        answer = await self.outside.get("slack/control/messages", params=asked)
        # A conversation with one person is there once something was said in it.
        messages: list[dict[str, Any]] = answer.json().get("messages", [])
        return messages

    async def told(self, person: str, channel: str = BOOKKEEPING) -> list[str]:
        """Return what only `person` can see in a channel."""
        return [one["text"] for one in await self.whispers(person, channel)]

    async def direct(self, person: str) -> list[dict[str, Any]]:
        """Return what jefail wrote to `person` directly, oldest first."""
        return await self._messages(direct_channel(person), person=person)

    async def card(self, *words: str, channel: str = BOOKKEEPING) -> dict[str, Any]:
        """Return the one card whose text holds all of `words`, once it is there."""

        async def there() -> dict[str, Any] | None:
            found = [
                one
                for one in await self.cards(channel)
                if all(word in str(one) for word in words) and not one.get("is_ephemeral")
            ]
            return found[0] if len(found) == 1 else None

        try:
            return await eventually(there, f"one card with {words}")
        except AssertionError as error:
            shown = "\n".join(one["text"] for one in await self.cards(channel))
            raise AssertionError(f"{error}; the channel shows:\n{shown}") from None

    async def click(
        self, card: Mapping[str, Any], action_id: str, *, by: str = ANA, channel: str = BOOKKEEPING
    ) -> dict[str, Any]:
        """Press a button on the card as it looks now."""
        drawn = next(one for one in await self.cards(channel) if one["ts"] == card["ts"])
        return await self.press(drawn, action_id, by=by, channel=channel)

    async def press(
        self, card: Mapping[str, Any], action_id: str, *, by: str = ANA, channel: str = BOOKKEEPING
    ) -> dict[str, Any]:
        """Press the button on the card as it is handed in, stale or not."""
        block_id, element = _button(card, action_id)
        answer = await self.outside.post(
            "slack/control/action",
            json={
                "as": by,
                "channel": channel,
                "message_ts": card["ts"],
                "block_id": block_id,
                "action_id": action_id,
                "value": element.get("value"),
            },
        )
        clicked: dict[str, Any] = answer.json()
        return clicked

    async def choose(self, card: Mapping[str, Any], action_id: str, *, by: str = ANA) -> None:
        """Choose from the card's menu what a button of this name would do."""
        drawn = next(one for one in await self.cards() if one["ts"] == card["ts"])
        block_id, menu, option = next(
            (block["block_id"], element, option)
            for block in drawn["blocks"]
            for element in block.get("elements", ())
            for option in element.get("options", ())
            if names.read_more(option["value"])[0] == action_id
        )
        answer = await self.outside.post(
            "slack/control/action",
            json={
                "as": by,
                "channel": BOOKKEEPING,
                "message_ts": card["ts"],
                "block_id": block_id,
                "action_id": menu["action_id"],
                "selected_option": option,
            },
        )
        assert answer.json().get("acked"), answer.json()

    async def drop(
        self,
        card: Mapping[str, Any],
        name: str,
        content: bytes,
        *,
        by: str = ANA,
        channel: str = BOOKKEEPING,
    ) -> None:
        """Drop a file into the thread of a card."""
        file = {"name": name, "content": base64.b64encode(content).decode()}
        place = {"channel": channel, "thread_ts": card["ts"]}
        answer = await self.outside.post(
            "slack/control/message", json={"as": by, "files": [file], **place}
        )
        answer.raise_for_status()

    async def file_in(self, card: Mapping[str, Any], channel: str = BOOKKEEPING) -> bytes | None:
        """Return the newest file in the thread of a card."""
        files = [
            file
            for one in await self._messages(channel, card["ts"])
            for file in one.get("files", ())
        ]
        if not files:
            return None
        asked = {"id": files[-1]["id"], "as": ANA}
        return (await self.outside.get("slack/control/file", params=asked)).content

    async def view(self, person: str = ANA) -> dict[str, Any]:
        """Return the form that `person` sees on top, once it is open."""

        async def there() -> dict[str, Any] | None:
            views = await self.outside.get("slack/control/views", params={"as": person})
            stack: list[dict[str, Any]] = views.json()["stack"]
            return stack[-1] if stack else None

        return await eventually(there, "an open form")

    async def press_in(self, view: Mapping[str, Any], action_id: str, *, by: str = ANA) -> None:
        """Press a button of a form."""
        block_id, element = next(
            (block["block_id"], element)
            for block in view["blocks"]
            for element in block.get("elements", ())
            if element.get("action_id") == action_id
        )
        pressed = {"as": by, "view_id": view["id"], "block_id": block_id, "action_id": action_id}
        answer = await self.outside.post(
            "slack/control/action", json={**pressed, "value": element.get("value")}
        )
        assert answer.json().get("acked"), answer.json()

    async def submit(
        self, view: Mapping[str, Any], values: Mapping[str, Any], *, by: str = ANA
    ) -> dict[str, Any]:
        """Send a form in."""
        answer = await self.outside.post(
            "slack/control/submit", json={"as": by, "view_id": view["id"], "values": values}
        )
        sent: dict[str, Any] = answer.json()
        return sent

    async def resolve(
        self, card: Mapping[str, Any], how: str, note: str = "", *, by: str = ANA
    ) -> None:
        """Close a card by hand through its form."""
        assert (await self.click(card, names.RESOLVE, by=by))["acked"]
        values = {
            "how": {
                "how_input": {
                    "type": "radio_buttons",
                    "selected_option": {
                        "text": {"type": "plain_text", "text": how},
                        "value": how,
                    },
                }
            },
            "note": {"note_input": {"type": "plain_text_input", "value": note or None}},
        }
        answer = await self.submit(await self.view(by), values, by=by)
        assert answer["acked"], answer
        assert not answer.get("errors"), answer

    async def command(self, text: str, *, by: str = ANA) -> str:
        """Type `/jefail ...`; return the whole answer as text."""
        answer = await self.outside.post(
            "slack/control/command",
            json={"as": by, "channel": BOOKKEEPING, "command": "/jefail", "text": text},
        )
        said = answer.json()
        assert said["acked"], said
        return str(said["response"])

    async def poll(self) -> None:
        """Have every connection looked at, as the schedule would."""
        from sqlalchemy import text

        async with self.program.database.engine.begin() as sql:
            await sql.execute(text("UPDATE connection SET next_poll_at = now()"))
        await claim_due_polls(self.program)

    async def quiet(self, *, patience: float = PATIENCE) -> None:
        """Return once nothing is on its way, neither to a ledger nor to Slack."""

        busy = 0

        async def settled() -> bool:
            nonlocal busy
            async with self.program.database.store() as store:
                books = await store.books.all()
                # The one that was busy comes first, so that many books are not asked again.
                for book in sorted(books, key=lambda one: one.id != busy):
                    busy = book.id
                    connection = await store.books.connection_of(book.id)
                    if await store.postings.on_the_way(connection.id):
                        return False
                    if await store.postings.unreversed(connection.id):
                        return False  # what books it the other way round follows
                    if await store.postings.on_the_way(connection.id):
                        return False  # it came in between the two questions
                # Asked last: what an entry owes is written as it leaves its way.
                return not await store.incidents.owed_messages()

        await eventually(settled, "everything to settle", patience=patience)


@asynccontextmanager
async def open_desk(database_url: str, home: Path, **settings: Any) -> AsyncIterator[Desk]:
    """Yield a desk that works, and close all of it.

    When a click is given up is told in tests/handlers/edge/test_listening.py.
    """
    async with (
        _unhurried(),
        serving(sandbox_app(None, slack_seconds=PATIENCE)) as base_url,
        # A connection is not kept: the server drops idle ones just when a story goes on.
        httpx.AsyncClient(
            base_url=base_url, timeout=30, limits=httpx.Limits(max_keepalive_connections=0)
        ) as outside,
    ):
        base = base_url.rstrip("/") + "/"
        for platform in IMITATED:
            await outside.post(f"{platform}/control/pace", json={"enforce": False})
        chosen = await desk_settings(outside, base, database_url, home, **settings)
        async with compose_program(chosen) as program:
            worker = Worker(
                lambda: work_app(program), program.database_url, program.settings.stalled
            )
            await program.roster.read()
            app, listeners = slack_app(program)
            async with working(worker.run()), _reachable(program, app, outside):
                yield Desk(program, outside, worker, base)
                await listeners.settled()


@asynccontextmanager
async def _unhurried() -> AsyncIterator[None]:
    """Give up no click while the machine is busy."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listening, "CLICK_SECONDS", UNHURRIED)
        patched.setattr(listening, "LATER_SECONDS", UNHURRIED)
        yield


@asynccontextmanager
async def _reachable(
    program: Program, app: AsyncApp, outside: httpx.AsyncClient
) -> AsyncIterator[None]:
    """Let Slack reach the program: over a socket, or over signed HTTP when no token is set."""
    if program.settings.uses_socket_mode:
        socket = SocketMode(app, program.settings.slack_app_token.get_secret_value())
        async with working(socket.run()):
            await eventually(lambda: _connected(outside), "the socket to open")
            yield
        return
    async with serving(web_app(program, app)) as address:
        url = f"{address.rstrip('/')}/slack/events"
        await outside.post("slack/control/transport", json={"kind": "http", "url": url})
        yield


@asynccontextmanager
async def working(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do `works` beside the block, and end them with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def desk_settings(
    outside: httpx.AsyncClient, base: str, database_url: str, home: Path, **more: Any
) -> Settings:
    """Return settings that make the program speak to the sandbox at `base`."""
    tokens = (await outside.get("slack/control/tokens")).json()
    platforms: dict[str, str] = {}
    for platform in IMITATED:
        platforms |= await imitated(platform, base, outside)
    return Settings.model_validate(
        {
            "JEFAIL_HOME": home,
            "database_url": database_url,
            "slack_api_url": f"{base}slack/api/",
            "slack_bot_token": tokens["bot_token"],
            "slack_app_token": tokens["app_token"],
            "slack_signing_secret": tokens["signing_secret"],
            **{name.lower(): value for name, value in platforms.items()},
            "JEFAIL_PATIENCE_SECONDS": 3600,
            "JEFAIL_INNER_HOSTS": "127.0.0.1",
            **more,
        }
    )


async def eventually(
    check: Callable[[], Awaitable[T | None]], what: str, *, patience: float = PATIENCE
) -> T:
    """Return what `check` gives once it is true; fail after `patience` seconds, naming `what`.

    The one place where tests wait by looking again. They look less and less often: what is looked
    at has to get on meanwhile, on the same machine.
    """
    pause = SOONEST
    try:
        async with asyncio.timeout(patience):
            while not (found := await check()):
                await asyncio.sleep(pause)
                pause = min(pause * 1.2, LATEST)
            return found
    except TimeoutError:
        raise AssertionError(f"waited {patience:.0f} s in vain for {what}") from None


async def _connected(outside: httpx.AsyncClient) -> bool:
    state = await outside.get("slack/control/state", params={"as": ANA})
    return bool(state.json()["app"]["connected"])


def direct_channel(person: str) -> str:
    """Return the conversation of jefail with one person."""
    return f"D_{person.removeprefix('U_')}"


def way(value: str) -> dict[str, Any]:
    """Return what is filled into the form about a closed period: the way that is chosen."""
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    return {"way": {"way_input": {"type": "radio_buttons", "selected_option": option}}}


def buttons(card: Mapping[str, Any]) -> list[str]:
    """Return the names (`blocks/kit/names.py`) of a message's buttons, in order."""
    return [
        element["action_id"]
        for block in card.get("blocks", ())
        for element in block.get("elements", ())
        if element["type"] == "button"
    ]


def _button(card: Mapping[str, Any], action_id: str) -> tuple[str, dict[str, Any]]:
    for block in card["blocks"]:
        for element in (*block.get("elements", ()), block.get("accessory", {})):
            if element.get("type") == "button" and element["action_id"] == action_id:
                return block["block_id"], element
    raise AssertionError(f"the card has no button {action_id!r}, only {buttons(card)}")
