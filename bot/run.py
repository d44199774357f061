"""`jefail run`: the roles of the program, together in one process or split over several."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Coroutine
from dataclasses import replace
from enum import StrEnum
from typing import Any

import structlog
from fastapi import FastAPI
from slack_bolt.async_app import AsyncApp

from bot.compose import Program, compose_program
from bot.ending import ending_when_asked
from bot.jobs import work_app
from bot.schedule import scheduler_of
from bot.settings import Settings
from bot.slack import SocketMode, slack_app
from bot.web.app import app_of, health_app, web_needs
from bot.web.needs import Vitals
from bot.web.posting_service.app import posting_service_app, service_needs
from bot.web.server import server_of
from bot.worker import Worker
from journal.errors import BadInput
from storage.access.sealing import SecretKeyWrong
from storage.api.report_feed import settle_restored
from storage.cluster import let_go_of_all

OPEN_FILES = 8192
log = structlog.get_logger()


class Role(StrEnum):
    """What a process does. Any number of processes may share a role."""

    ALL = "all"
    WEB = "web"  # Slack, the API, health
    WORKER = "worker"  # jobs
    TICKER = "ticker"  # the schedule
    POSTING_SERVICE = "posting-service"  # the queue, shown to the person who watches it


async def run(settings: Settings, role: Role) -> None:
    """Run until SIGINT or SIGTERM, then end what is under way and close everything."""
    stop = asyncio.Event()
    _allow_connections()
    with ending_when_asked(asyncio.get_running_loop(), stop.set, at_last=let_go_of_all):
        started = asyncio.Event()
        running = asyncio.create_task(_run(settings, role, stop, started))
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait({running, asked}, return_when=asyncio.FIRST_COMPLETED)
        if asked.done() and not started.is_set():
            running.cancel()  # it waits for the database, or brings that up
        asked.cancel()
        await asyncio.wait({running})
    if not running.cancelled():
        running.result()


def _allow_connections() -> None:
    """Take as many open files as this account may have: half of 1,024 are gone in an attack."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _run(settings: Settings, role: Role, stop: asyncio.Event, started: asyncio.Event) -> None:
    async with compose_program(settings) as program:
        if role is not Role.POSTING_SERVICE:  # which posts to no platform
            await _must_open(program)
            await _must_reach(program)
        tasks = [asyncio.create_task(work) for work in _works(program, role)]
        log.info("running", role=role.value)
        started.set()
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({stopped, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in (stopped, *tasks):
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


async def _must_open(program: Program) -> None:
    """Return when the key that lies in our home opens what is kept. Raises BadInput.

    One that was set is the wish of a person: books that it does not open are connected again.
    """
    if program.settings.secret_keys.get_secret_value():
        return
    try:
        await program.tokens.must_open()
    except SecretKeyWrong as error:
        key = program.settings.home / "secret.key"
        raise BadInput(
            f"{key} is not the key that this database's tokens were kept with: put back the one"
            " that was kept with the backup, or, if it is lost, set JEFAIL_SECRET_KEYS to this one"
            " and connect the books again."
        ) from error


async def _must_reach(program: Program) -> None:
    """Return when no book is on a platform whose app is not set. Raises BadInput naming all."""
    async with program.database.store() as store:
        statuses = await store.books.statuses(program.services.now())
    platforms = {one.connection.platform for one in statuses if one.connection}
    lacking = [line for one in sorted(platforms) for line in program.settings.lacking(one)]
    if lacking:
        raise BadInput("Books are connected by apps that are not set:\n  " + "\n  ".join(lacking))


def _works(program: Program, role: Role) -> list[Coroutine[Any, Any, None]]:
    """Return what runs side by side; when one of it ends, the process ends."""
    works: list[Coroutine[Any, Any, None]] = []
    vitals = Vitals()
    if role in (Role.ALL, Role.WORKER):
        worker = Worker(lambda: work_app(program), program.database_url, program.settings.stalled)
        vitals = replace(vitals, worker=lambda: worker.is_working)
        works.append(worker.run())
    if role in (Role.ALL, Role.TICKER):
        works.append(_tick(program))
    if role in (Role.ALL, Role.WEB):
        works += _web_works(program, vitals)
    if role is Role.POSTING_SERVICE:
        works.append(_serve_reports(program))
    if program.cluster is not None:
        works.append(program.cluster.watch())
    return works


def _web_works(program: Program, vitals: Vitals) -> list[Coroutine[Any, Any, None]]:
    """Return what serves people, software and Slack, and, on a port of its own, what watches."""
    works: list[Coroutine[Any, Any, None]] = []
    settings = program.settings
    slack, _desk = slack_app(program)
    over_http: AsyncApp | None = slack
    if settings.uses_socket_mode:
        slack_socket = SocketMode(slack, settings.slack_app_token.get_secret_value())
        vitals, over_http = replace(vitals, slack=lambda: slack_socket.is_connected), None
        works.append(slack_socket.run())
    needs = web_needs(program, over_http, vitals)
    app = app_of(needs)
    works.append(_serve(settings, app))
    if needs.health_apart:
        apart = health_app(needs, app.state.figures)
        works.append(_serve_at(settings.health_host, settings.health_port, apart))
    return works


async def _serve_reports(program: Program) -> None:
    async with program.database.store() as store:
        if restored := await settle_restored(store):
            log.warning("entries_of_a_backup", shown_anew=restored)
    needs = service_needs(program.database, program.services.now)
    await _serve(program.settings, posting_service_app(needs))


async def _tick(program: Program) -> None:
    scheduler = scheduler_of(program)
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


async def _serve(settings: Settings, app: FastAPI) -> None:
    await _serve_at(settings.web_host, settings.web_port, app)


async def _serve_at(host: str, port: int, app: FastAPI) -> None:
    server = server_of(app, app.state.figures.refused)
    with _listening(host, port) as listener:
        try:
            await server.serve(sockets=[listener])
        except asyncio.CancelledError:
            server.should_exit = True
            await server.shutdown(sockets=[listener])
            raise


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise BadInput(
            f"{host}:{port} cannot be listened on ({error.strerror}); set JEFAIL_WEB_HOST and"
            " JEFAIL_WEB_PORT (or JEFAIL_HEALTH_HOST and JEFAIL_HEALTH_PORT) to what is free."
        ) from error
