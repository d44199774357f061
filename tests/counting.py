"""How many cases of random values a run of the tests came to, on all its workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

_CASES: Final = "cases"
_seen = [0]


def count_case() -> None:
    """Count one case: a request, a payload, an answer that something was tried with."""
    _seen[0] += 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note with each test how many cases it tried; a worker hands that on with its report."""
    before = _seen[0]
    try:
        return (yield)
    finally:
        if _seen[0] > before:
            item.user_properties.append((_CASES, _seen[0] - before))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many cases there were, by file, where there were thousands."""
    by_file: dict[str, int] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                tried = sum(n for name, n in report.user_properties if name == _CASES)
                file = report.nodeid.partition("::")[0]
                by_file[file] = by_file.get(file, 0) + tried
    total = sum(by_file.values())
    if total < 1000:
        return
    for file, tried in sorted(by_file.items()):
        if tried:
            terminalreporter.write_line(f"{tried:>8,} cases of {file}")
    terminalreporter.write_line(f"{total:>8,} cases in all")
