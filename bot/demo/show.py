"""Start the outside world and the program, tell where to look, and end both."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import webbrowser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from bot.compose import Program, compose_program
from bot.demo.environment import environment
from bot.demo.leftovers import end_leftovers
from bot.demo.processes import Children
from bot.demo.progress import write_whole
from bot.demo.service import HOME as SERVICE_HOME
from bot.demo.service import service, settings_of
from bot.demo.tryton import start_tryton
from bot.demo.world import World, open_channels
from bot.secret_key import private
from bot.settings import read_settings
from journal.errors import BadInput
from storage.cluster.processes import stop_processes
from storage.schema import SchemaRefused

START_SECONDS = 120
STEPS = "demo-steps.json"
"""How far the examples have come; also marks a folder as the demo's."""
CLEARED = "cleared"
"""What `--fresh` takes away lies here until all of it is gone."""
_MADE = ("postgres", "sandbox", "logs", "secret.key", SERVICE_HOME)
console = Console(highlight=False)


def demo(*, headless: bool, fresh: bool, port: int) -> int:
    """Run the demo until Ctrl-C; return the exit code.

    Raises:
        BadInput: it runs already, or the port is taken.
    """
    home = read_settings().home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        _must_be_ours(home)
        end_leftovers(home)
        shutil.rmtree(home / CLEARED, ignore_errors=True)
        for needed in range(port, port + 4):  # the page, the program, the posting service, Tryton
            _must_be_free(needed)
        if fresh:
            _clear(home)
        told = home / "demo.json"
        told.unlink(missing_ok=True)  # of a demo that was killed
        try:
            return asyncio.run(_demo(home, told, port, headless=headless))
        finally:
            told.unlink(missing_ok=True)


async def _demo(home: Path, told: Path, port: int, *, headless: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sign, stop.set)
    children = Children(home / "logs", home)
    running = asyncio.create_task(_told_plainly(home, port, children, told, headless=headless))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.done():
            console.print("\nStopping ...")
            return 0
        return running.result()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await children.stop()


async def _told_plainly(
    home: Path, port: int, children: Children, told: Path, *, headless: bool
) -> int:
    """Run the demo; raise BadInput in one line for what it does not expect of its parts."""
    try:
        return await _run(home, port, children, told, headless=headless)
    except SchemaRefused as error:
        raise BadInput(f"{error.advice} `jefail demo --fresh` forgets earlier demos.") from error
    except (httpx.HTTPError, TimeoutError) as error:
        ended = children.ended()
        why = f"{ended} ended. {children.last_words(ended)}" if ended else repr(error)
        raise BadInput(f"The demo could not go on: {why}. Logs are in {home / 'logs'}.") from error


async def _run(home: Path, port: int, children: Children, told: Path, *, headless: bool) -> int:
    base = f"http://127.0.0.1:{port}/"
    console.print("Starting the local workspace and the books beside it ...")
    await children.start(
        "sandbox",
        *("sandbox", "--port", str(port), "--data", str(home / "sandbox")),
        env=os.environ,
    )
    async with httpx.AsyncClient(base_url=base, timeout=30) as sandbox:
        await _answers(children, sandbox, "slack/control/tokens")
        env = await environment(home, base, port, sandbox)
        async with compose_program(settings_of(env)) as program:
            await children.start("jefail", "bot", "run", env={**os.environ, **env})
            await _connected(children, sandbox)
            await open_channels(sandbox)
            _tell_scripts(told, await _for_scripts(base, sandbox))
            _welcome(base, home, headless=headless)
            await _start_tryton(program, sandbox, port + 3)
            async with service(program, env, children, home, port + 2) as software:
                world = World(program, sandbox, home / STEPS, software, tell=_tell)
                name = await _until_one_ends(world, children)
    raise BadInput(f"{name} ended by itself. {children.last_words(name)}")


async def _until_one_ends(world: World, children: Children) -> str:
    """Let the examples unfold; return the name of the child that ends."""
    unfolding = asyncio.create_task(world.unfold())
    ended = asyncio.create_task(children.first_ended())
    try:
        await asyncio.wait({unfolding, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            unfolding.result()
        return await ended
    finally:
        for task in (unfolding, ended):
            task.cancel()
        await asyncio.gather(unfolding, ended, return_exceptions=True)


async def _start_tryton(program: Program, sandbox: httpx.AsyncClient, port: int) -> None:
    """Have Tryton started; the rest of the demo does not hang on it."""
    try:
        await start_tryton(program, sandbox, port)
    except httpx.HTTPError as error:
        _tell(f"Tryton is not in this demo: {error}")


def _tell(line: str) -> None:
    console.print(f"  {line}", style="yellow", markup=False)


def _tell_scripts(told: Path, what: Mapping[str, Any]) -> None:
    """Write the file by which scripts find the demo: whole, or not at all."""
    write_whole(told, json.dumps(what, indent=2), private)


async def _for_scripts(base: str, sandbox: httpx.AsyncClient) -> Mapping[str, Any]:
    """Return what any Slack client needs to look and act here."""
    state = (await sandbox.get("slack/control/state", params={"as": "U_ANA"})).json()
    tokens = (await sandbox.get("slack/control/tokens")).json()
    return {
        "page": base,
        "api": f"{base}slack/api/",
        "bot_token": tokens["bot_token"],
        "people": {one["name"]: one["token"] for one in state["people"]},
        "channels": {one["name"]: one["id"] for one in state["channels"]},
    }


async def _answers(children: Children, sandbox: httpx.AsyncClient, path: str) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await sandbox.get(path)).is_success:
                    return
            _must_run(children)
            await asyncio.sleep(0.1)


async def _connected(children: Children, sandbox: httpx.AsyncClient) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            state = await sandbox.get("slack/control/state", params={"as": "U_ANA"})
            if state.json()["app"]["connected"]:
                return
            _must_run(children)
            await asyncio.sleep(0.1)


def _must_run(children: Children) -> None:
    if name := children.ended():
        raise BadInput(f"{name} did not start. {children.last_words(name)}")


def _welcome(base: str, home: Path, *, headless: bool) -> None:
    console.print(f"\n  [bold]The desk is open:[/bold] {base}")
    console.print("  Entries come in now; watch #bookkeeping, fix something, press Retry.")
    console.print(f"  Logs are in {home / 'logs'}. Ctrl-C stops everything.\n", style="dim")
    if not headless:
        webbrowser.open(base)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(
                f"The demo is running already on {home}; stop it, or set JEFAIL_HOME to another"
                " folder for a second one."
            ) from None
        yield


def _must_be_ours(home: Path) -> None:
    """Refuse a folder with real books; mark one that has none as the demo's."""
    steps = home / STEPS
    if (home / "postgres").exists() and not steps.exists():
        raise BadInput(
            f"{home} holds books that are not the demo's. Give the demo a folder of its own:"
            " JEFAIL_HOME=.jefail-demo jefail demo"
        )
    if not steps.exists():
        write_whole(steps, "{}")


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BadInput(
                f"Port {port} is taken by another program; choose another: jefail demo --port 9000"
            ) from None


def _clear(home: Path) -> None:
    """Take away what a demo made, and nothing else."""
    write_whole(home / STEPS, "{}")
    stop_processes(home / "postgres" / "data")
    away = home / CLEARED
    for name in _MADE:
        shutil.rmtree(away, ignore_errors=True)
        path = home / name
        if path.exists():
            path.rename(away)  # half of a database would be taken for one that is spoiled
        away.unlink(missing_ok=True) if away.is_file() else shutil.rmtree(away, ignore_errors=True)
