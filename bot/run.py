"""`jefail run`: the roles of the program, together in one process or split over several."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from bot.compose import Program, compose_program
from bot.jobs import work_app
from bot.schedule import scheduler_of
from bot.settings import Settings
from bot.slack import SocketMode, slack_app
from bot.web.app import web_app
from bot.web.needs import Vitals
from bot.web.posting_service.app import posting_service_app, service_needs
from bot.worker import Worker
from journal.errors import BadInput
from storage.api.report_feed import settle_restored

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
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    async with compose_program(settings) as program:
        if role is not Role.POSTING_SERVICE:  # which posts to no platform
            await _must_reach(program)
        tasks = [asyncio.create_task(work) for work in _works(program, role)]
        log.info("running", role=role.value)
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({stopped, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in (stopped, *tasks):
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for error in ended:
        if isinstance(error, Exception):
            raise error


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
        app, _desk = slack_app(program)
        if program.settings.uses_socket_mode:
            slack_socket = SocketMode(app, program.settings.slack_app_token.get_secret_value())
            vitals = replace(vitals, slack=lambda: slack_socket.is_connected)
            works.append(slack_socket.run())
            works.append(_serve(program.settings, web_app(program, None, vitals)))
        else:
            works.append(_serve(program.settings, web_app(program, app, vitals)))
    if role is Role.POSTING_SERVICE:
        works.append(_serve_reports(program))
    if program.cluster is not None:
        works.append(program.cluster.watch())
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


class _Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would end the process around its own server only."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _serve(settings: Settings, app: FastAPI) -> None:
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    with _listening(settings.web_host, settings.web_port) as listener:
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
            " JEFAIL_WEB_PORT to an address that is free."
        ) from error
