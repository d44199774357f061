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
from bot.demo.progress import EDITION, Progress
from bot.demo.world import EXAMPLES, World

TOLD = json.loads((EXAMPLES / "books.json").read_text())
STEPS = {
    EDITION: TOLD["edition"],
    **{one["slug"]: len(one["steps"]) for one in TOLD["books"] if one["slug"] != "northwind"},
}
"""All is done but one book."""


def outside(request: httpx.Request) -> httpx.Response:
    """Answer as a sandbox in which QuickBooks opens no company."""
    if request.url.path.endswith("/companies"):
        return httpx.Response(400, json={"error": "the office is closed"})
    channels = [{"name": "bookkeeping", "id": "C1"}]
    made = {"channel": {"id": "C2"}}
    return httpx.Response(200, json={"channels": channels, "started": True, **made})


async def unfolded(progress: Path) -> list[str]:
    """Let the examples go on from `progress` in that sandbox; return what is told."""
    told: list[str] = []
    async with httpx.AsyncClient(
        transport=httpx.MockTransport(outside), base_url="http://sandbox/"
    ) as sandbox:
        await World(cast(Program, None), sandbox, progress, tell=told.append).unfold()
    return told


async def test_a_book_that_cannot_be_made_is_told_in_a_line(tmp_path: Path) -> None:
    """With the reason that was given; the others are as far as they were."""
    (progress := tmp_path / "steps").write_text(json.dumps(STEPS))

    (line,) = await unfolded(progress)

    assert ("Northwind Retail" in line, "the office is closed" in line) == (True, True)
    assert json.loads(progress.read_text()) == STEPS


async def test_examples_of_an_earlier_release_stay_as_they_are(tmp_path: Path) -> None:
    """Its steps are not today's: nothing is made, and one line says how to get today's."""
    (progress := tmp_path / "steps").write_text(begun := '{"harbor": 4}')

    (line,) = await unfolded(progress)

    assert "--fresh" in line
    assert progress.read_text() == begun


@pytest.mark.parametrize("left", ["", '{"northwi', "{}", None])
def test_progress_that_was_cut_short_is_begun_again(tmp_path: Path, left: str | None) -> None:
    """Steps can be repeated, so nothing is lost by it."""
    path = tmp_path / "steps"
    if left is not None:
        path.write_text(left)

    assert Progress(path).begin(2)
    assert Progress(path).steps() == {}
    Progress(path).note("northwind", 3)
    assert Progress(path).begin(2)
    assert Progress(path).steps() == {"northwind": 3}


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
