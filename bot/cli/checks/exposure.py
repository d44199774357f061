"""What lies open: to other accounts of this machine, to its networks, to those on the way."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.cli.checks.finding import Finding
from bot.settings import Settings
from connectors.addresses import address_in
from storage.cluster import ClusterError
from storage.cluster.minors import due_since
from storage.cluster.programs import version

ENV: Final = Path(".env")
_OTHERS: Final = 0o077
_EVERYWHERE: Final = ("0.0.0.0", "::", "")  # noqa: S104  what is warned of
_CALLED: Final = ("_api_url", "_token_url", "_accounts_url")


def exposure_findings(settings: Settings, today: date) -> Iterator[Finding]:
    """Look at files, addresses and ports; a finding only where something lies open."""
    yield from _files(settings)
    yield from _pages(settings)
    yield from _ports(settings)
    yield from _called(settings)
    if not settings.database_url:
        yield from _database(settings, today)


def _files(settings: Settings) -> Iterator[Finding]:
    for path in (ENV, settings.home / "secret.key"):
        try:
            found = path.stat()
        except OSError:
            continue
        if stat.S_IMODE(found.st_mode) & _OTHERS:
            yield Finding(
                str(path), problem=f"others on this machine can read it; `chmod 600 {path}`"
            )
        elif found.st_uid not in (os.getuid(), 0):
            yield Finding(
                str(path), problem="it belongs to another account, which can read and replace it"
            )


def _pages(settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(settings.public_url)
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        yield Finding(
            "JEFAIL_PUBLIC_URL",
            problem="without TLS, anyone on the way reads keys and tokens; put a proxy with TLS"
            " before it and set https://",
        )


def _ports(settings: Settings) -> Iterator[Finding]:
    for name, host in (
        ("JEFAIL_WEB_HOST", settings.web_host),
        ("JEFAIL_HEALTH_HOST", settings.health_host if settings.health_port else "127.0.0.1"),
    ):
        if host in _EVERYWHERE:
            yield Finding(
                name,
                warning=f"{host or 'empty'} listens on every network of this machine; set"
                " 127.0.0.1 behind a proxy, or have a firewall or a container's network before it",
            )
    outside = urlsplit(settings.public_url).hostname or settings.web_host
    if not settings.health_port and not (_is_loopback(outside) and _is_loopback(settings.web_host)):
        yield Finding(
            "Health and metrics",
            warning="they are on the port that others reach; set JEFAIL_HEALTH_PORT, or have the"
            " proxy keep /health and /metrics inside",
        )


def _called(settings: Settings) -> Iterator[Finding]:
    """Look at addresses that were changed: a call that may not be made fails only later."""
    for name in type(settings).model_fields:
        url = str(getattr(settings, name))
        parts = urlsplit(url) if name.endswith(_CALLED) and url else None
        if parts is None or parts.scheme == "https":
            continue
        port = parts.port or 80
        named = settings.inner.has(parts.hostname or "", port)
        if not named and not (name == "slack_api_url" and _is_loopback(parts.hostname or "")):
            yield Finding(
                name.upper(),
                problem=f"{parts.hostname} is called without TLS; use https://, or name it in"
                " JEFAIL_INNER_HOSTS",
            )


def _database(settings: Settings, today: date) -> Iterator[Finding]:
    if not settings.secret_keys.get_secret_value().strip(", "):
        yield Finding(
            "Secret key",
            warning=f"it lies in {settings.home} beside the database that it seals, so one copy"
            " gives both away; set JEFAIL_SECRET_KEYS from elsewhere",
        )
    try:
        here = version()
        due = due_since(here, today)
    except ClusterError:
        return  # told where the database is looked at
    except KeyError:
        yield Finding(
            "PostgreSQL", warning=f"when {here} came out is not known here; see postgresql.org"
        )
        return
    if due is not None:
        yield Finding(
            "PostgreSQL",
            warning=f"{here} is here, and a newer minor release was due on {due:%b} {due.day},"
            f" {due.year}; install a newer jefail, or set DATABASE_URL to a server that is kept"
            " up to date",
        )


def _is_loopback(host: str) -> bool:
    address = address_in(host)
    return host == "localhost" or (address is not None and address.is_loopback)
