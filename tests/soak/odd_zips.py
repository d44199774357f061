"""Zip files as no spreadsheet program writes them: legal but rare ones, and those that lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from tests.soak.seeds import xlsx_parts

LOCAL, LISTED, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_STORED, _DEFLATED, _DEFLATE64, _BZIP2, _LZMA, _ZSTD, _AES = 0, 8, 9, 12, 14, 93, 99
_DAY: Final = (2026, 7, 14, 0, 0, 0)


def _packed(how: int = _DEFLATED, more: Mapping[str, str | bytes] | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        for name, text in {**xlsx_parts(), **(more or {})}.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), text, how)
    return content.getvalue()


def _changed(at_local: int, at_listed: int, value: int) -> bytes:
    """Return a workbook with two bytes of each part's heads changed, here and in the list."""
    content = bytearray(_packed())
    for mark, at in ((LOCAL, at_local), (LISTED, at_listed)):
        place = content.find(mark)
        while place >= 0:
            struct.pack_into("<H", content, place + at, value)
            place = content.find(mark, place + 4)
    return bytes(content)


def _listed(at: int, form: str, value: int) -> bytes:
    """Return a workbook whose list lies about the first sheet."""
    content = bytearray(_packed())
    name = content.rindex(b"xl/worksheets/sheet1.xml")
    struct.pack_into(form, content, content.rindex(LISTED, 0, name) + at, value)
    return bytes(content)


def _ended(at: int, form: str, value: int) -> bytes:
    content = bytearray(_packed())
    struct.pack_into(form, content, content.rindex(END) + at, value)
    return bytes(content)


def _zip64() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in xlsx_parts().items():
            with archive.open(zipfile.ZipInfo(name, _DAY), "w", force_zip64=True) as part:
                part.write(text.encode())
    return content.getvalue()


def _zip64_end() -> bytes:
    """A workbook whose end is written as that of an archive beyond 4 GB (APPNOTE 4.3.14)."""
    content = _packed()
    at = content.rindex(END)
    count, size, start = struct.unpack_from("<HII", content, at + 10)
    whole = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, start)
    pointer = struct.pack("<IIQI", 0x07064B50, 0, at, 1)
    far = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return content[:at] + whole + pointer + END + far


def _commented() -> bytes:
    content = io.BytesIO(_packed())
    with zipfile.ZipFile(content, "a") as archive:
        archive.comment = b"x" * 65_535
    return content.getvalue()


def _before(content: bytes, start: bytes) -> bytes:
    """Return an archive behind something else, as one that unpacks itself begins."""
    return start + content


def _twice() -> bytes:
    content = io.BytesIO(_packed())
    with zipfile.ZipFile(content, "a") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"A-1", b"A-9")
        archive.NameToInfo.clear()  # lest it warn that the name is there
        archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml", _DAY), sheet)
    return content.getvalue()


def _linked() -> bytes:
    """A workbook whose sheet is a symbolic link to a file of the machine."""
    parts = xlsx_parts()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            one = zipfile.ZipInfo(name, _DAY)
            is_sheet = name.endswith("sheet1.xml")
            one.create_system, one.external_attr = 3, (0o120777 if is_sheet else 0o100644) << 16
            archive.writestr(one, "/etc/passwd" if is_sheet else text)
    return content.getvalue()


def _damaged(method: int) -> bytes:
    """The bytes of the sheet are others, and its place and size are right."""
    whole = _packed(method)
    at = whole.index(_SHEET) + len(_SHEET) + 20
    return whole[:at] + b"\xff" * 60 + whole[at + 60 :]


def _overlapping() -> bytes:
    """A better zip bomb: each part's packed bytes go on into the heads of the next."""
    kernel = zlib.compress(b" " * 21_000_000, 9)[2:-4]
    names = [f"xl/worksheets/sheet{one}.xml" for one in range(1, 250)]
    head = struct.pack("<4sHHHHHIIIHH", LOCAL, 20, 0, 8, 0, 0, 0, len(kernel), 21_000_000, 24, 0)
    body = head + names[0].encode().ljust(24) + kernel
    listed = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(LISTED, 20, 20, 0, 8, 0, 0, 0, len(kernel), 300_000, 24, 0, 0, 0, 0, 0, 0),
        )
        + one.encode().ljust(24)
        for one in names
    )
    count = len(names)
    end = struct.pack("<4sHHHHIIH", END, 0, 0, count, count, len(listed), len(body), 0)
    return body + listed + end


def _in_itself() -> bytes:
    """A workbook whose sheet and whose neighbor are the workbook, forty times over: as a quine."""
    inner = _packed()
    for _ in range(40):
        start = inner[:20_000].decode("latin-1")
        inner = _packed(_DEFLATED, {"xl/worksheets/sheet1.xml": start, "r.xlsx": inner[:50_000]})
    return inner


_SHEET: Final = b"xl/worksheets/sheet1.xml"
READ: Final[Mapping[str, Callable[[], bytes]]] = {
    "zip64": _zip64,
    "zip64 end": _zip64_end,
    "stored": lambda: _packed(_STORED),
    "version 6.3": lambda: _changed(4, 6, 63),
    "comment of 64 KB": _commented,
}
"""Legal, if rare: these are read."""
TOLD: Final[Mapping[str, Callable[[], bytes]]] = {
    "version 99": lambda: _changed(4, 6, 99),
    "deflate64": lambda: _changed(8, 10, _DEFLATE64),
    "bzip2": lambda: _packed(_BZIP2),
    "lzma": lambda: _packed(_LZMA),
    "deflate that is damaged": lambda: _damaged(_DEFLATED),
    "bzip2 that is damaged": lambda: _damaged(_BZIP2),
    "lzma that is damaged": lambda: _damaged(_LZMA),
    "zstandard": lambda: _changed(8, 10, _ZSTD),
    "aes": lambda: _changed(8, 10, _AES),
    "method 65535": lambda: _changed(8, 10, 65_535),
    "strongly encrypted": lambda: _changed(6, 8, 0x41),
    "its list is encrypted": lambda: _changed(6, 8, 0x2001),
    "a name twice": _twice,
    "absolute names": lambda: _packed(more={"/etc/passwd": "x", "C:\\x": "y"}),
    "names that lead up": lambda: _packed(more={"../../x": "x", "..\\..\\y": "y"}),
    "a link": _linked,
    "overlapping": _overlapping,
    "in itself": _in_itself,
    "wrong crc": lambda: _listed(16, "<I", 7),
    "a size that is less": lambda: _listed(24, "<I", 10),
    "a size that is more": lambda: _listed(24, "<I", 90_000_000),
    "a packed size that is less": lambda: _listed(20, "<I", 3),
    "a packed size that is more": lambda: _listed(20, "<I", 2**31),
    "a part that is elsewhere": lambda: _listed(42, "<I", 2**31),
    "on another disk": lambda: _ended(4, "<H", 7),
    "a list that is longer": lambda: _ended(12, "<I", 2**31),
    "a list that is elsewhere": lambda: _ended(16, "<I", 2**31 - 1),
    "fewer in the list": lambda: _ended(10, "<H", 1),
    "more in the list": lambda: _ended(10, "<H", 65_000),
    "an end that is cut off": lambda: _packed()[:-9],
    "an end that is missing": lambda: (whole := _packed())[: whole.rindex(END)],
    "behind something else": lambda: _before(_packed(), b"PK\x03\x04 and words"),
    "two archives": lambda: _packed() + _packed(),
}
"""Those that are read or refused, and always told in a sentence."""
