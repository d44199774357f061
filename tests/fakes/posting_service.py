"""A posting service in memory, whose entries are moved by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from journal.entries.entry import NewEntry
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Refused, Uncertain
from journal.errors import LedgerError
from journal.posting_service.reports import (
    Answer,
    CostRow,
    CursorGone,
    MappingRow,
    Page,
    Place,
    Report,
    ReportState,
)
from tests.build import some_content

S = ReportState


def a_report(reference: str = "S-1", state: ReportState = S.FAILED, **changes: Any) -> Report:
    """A report of an entry; one that failed lacks a mapping."""
    content: NewEntry = changes.pop("content", None) or some_content(reference=reference)
    failure = Failure(FailureReason.MAPPING_MISSING, "Gift cards", words="no account")
    there = LedgerEntry("L-1", "1", content.date, "https://ledger.invalid/L-1")
    values: dict[str, Any] = {
        "content": content,
        "version": 1,
        "attempts": 0 if state is S.WAITING else 1,
        "state": state,
        "failure": failure if state is S.FAILED else None,
        "ledger": there if state is S.POSTED else None,
    }
    return Report(**{**values, **changes})


@dataclass(slots=True)
class FakePostingService:
    """`shown` are its reports, oldest change first; `asked` the retries it was asked for."""

    shown: list[Report] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    mapping: list[Sequence[MappingRow]] = field(default_factory=list)
    costs: list[Sequence[CostRow]] = field(default_factory=list)
    page_size: int = 100
    reads: int = 0  # pages that were sent
    is_away: bool = False
    is_restored: bool = False  # it knows no cursor that it gave before
    refusal: Refused | Uncertain | None = None  # of retries
    _changes: int = 0
    _changed: list[int] = field(default_factory=list)  # when each of `shown` did, by count
    _keys: set[str] = field(default_factory=set)

    def tell(self, *reports: Report) -> None:
        """Change entries: each newest report takes the place of the one before, at the end."""
        for report in reports:
            name = report.content.reference
            for place, one in enumerate(self.shown):
                if one.content.reference == name:
                    del self.shown[place], self._changed[place]
                    break
            self.shown.append(report)
            self._changes += 1
            self._changed.append(self._changes)

    def report(self, reference: str = "S-1") -> Report:
        """Return the newest report of an entry."""
        return next(one for one in self.shown if one.content.reference == reference)

    def move(self, state: ReportState, reference: str = "S-1", **changes: Any) -> Report:
        """Let an entry go on to another state, with one more attempt unless it waits."""
        before = self.report(reference)
        values = {
            "content": before.content,
            "version": before.version + 1,
            "attempts": before.attempts + (state is not S.WAITING),
        }
        self.tell(a_report(reference, state, **{**values, **changes}))
        return self.report(reference)

    # --- the port

    async def reports(self, since: Place) -> Page | None:
        """Return the next page of what changed, or None."""
        if self.is_away:
            raise LedgerError("no answer")
        if self.is_restored and since.cursor:
            self.is_restored = False
            raise CursorGone("gone")
        after = int(since.cursor or 0)
        found = [(at, one) for at, one in zip(self._changed, self.shown, strict=True) if at > after]
        if not found and since.etag:
            return None
        self.reads += 1
        page = found[: self.page_size]
        cursor = str(page[-1][0] if page else after)
        etag = "" if page else f"etag-{cursor}"
        return Page([one for _at, one in page], Place(cursor, etag), len(found) > len(page))

    async def retry(self, reference: str, key: str) -> Answer:
        """Note what is asked, once for each key, and let the entry wait."""
        self.asked.append((reference, key))
        if self.refusal is not None:
            return self.refusal
        if key not in self._keys and self.report(reference).state is S.FAILED:
            self.move(S.WAITING, reference)
        self._keys.add(key)
        return self.report(reference)

    async def add_mapping(self, rows: Sequence[MappingRow]) -> None:
        """Keep the rows."""
        self._must_be_there()
        self.mapping.append(rows)

    async def add_costs(self, rows: Sequence[CostRow]) -> None:
        """Keep the rows."""
        self._must_be_there()
        self.costs.append(rows)

    def _must_be_there(self) -> None:
        if self.is_away:
            raise LedgerError("no answer")


def newer(report: Report, **changes: Any) -> Report:
    """Return a later version of a report."""
    return replace(report, version=report.version + 1, **changes)
