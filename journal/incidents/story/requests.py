"""What people ask of each other, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from journal.incidents.codec import from_json
from journal.incidents.story.kinds import EventKind
from journal.incidents.story.values import CostFile


@dataclass(frozen=True, slots=True)
class RequestMade:
    """Someone asked for what a second person has to approve."""

    kind: ClassVar = EventKind.ASKED
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What for, as `facts_of` in `journal/moves/second_person.py` gives it."""

    @property
    def source(self) -> CostFile:
        """The file that the costs which are asked for came in."""
        told: Mapping[str, Any] = self.asked.get("told", {})
        return from_json(CostFile, told)


@dataclass(frozen=True, slots=True)
class RequestDeclined:
    """By a second person, or taken back by the one who asked."""

    kind: ClassVar = EventKind.DECLINED
    asked: Mapping[str, Any] = field(default_factory=dict)  # as of `RequestMade`
    asked_by: str = ""  # Slack user id


@dataclass(frozen=True, slots=True)
class RequestLapsed:
    """It cannot be done any more."""

    kind: ClassVar = EventKind.LAPSED
    asked: Mapping[str, Any] = field(default_factory=dict)  # as of `RequestMade`
    asked_by: str = ""  # Slack user id
    because: str = ""


@dataclass(frozen=True, slots=True)
class RequestApproved:
    """By a second person; what was asked for has a turn of its own."""

    kind: ClassVar = EventKind.APPROVED
    asked_by: str = ""  # Slack user id
