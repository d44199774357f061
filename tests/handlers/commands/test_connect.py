"""Links to connect a book: for the person who asks, in the channel seen by nobody else."""

from __future__ import annotations

import pytest

from blocks.answers.connecting import usage
from blocks.kit import names
from journal.errors import NotFound
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.build import a_book
from tests.handlers.conftest import PAGES
from tests.handlers.slack import Team
from tests.handlers.views import element
from tests.journal.bench import Bench
from tests.storage.stage import CHANNEL, rows, seat


@pytest.mark.parametrize(
    "words",
    ["connect", "connect northwind", "connect Northwind Retail", "connect NORTHWIND quickbooks"],
)
async def test_the_command_answers_with_a_link(bench: Bench, team: Team, words: str) -> None:
    """The only book need not be named; the link stands in a button, bound to who asked."""
    await bench.book()

    answer = await team.command(words, by="U_BEN")

    assert answer.acked
    assert element(answer.json, names.CONNECT_LINK)["url"].startswith(f"{PAGES}/connect/")
    assert f"{PAGES}/connect/" not in answer.json["text"]
    (kept,) = await rows(bench.database, "SELECT * FROM consent_link")
    assert kept.asked_by == "U_BEN"


async def test_the_button_answers_only_who_pressed_it(bench: Bench, team: Team) -> None:
    """Acknowledged first, then told ephemerally, with no preview of the link."""
    connection = await bench.book()

    assert (await team.click(names.RECONNECT, str(connection.book_id), by="U_BEN")).acked

    (told,) = team.slack.told
    assert told["response_type"] == "ephemeral"
    assert (told["replace_original"], told["unfurl_links"]) == (False, False)
    assert f"{PAGES}/connect/" in str(told["blocks"])
    assert f"{PAGES}/connect/" not in told["text"]


async def test_of_several_books_one_is_named(bench: Bench, team: Team) -> None:
    """Told which there are; a name not known is answered with the nearest."""
    await bench.book("northwind")
    await bench.book("harbor")

    assert "`harbor`" in (await team.command("connect")).text
    answer = await team.command("connect harbour")
    assert isinstance(answer.refusal, NotFound)
    assert "harbor" in answer.text


async def test_without_a_book_there_is_nothing_to_connect(team: Team) -> None:
    """Told who makes one."""
    assert usage([]) in (await team.command("connect")).text


async def test_a_platform_without_an_app_says_what_is_missing(bench: Bench, team: Team) -> None:
    """Before anybody is sent anywhere."""
    async with bench.store() as store:
        await store.desk.add_book(a_book(slug="harbor"))
        await seat(store, CHANNEL)
        await store.rights.save(1, Rule(MoveName.CONNECT, people=("U_ANA",)))

    assert "ZOHO_CLIENT_ID" in (await team.command("connect harbor zoho")).text
    assert "PLATFORM" in (await team.command("connect harbor")).text
