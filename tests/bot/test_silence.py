"""Silent workers, told by time itself and not by the dates of their heartbeats."""

from __future__ import annotations

from datetime import timedelta

from bot.silence import Silences
from tests.build import NOW

LENGTH = timedelta(seconds=7)


def test_a_worker_that_beats_is_never_silent() -> None:
    """Whatever its heartbeats are dated: the database's clock was set by an hour between two."""
    at = 0.0
    silences = Silences(steady=lambda: at)
    for beat in (NOW, NOW - timedelta(hours=1), NOW + timedelta(hours=1)):
        silences.look({1: beat})
        at += 5
        assert not silences.is_silent(1, LENGTH)


def test_a_heartbeat_that_stays_the_same_is_silence() -> None:
    """It counts from when it was seen first; a worker that is not known is not silent yet."""
    at = 0.0
    silences = Silences(steady=lambda: at)
    silences.look({1: NOW})
    at = 6.0
    silences.look({1: NOW, 2: NOW})
    at = 7.0

    assert silences.is_silent(1, LENGTH)
    assert not silences.is_silent(2, LENGTH)
    assert not silences.is_silent(3, LENGTH)


def test_a_job_of_no_worker_waits_for_nobody() -> None:
    """Its worker was taken off the list before."""
    assert Silences().is_silent(None, LENGTH)
