"""What every command has in common: its start, its errors, its exit codes."""

import subprocess
import sys
from typing import get_args, get_type_hints

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import run as run_command
from bot.cli.commands import ALONE, GROUPS, cli
from bot.cli.edge import command
from bot.run import Role, run
from bot.settings import read_settings
from journal.errors import BadInput
from storage.cluster import ClusterError
from tests.bot.cli.person import Person

_HEAVY = {"sqlalchemy", "slack_bolt", "fastapi", "procrastinate", "psycopg", "httpx", "pydantic"}


def test_help_starts_quickly() -> None:
    """Nothing that takes long to import is imported before a command needs it."""
    script = f"import sys, bot.cli; print({_HEAVY} & set(sys.modules))"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"


def test_every_command_explains_itself() -> None:
    """Each command and group has a help text."""
    for name, _ in ALONE:
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
    for group, _, commands in GROUPS:
        for name, work in commands:
            assert work.__doc__
            assert CliRunner().invoke(cli, [group, name, "--help"]).exit_code == 0


@pytest.mark.parametrize("error", [BadInput("say which"), ClusterError("No room", "Make some")])
def test_expected_error_is_one_line(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    """An expected error is told without a traceback, and the exit code is 1."""

    async def fail() -> None:
        raise error

    with pytest.raises(typer.Exit) as ended:
        command(fail)()

    told = capsys.readouterr().err
    assert ended.value.exit_code == 1
    assert "Traceback" not in told
    assert told.count("\n") == 1


def test_unexpected_error_is_not_hidden() -> None:
    """A mistake of ours comes out with all that is known of it."""

    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command(fail)()


def test_usage_errors_have_their_own_code() -> None:
    """A command typed wrongly exits with 2."""
    assert CliRunner().invoke(cli, ["import"]).exit_code == 2
    assert CliRunner().invoke(cli, ["run", "backwards"]).exit_code == 2


def test_roles_are_those_of_the_program() -> None:
    """`jefail run` offers each role there is, in the same words."""
    role = get_type_hints(run_command.run)["role"]

    assert set(get_args(role)) == {one.value for one in Role}


async def test_run_names_all_that_is_missing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without settings nothing starts, and one message names everything."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "QUICKBOOKS_CLIENT_ID"):
        monkeypatch.delenv(name)

    result = await person.types("run")

    assert result.exit_code == 1
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "QUICKBOOKS_CLIENT_ID"):
        assert name in result.stderr


async def test_run_wants_the_apps_that_books_are_connected_by(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other platforms' apps need not be set, but a book's own must be."""
    await person.connects()
    for name in ("QUICKBOOKS_CLIENT_ID", "QUICKBOOKS_CLIENT_SECRET"):
        monkeypatch.delenv(name)

    with pytest.raises(BadInput) as caught:
        await run(read_settings(), Role.WORKER)

    assert "QUICKBOOKS_CLIENT_SECRET" in caught.value.advice
    assert "XERO" not in caught.value.advice


async def test_address_of_the_database_is_kept_back(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A DATABASE_URL that cannot be read is not repeated: there may be a password in it."""
    monkeypatch.setenv("DATABASE_URL", "postgres:hidden@host")

    result = await person.types("book", "list")

    assert result.exit_code == 1
    assert "hidden" not in result.output
