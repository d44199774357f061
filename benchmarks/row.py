"""One row of the table in docs/performance.md."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """Work, what it is held against, and how both are measured."""

    work: str
    floor: str
    goal: str
    add_options: Callable[[ArgumentParser], None]
    measure: Callable[[Namespace], None]
