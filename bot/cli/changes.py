"""How the changes in a file are meant: as corrections, as other entries, or to be asked about."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from bot.cli.terminal import note
from journal.entries.entry import NewEntry, OnChange
from journal.entries.numbering import Numbering, Restart
from journal.errors import BadInput

if TYPE_CHECKING:
    from bot.cli.taking import Accept
    from journal.ports import Acceptance


class Handing(Protocol):
    """As `AcceptEntries` and `PreviewEntries`."""

    def __call__(
        self,
        book_id: int,
        entries: Sequence[NewEntry],
        *,
        corrected: bool = False,
        numbering: Numbering | None = None,
    ) -> Awaitable[Sequence[Acceptance]]:
        """Answer for each entry, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Meant:
    """How changes are meant."""

    corrected: bool
    on_change: OnChange

    def through(self, accept: Handing, numbering: Numbering) -> Accept:
        """Return `accept` as a file's entries go through it."""

        async def accepting(book_id: int, entries: Sequence[NewEntry]) -> Sequence[Acceptance]:
            said = [replace(one, on_change=self._of(one)) for one in entries]
            return await accept(book_id, said, corrected=self.corrected, numbering=numbering)

        return accepting

    def _of(self, entry: NewEntry) -> OnChange:
        return entry.on_change if self.on_change is OnChange.REFUSE else self.on_change


def meant_by(*, corrected: bool, corrected_all: bool, ask: bool) -> Meant:
    """Return what the options of the command say. Raises BadInput: two contradict each other."""
    if corrected_all and ask:
        raise BadInput("say either --corrected-all or --ask")
    on_change = OnChange.REPLACE if corrected_all else OnChange.ASK if ask else OnChange.REFUSE
    return Meant(corrected or corrected_all or ask, on_change)


def advise(changed: int, restated: int, meant: Meant, restart: Restart | None) -> None:
    """Say which options take what was not taken."""
    if changed and not meant.corrected:
        note("What was changed on purpose is taken with --corrected.")
    if restated and meant.on_change is OnChange.REFUSE:
        note(_RESTARTS[restart])
        note("If these are corrections, import with --corrected-all, or --ask to decide in Slack.")


_RESTARTS = {
    None: "If the numbers start again on each day, import with --numbers-restart date.",
    Restart.DATE: "If another file has the same numbers for that day, say --numbers-restart file.",
    Restart.FILE: "If these are other entries, give them numbers of their own in the file.",
}
