"""Tests wait for what happens, not for time to pass."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import called, modules

SLEEPS = {"sleep", "wait_for_timeout"}
LOOKING = {"eventually", "in_time"}
"""Look again and again until something is so; the pause between is no guess at how long."""
JUSTIFIED = {
    ("tests/demo/kill_at_random.py", "is_ready"): "looks until the demo tells where it is; by hand",
    ("tests/demo/kill_at_random.py", "main"): "a script, by hand: how long is its test",
    ("tests/faults/attack.py", "_hold"): "the pace of an attack",
    ("tests/faults/attack.py", "attack"): "the same, and how long it lasts is the test",
    ("tests/faults/test_attack.py", "_until"): "the pace of those who work meanwhile",
    ("tests/faults/lives.py", "over"): "looks until the killed program has ended",
    ("tests/faults/test_ended.py", "_come_to"): "looks until the program has come so far",
    ("tests/faults/test_outage.py", "_away"): "for so long the database is away; that is the test",
    ("tests/soak/hard_days/handing_in.py", "over"): "the pace at which entries come",
    ("tests/soak/hard_days/handing_in.py", "_hand_in"): "what a caller waits who is told to",
    ("tests/soak/hard_days/people.py", "_work"): "the pace at which people click",
    ("tests/soak/hard_days/people.py", "_click"): "looks until something came of a click",
    ("tests/soak/hard_days/programs.py", "freeze"): "for so long a process is frozen",
    ("tests/soak/hard_days/running.py", "_settle"): "looks until all has come to rest",
    ("tests/soak/hard_days/running.py", "_tell"): "says now and then how far it has come",
    ("tests/soak/hard_days/troubles.py", "_back"): "for so long a clock is wrong",
    ("tests/soak/hard_days/troubles.py", "later"): "the same",
    ("tests/storage/cluster/conftest.py", "end_servers"): "looks until the servers have ended",
    ("tests/storage/cluster/world.py", "answering"): "looks until the database answers",
}


def test_nothing_sleeps() -> None:
    """A pause that is long enough on one machine is too short on the next, and slow on all."""
    asleep = {
        (place, function)
        for place, tree in modules("tests", saying=SLEEPS)
        for function in _sleepers(tree)
        if function not in LOOKING
    }

    assert asleep == JUSTIFIED.keys()


def _sleepers(tree: ast.Module) -> Iterator[str]:
    """Yield the functions that sleep; `sleep(0)` only lets others run."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and called(call) in SLEEPS and not _is_zero(call):
                    yield node.name


def _is_zero(call: ast.Call) -> bool:
    return any(isinstance(one, ast.Constant) and one.value == 0 for one in call.args)
