"""A few hundred of the files of `make soak`."""

from __future__ import annotations

import pytest

from connectors.intake.cut_off import MEMORY_BYTES
from tests.soak.mutations import made
from tests.soak.soaking import soak

pytestmark = [pytest.mark.large, pytest.mark.timeout(600)]
FILES, SEED = 400, 12


def test_broken_files_are_read_or_told() -> None:
    """No file is answered by anything but its entries or a sentence, in bounded memory."""
    soaked = soak(FILES, SEED, seconds=500)

    assert soaked.failed == []
    assert soaked.files == FILES
    assert 0 < soaked.megabytes < MEMORY_BYTES // 1024**2


def test_a_seed_makes_the_same_files() -> None:
    """What failed once can be made again."""
    assert [made(number, SEED) for number in range(1, 40)] == [
        made(number, SEED) for number in range(1, 40)
    ]
