"""What of the words that were taken will not be in the ledger: each remark once."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.cli.terminal import counted, note
from journal.ports import Acceptance

SHOWN = 10


@dataclass(slots=True)
class Remarks:
    """Counts entries by remark, with the first of each; memory does not grow with the file."""

    first: dict[str, str] = field(default_factory=dict)  # remark -> reference
    count: dict[str, int] = field(default_factory=dict)
    more: int = 0

    def add(self, answer: Acceptance) -> None:
        """Take in what was said of one entry."""
        for remark in answer.remarks:
            if remark not in self.first and len(self.first) >= SHOWN:
                self.more += 1
                continue
            self.first.setdefault(remark, answer.reference)
            self.count[remark] = self.count.get(remark, 0) + 1

    def show(self) -> None:
        """Print the first remarks, and how many more there are."""
        for remark, reference in self.first.items():
            others = self.count[remark] - 1
            beside = f" and {counted(others, 'more entry', 'more entries')}" if others else ""
            note(f"{reference}{beside}: {remark}")
        if self.more:
            note(f"… and {counted(self.more, 'more remark')} of this kind")
