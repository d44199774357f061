"""Large bodies are read apart: what they cost is spent elsewhere, and what breaks is an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import psutil
import pytest

from bot.web import bodies
from bot.web.batch import read_batch
from bot.web.bodies import SMALL, BodyReader
from bot.web.problems import Problem
from tests.bot.web.stage import Stage, an_entry_json

MANY = [an_entry_json(reference=f"R-{number}") for number in range(300)]
LARGE = json.dumps(MANY).encode()
HOSTILE = {
    "lists": b"[" + b"[]," * 1_300_000 + b"[]]",
    "figures": b"[" + b"1.5," * 1_000_000 + b"1]",
    "one name again and again": b"{" + b'"a":1,' * 650_000 + b'"a":1}',
    "names and one again": b"{"
    + b",".join(b'"%d":1' % number for number in range(350_000))
    + b',"9":1}',
    "unknown fields": b"{" + b",".join(b'"a%d":1' % number for number in range(300_000)) + b"}",
    "lines that are none": b'{"lines": [' + b"{}," * 1_300_000 + b"{}]}",
    "deep": b"[" * 4_000_000,
    "one long word": b'{"kind": "' + b"x" * 4_000_000 + b'"}',
    "one long number": b'{"amount": ' + b"9" * 4_000_000 + b"}",
    "not UTF-8": b'"' + b"\xff" * 4_000_000,
}


@pytest.fixture
async def reader() -> AsyncIterator[BodyReader]:
    """A reader whose process ends with the test."""
    reader = BodyReader()
    yield reader
    await reader.close()


def child_of(reader: BodyReader) -> psutil.Process:
    """Return the process in which large bodies are read."""
    assert reader._child is not None
    return psutil.Process(reader._child.pid)


async def test_a_large_body_is_read_as_a_small_one(reader: BodyReader) -> None:
    """Entry by entry the same, and again in the same process."""
    assert len(LARGE) > SMALL
    first = await reader.read("entries", LARGE, "USD")
    process = child_of(reader)

    assert first == read_batch(LARGE, "USD")
    assert await reader.read("entries", LARGE, "EUR") == read_batch(LARGE, "EUR")
    assert child_of(reader) == process


@pytest.mark.large
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_bodies_are_refused(stage: Stage, body: bytes) -> None:
    """Each ends in a problem of the person who sent it; nothing is taken."""
    answer = await stage.hand_in(body)

    assert answer.status_code in (400, 413, 422)
    assert await stage.references() == []


@pytest.mark.large
async def test_nothing_else_waits_meanwhile(
    reader: BodyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a body is read the loop goes on: none of it is parsed in this process."""
    monkeypatch.setattr(bodies, "READERS", {})  # which would be read from here
    turns = 0

    async def turning() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(turning())
    with pytest.raises(Problem):
        await reader.read("entries", HOSTILE["lists"], "USD")
    task.cancel()

    assert turns > 100


async def test_a_body_that_takes_too_long_is_given_up(reader: BodyReader) -> None:
    """Its process ends, and the next body has a new one."""
    await reader.read("entries", LARGE, "USD")
    process = child_of(reader)
    reader.seconds = 0.0

    with pytest.raises(Problem) as caught:
        await reader.read("entries", HOSTILE["figures"], "USD")

    assert caught.value.kind.status == 413
    assert not process.is_running()
    reader.seconds = bodies.SECONDS
    assert len((await reader.read("entries", LARGE, "USD")).entries) == len(MANY)


async def test_a_process_that_dies_is_an_answer(reader: BodyReader) -> None:
    """The memory it may have is less than that of the machine."""
    await reader.read("entries", LARGE, "USD")
    child = child_of(reader)
    child.kill()
    child.wait()  # it may be gone by now: looking it up once more would find nothing

    assert len((await reader.read("entries", LARGE, "USD")).entries) == len(MANY)


async def test_the_process_knows_no_secret(
    reader: BodyReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read there may be made to hurt: nothing is there to be taken."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    await reader.read("entries", LARGE, "USD")

    assert "xoxb-secret" not in child_of(reader).environ().values()


async def test_one_token_cannot_have_all_turns(stage: Stage) -> None:
    """Bodies that come at once are taken one by one, and those beyond some are told to wait."""
    answers = await asyncio.gather(*(stage.hand_in(LARGE) for _ in range(12)))

    statuses = {answer.status_code for answer in answers}
    assert 429 in statuses
    assert statuses <= {200, 201, 429, 503}
    assert all(
        int(one.headers["Retry-After"]) >= 1 for one in answers if one.status_code in (429, 503)
    )
