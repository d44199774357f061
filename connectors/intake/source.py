"""A text file of unknown making: its encoding found out, opened as often as needed."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TextIO

from journal.errors import BadInput

_CHUNK = 1 << 20
_OTHER_FILES: Final = (
    (b"%PDF", "a PDF; export the journal as CSV instead"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"PK", "a zip file; unpack it first"),
    (b"<", "a web page or an XML file; open it and save it as XLSX or CSV"),
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file being read. `bytes_read` runs a little ahead, by what is buffered."""

    text: TextIO
    _raw: IO[bytes]

    @property
    def bytes_read(self) -> int:
        """How much of the file has been read; equals its size at the end."""
        return self._raw.tell()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read as text. `note` says what had to be assumed."""

    path: Path
    encoding: str
    size: int
    note: str = ""

    @contextmanager
    def open(self, newline: str | None) -> Iterator[Opened]:
        """Open it from its beginning; `newline` as in the built-in `open`."""
        with (
            self.path.open("rb") as raw,
            io.TextIOWrapper(raw, encoding=self.encoding, newline=newline) as text,
        ):
            yield Opened(text, raw)


def find_source(path: Path) -> Source:
    """Look at the whole file once and return how to read it.

    UTF-8 with or without its mark, UTF-16 with its mark; what is neither is taken for Windows-1252
    (what Excel writes as plain "CSV" in western countries), and the note says so.

    Raises:
        BadInput: there is no such file, it is empty, or not a text file.
    """
    head = read_start(path)
    size = path.stat().st_size
    if not head.strip():
        raise BadInput(f"{path.name} is empty")
    _check_is_text(path, head)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _decodable(Source(path, encoding, size))
    if _decodes(path, "utf-8"):
        return Source(path, "utf-8", size)
    note = "The file is not UTF-8 and was read as Windows-1252; look at the accented letters."
    return _decodable(Source(path, "cp1252", size, note))


def read_start(path: Path) -> bytes:
    """Return the first bytes of a file. Raises BadInput: there is none that can be read."""
    try:
        with path.open("rb") as raw:
            return raw.read(4096)
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}") from error


def _check_is_text(path: Path, head: bytes) -> None:
    for start, what in _OTHER_FILES:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
            raise BadInput(f"{path.name} is {what}")
    is_marked = any(head.startswith(mark) for mark, _ in _MARKS)
    if b"\0" in head and not is_marked:
        raise BadInput(f"{path.name} is not a text file; save it as CSV UTF-8")


def _decodable(source: Source) -> Source:
    if not _decodes(source.path, source.encoding):
        raise BadInput(f"{source.path.name} is damaged or in an unusual encoding; save it as UTF-8")
    return source


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as raw:
        try:
            while chunk := raw.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
