"""`jefail check` tells what lies open."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.cli.checks.exposure import exposure_findings
from bot.cli.checks.finding import Finding, shown
from bot.settings import Settings
from storage.cluster import minors

NEW = date(2026, 5, 20)
QUIET = {"database_url": "postgresql://db.example/jefail"}


def found(**settings: Any) -> dict[str, Finding]:
    """Return what is found with these settings, by what was looked at."""
    made = Settings.model_validate({**QUIET, **settings}, strict=False)
    return {one.what: one for one in exposure_findings(made, NEW)}


@pytest.fixture(autouse=True)
def _at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with a home in it and nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "JEFAIL_HOME", "JEFAIL_SECRET_KEYS", "JEFAIL_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".jefail").mkdir()


def test_what_is_closed_is_not_told() -> None:
    """A program of this machine alone, with a database of someone else's, lies not open."""
    assert found() == {}


@pytest.mark.parametrize("name", [".env", ".jefail/secret.key"])
@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, True), (0o604, True)])
def test_secrets_that_others_can_read(name: str, mode: int, is_open: bool) -> None:
    """The file is named, and the command that closes it."""
    path = Path(name)
    path.write_text("")
    path.chmod(mode)

    assert bool(found().get(name, Finding(name)).problem) is is_open


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("http://jefail.example.com", True),
        ("https://jefail.example.com", False),
        ("http://127.0.0.1:8056", False),
        ("http://localhost:8056", False),
    ],
)
def test_pages_without_tls(url: str, is_told: bool) -> None:
    """Keys are typed into them."""
    assert ("JEFAIL_PUBLIC_URL" in found(JEFAIL_PUBLIC_URL=url)) is is_told


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104  what is warned of
def test_listening_everywhere(host: str) -> None:
    """It may be meant so, in a container, and is told."""
    there = found(JEFAIL_WEB_HOST=host)

    assert there["JEFAIL_WEB_HOST"].warning
    assert there["Health and metrics"].warning


def test_health_on_a_port_that_others_reach() -> None:
    """Behind a proxy as well, unless it has a port of its own."""
    public = {"JEFAIL_PUBLIC_URL": "https://jefail.example.com"}

    assert "Health and metrics" in found(**public)
    assert found(**public, JEFAIL_HEALTH_PORT=8057) == {}


def test_platforms_without_tls() -> None:
    """A call that would be refused later is told now; a host inside may be named."""
    plain = {"QUICKBOOKS_API_URL": "http://books.internal:8000"}
    lower = {name.lower(): value for name, value in plain.items()}

    assert found(**lower)["QUICKBOOKS_API_URL"].problem
    assert found(**lower, JEFAIL_INNER_HOSTS="books.internal") == {}


def test_a_key_beside_what_it_seals() -> None:
    """One copy of the home would give both away."""
    inside = {"database_url": ""}

    assert found(**inside)["Secret key"].warning
    assert "Secret key" not in found(**inside, JEFAIL_SECRET_KEYS="a-key")


@pytest.mark.parametrize(
    ("version", "today", "due"),
    [
        ("18.4", date(2026, 5, 14), None),
        ("18.4", date(2026, 8, 12), None),
        ("18.4", date(2026, 8, 13), date(2026, 8, 13)),
        ("18.4", date(2026, 11, 30), date(2026, 11, 12)),
        ("18.4", date(2028, 1, 1), date(2027, 11, 11)),
        ("18.6", date(2026, 8, 20), None),
    ],
)
def test_minor_releases_by_the_calendar(version: str, today: date, due: date | None) -> None:
    """The second Thursdays that have passed since it came out; no network is asked."""
    assert minors.due_since(version, today) == due


def test_the_wheel_s_release_is_known() -> None:
    """A new wheel needs a line in the table: else nothing could be said of it."""
    settings = Settings.model_validate({"database_url": ""})

    told = [one for one in exposure_findings(settings, NEW) if one.what == "PostgreSQL"]

    assert told == []
    late = {one.what: one for one in exposure_findings(settings, date(2026, 11, 30))}
    assert late["PostgreSQL"].warning


def test_a_warning_stops_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    """It is shown and counted, and the exit code says that all is there."""
    assert shown([Finding("A", "good"), Finding("B", warning="look at it")]) == 0
    assert shown([Finding("A", problem="not there"), Finding("B", warning="look")]) == 1
    assert "!" in capsys.readouterr().out
