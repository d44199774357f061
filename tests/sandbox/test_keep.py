"""State over restarts."""

import json
from pathlib import Path

import pytest

from sandbox.keep import Keep, KeepInUse


def test_values_are_there_after_a_restart(tmp_path: Path) -> None:
    """What was set and not deleted is found again, and only that."""
    path = tmp_path / "deep" / "state.jsonl"
    with Keep(path) as keep:
        keep.table("messages")["a"] = {"text": "first"}
        keep.table("messages")["a"] = {"text": "second"}
        keep.table("messages")["b"] = {"text": "gone"}
        del keep.table("messages")["b"]
        keep.table("views")["a"] = {"kind": "home"}

    with Keep(path) as keep:
        assert dict(keep.table("messages")) == {"a": {"text": "second"}}
        assert dict(keep.table("views")) == {"a": {"kind": "home"}}


def test_a_write_is_on_disk_at_once(tmp_path: Path) -> None:
    """A process that is killed now has lost nothing."""
    path = tmp_path / "state.jsonl"
    with Keep(path) as keep:
        keep.table("t")["k"] = {"n": 1}
        assert json.loads(path.read_text()) == {"table": "t", "key": "k", "value": {"n": 1}}


def test_two_processes_cannot_share_a_file(tmp_path: Path) -> None:
    """The second is refused, and the first loses nothing by it."""
    path = tmp_path / "state.jsonl"
    with Keep(path) as keep:
        with pytest.raises(KeepInUse):
            Keep(path)
        keep.table("t")["k"] = {"n": 1}

    with Keep(path) as keep:
        assert list(keep.table("t")) == ["k"]


def test_a_cut_last_line_is_ignored(tmp_path: Path) -> None:
    """A line that was being written when the process died is as if it had never been begun."""
    path = tmp_path / "state.jsonl"
    with Keep(path) as keep:
        keep.table("t")["whole"] = {"n": 1}
    with path.open("a") as file:
        file.write('{"table":"t","key":"cut","va')

    with Keep(path) as keep:
        assert list(keep.table("t")) == ["whole"]
        keep.table("t")["after"] = {"n": 2}
    with Keep(path) as keep:
        assert list(keep.table("t")) == ["whole", "after"]


def test_a_start_drops_what_is_superseded(tmp_path: Path) -> None:
    """The file holds one line a value after a start, however often values changed before."""
    path = tmp_path / "state.jsonl"
    with Keep(path) as keep:
        for number in range(50):
            keep.table("t")["k"] = {"n": number}

    Keep(path).close()

    assert len(path.read_text().splitlines()) == 1


def test_without_a_path_nothing_is_kept() -> None:
    """A Keep for tests works the same and leaves nothing behind."""
    keep = Keep()
    keep.table("t")["k"] = {"n": 1}
    keep.close()

    assert keep.table("t")["k"] == {"n": 1}
    assert not Keep().table("t")
