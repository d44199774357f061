"""The same question again and again, each time with answers that are spoiled in another way."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Final

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.connectors.odd.spoiling import Spoiling
from tests.counting import count_case

IS_SOAKING: Final = settings().max_examples > 100
RENEWED: Final = (200, 400, 401, 403)
"""How a platform says that a token has run out: what was sent with it is sent once more."""


def for_seeds(examples: int, ask: Callable[[int], Awaitable[None]]) -> None:
    """Ask for so many seeds: the same ones in each run, others each time in `make soak`."""

    @settings(
        max_examples=examples,
        derandomize=not IS_SOAKING,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def asked(seed: int) -> None:
        count_case()
        asyncio.run(_whole(ask(seed)))

    asked()


def spoiled(answer: Callable[[httpx.Request], httpx.Response], seed: int) -> Spoiling:
    """Return what sends `answer` on, most of it spoiled as `seed` has it."""
    chance = random.Random(seed)  # noqa: S311  to be had again
    return Spoiling(httpx.MockTransport(answer), chance, share=0.7, is_armed=True)


async def _whole(asked: Awaitable[None]) -> None:
    await asked


def assert_written_once(spoiling: Spoiling, also_after: Collection[int] = ()) -> None:
    """Nothing is sent again that may have had an effect.

    It is sent once more with a token that was renewed, or `also_after` answers of these statuses.
    """
    counted: Counter[tuple[str, bytes]] = Counter()
    last: dict[tuple[str, bytes], int] = {}
    for address, body, status in spoiling.written:
        sent = (address, body)
        if sent in last:
            assert last[sent] in (*RENEWED, *also_after), (address, last[sent])
            assert counted[sent] == 1 or last[sent] in also_after, address
        counted[sent] += 1
        last[sent] = status
