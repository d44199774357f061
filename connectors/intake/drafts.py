"""Rows put together into entries: those of one journal, as they follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from connectors.intake.conventions import Conventions
from connectors.intake.result import IntakeOptions, Span
from connectors.intake.rows import Row
from connectors.intake.totals import is_total
from journal.entries.entry import MAX_LINES, Line, NewEntry
from journal.errors import BadInput

_TOLD = 3  # bad rows that are told of one entry; the rest are counted


@dataclass(slots=True)
class Draft:
    """The rows of one entry. Rows beyond what any entry may have are counted, not kept."""

    key: str
    first: int
    last: int = 0
    rows: list[Row] = field(default_factory=list)
    totals: list[tuple[int, Row]] = field(default_factory=list)  # and how many rows stand above
    count: int = 0
    bytes_read: int = 0
    what: str = "line"

    def add(self, row: Row) -> None:
        """Take in one more row."""
        self.count += 1
        self.last = row.lines.last
        self.bytes_read = row.bytes_read
        if self.count <= MAX_LINES:
            self.rows.append(row)

    @property
    def lines(self) -> Span:
        """Where it stands in the file."""
        return Span(self.first, self.last, self.what)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known when a draft is read."""

    conventions: Conventions
    options: IntakeOptions


@dataclass(frozen=True, slots=True)
class Template:
    """One form of file: where its dates and amounts stand, what makes rows one entry."""

    label: str
    dates: tuple[str, ...]  # our names of the columns with dates, that of its day first
    amounts: tuple[str, ...]
    key_of: Callable[[Row], str]  # "": the row belongs to the entry above it
    read: Callable[[Draft, Reading], NewEntry]


def drafts_of(rows: Iterable[Row], template: Template) -> Iterator[Draft]:
    """Put consecutive rows of one key together. Rows of totals belong to what stands above."""
    draft: Draft | None = None
    for row in rows:
        if is_total(row):
            draft = draft or Draft("", row.lines.first, row.lines.last, what=row.lines.what)
            draft.totals.append((draft.count, row))
            continue
        key = template.key_of(row)
        if draft is None or (key and key != draft.key):
            if draft is not None:
                yield draft
            draft = Draft(key, row.lines.first, what=row.lines.what)
        draft.add(row)
    if draft is not None:
        yield draft


def read_lines(draft: Draft, read_line: Callable[[Row], Line]) -> tuple[Line, ...]:
    """Read every row of `draft`, or none.

    Raises:
        BadInput: some rows are bad; the text names their lines. Or there are too many.
    """
    if draft.count > MAX_LINES:
        raise BadInput(f"an entry has 2 to {MAX_LINES} lines; this one has {draft.count}")
    lines: list[Line] = []
    causes: list[str] = []
    for row in draft.rows:
        try:
            if row.problem:
                raise BadInput(row.problem)  # noqa: TRY301  one way for all that is bad in a row
            lines.append(read_line(row))
        except BadInput as error:
            causes.append(f"{row.lines}: {error}" if draft.count > 1 else str(error))
    if causes:
        raise BadInput(_told(causes))
    return tuple(lines)


def same_in_all(
    rows: Sequence[Row],
    column: str,
    what: str,
    means: Callable[[str], object] = str.casefold,
) -> str:
    """Return what `column` says for the whole entry; later rows may leave it empty.

    `means`: what a text stands for, so that two spellings of it are the same. It may raise
    BadInput of a text that stands for nothing.

    Raises:
        BadInput: two rows say different things.
    """
    said = [*dict.fromkeys(cell for row in rows if (cell := row.cells.get(column)))]
    for other in said[1:]:
        if _meant(other, means) != _meant(said[0], means):
            raise BadInput(f"its rows have different {what}: {said[0]} and {other}")
    return said[0] if said else ""


def _meant(text: str, means: Callable[[str], object]) -> object:
    try:
        return means(text)
    except BadInput:
        return text


def _told(causes: Sequence[str]) -> str:
    told = "; ".join(causes[:_TOLD])
    more = len(causes) - _TOLD
    return f"{told}; and {more} more bad rows" if more > 0 else told
