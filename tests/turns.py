"""Who runs which test, and which come first.

A hook of xdist's is used, and not its `--dist loadgroup`: that marks the groups by changing the
names of tests, which pytest 9.2 no longer heeds, and says nothing (pytest-xdist issue 1386).
"""

from __future__ import annotations

import re
from itertools import chain, zip_longest

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/page/": "page",
    "tests/browser/": "browser",
    "tests/stories/test_tryton.py": "tryton",
    r"tests/agreements/.*\[tryton": "tryton",
    "tests/sandbox/tryton/": "tryton",
    "tests/house/": "house",
}
"""What shares one worker, and so one Chromium, one trytond or one reading of all files, by how the
name of a test begins."""
LONG = re.compile(r"tests/(agreements|demo|faults|run|stories)/")
"""Where each test may take long, and is handed out alone. Elsewhere a file goes to a worker whole:
one of thousands of short tests at a time would cost more than the tests."""
LONGEST = re.compile(r"tests/(demo|faults|run)/"), re.compile(r"tests/stories/")
"""Those that come first of these; agreements are soon kept, and fill the end."""
TRYTON_SECONDS = 500


class Turns(LoadScopeScheduling):  # type: ignore[misc]  # it ships no types
    """Each worker takes the next group when it has none, in the order that `longest_first` gave."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # else what has most tests comes first

    def _split_scope(self, nodeid: str) -> str:
        return _group_of(nodeid)


def _group_of(nodeid: str) -> str:
    for begins, group in TOGETHER.items():
        if re.match(begins, nodeid):
            return group
    return nodeid if LONG.match(nodeid) else nodeid.partition("::")[0]


def patient_with_tryton(items: list[pytest.Item]) -> None:
    """Let the tests of Tryton take longer: the first one waits until its books are built."""
    for item in items:
        if _group_of(item.nodeid) == "tryton":
            item.add_marker(pytest.mark.timeout(TRYTON_SECONDS))


def longest_first(items: list[pytest.Item]) -> None:
    """Sort by how long each may take: begun last, one would keep all others waiting.

    What shares something large comes first. Then what is long and mostly waits, and files, which
    mostly compute, take turns. What may take equally long stays in the random order it has.
    """
    items.sort(key=_may_take, reverse=True)
    shared = [item for item in items if _is_shared(item)]
    long = [item for item in items if _is_long(item) and not _is_shared(item)]
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        if not (_is_long(item) or _is_shared(item)):
            files.setdefault(_group_of(item.nodeid), []).append(item)
    turns = zip_longest([[one] for one in long], files.values(), fillvalue=())
    items[:] = [*shared, *chain.from_iterable(chain.from_iterable(turns))]


def _may_take(item: pytest.Item) -> tuple[float, ...]:
    marker = item.get_closest_marker("timeout")
    kinds = [float(bool(kind.match(item.nodeid))) for kind in LONGEST]
    return (float(marker.args[0]) if marker else 0.0, *kinds)


def _is_shared(item: pytest.Item) -> bool:
    return _group_of(item.nodeid) in TOGETHER.values()


def _is_long(item: pytest.Item) -> bool:
    return bool(LONG.match(item.nodeid))
