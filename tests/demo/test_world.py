"""The example books are made step by step; one that goes wrong is told and holds up no other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import cast

import httpx
import pytest

from bot.compose import Program
from bot.demo import show
from bot.demo.world import World

STEPS = {"harbor": 4, "alder": 4, "maple": 1, "juniper": 4}


def outside(request: httpx.Request) -> httpx.Response:
    """Answer as a sandbox in which QuickBooks opens no company."""
    if request.url.path.endswith("/companies"):
        return httpx.Response(400, json={"error": "the office is closed"})
    channels = [{"name": "bookkeeping", "id": "C1"}]
    return httpx.Response(200, json={"channels": channels, "started": True})


async def test_a_book_that_cannot_be_made_is_told_in_a_line(tmp_path: Path) -> None:
    """With the reason that was given; the others are as far as they were."""
    (progress := tmp_path / "steps").write_text(json.dumps(STEPS))
    told: list[str] = []
    async with httpx.AsyncClient(
        transport=httpx.MockTransport(outside), base_url="http://sandbox/"
    ) as sandbox:
        await World(cast(Program, None), sandbox, progress, tell=told.append).unfold()

    (line,) = told
    assert ("Northwind Retail" in line, "the office is closed" in line) == (True, True)
    assert json.loads(progress.read_text()) == STEPS


@pytest.mark.parametrize("left", ["", '{"northwi', None])
async def test_progress_that_was_cut_short_is_begun_again(tmp_path: Path, left: str | None) -> None:
    """Steps can be repeated, so nothing is lost by it."""
    progress = tmp_path / "steps"
    if left is not None:
        progress.write_text(left)
    world = World(cast(Program, None), cast(httpx.AsyncClient, None), progress)

    assert world._done() == {}
    world._note("northwind", 2)
    assert world._done() == {"northwind": 2}


def test_forgetting_that_is_cut_short_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database half taken away is not taken for a spoiled one: it is out of its place first."""
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18")
    (tmp_path / "secret.key").write_text("k")

    def die(path: Path, **_how: bool) -> None:
        if path.exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(shutil, "rmtree", die)
        with pytest.raises(KeyboardInterrupt):
            show._clear(tmp_path)
    assert not (tmp_path / "postgres").exists()
    show._must_be_ours(tmp_path)
    show._clear(tmp_path)

    assert {one.name for one in tmp_path.iterdir()} == {show.STEPS}
