"""XLS as small as the format allows: a stream of BIFF8 records in a compound file."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_SMALL = 4096  # a shorter stream would be kept elsewhere in the file
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_workbook(*rows: Sequence[str | float]) -> bytes:
    """Return an XLS file of one sheet ([MS-XLS] 2.1, [MS-CFB] 2)."""
    sheet = _begin(0x0010) + b"".join(
        _cell(row, column, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    )
    sheet += _record(0x0A, b"")
    name = b"S"
    globals_ = _begin(0x0005)
    at = len(globals_) + 4 + 8 + len(name) + 4
    globals_ += _record(0x85, struct.pack("<IHBB", at, 0, len(name), 0) + name) + _record(0x0A, b"")
    return _contained((globals_ + sheet).ljust(_SMALL, b"\0"))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(what: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, what, 0x0DBB, 0x07CC, 0, 6))


def _cell(row: int, column: int, cell: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + text)
    return _record(0x0203, place + struct.pack("<d", cell))


def _contained(stream: bytes) -> bytes:
    """Put the stream into a compound file: the table of sectors, the folder, the stream."""
    sectors = len(stream) // _SECTOR + bool(len(stream) % _SECTOR)
    stream = stream.ljust(sectors * _SECTOR, b"\0")
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    table = b"".join(struct.pack("<I", one) for one in chain).ljust(_SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _SMALL, _END, 0, _END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    return head + table + folder.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", _FREE, _FREE, child) + bytes(16 + 4 + 16)
    return entry + struct.pack("<IQ", start, size)
