"""Broken files, each made from a good one by chance, and those that are made to hurt."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from tests.connectors.intake.hostile import HURTS
from tests.connectors.intake.workbooks import packed
from tests.soak.odd_zips import READ, TOLD
from tests.soak.seeds import ods_parts, wholes, xlsx_parts

_ODD_BYTES: Final = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n" * 500, b'"', b"'", b",", b";" * 90, b"\t"),
    *(b"9" * 5000, b"1e999999999", b"-0", b"NaN", b"Infinity", b"=1+1", b"@", b"\xed\xa0\x80"),
    *("\u202e".encode(), "١٢٣".encode(), "𝟙".encode(), b"[" * 3000, b"{" * 3000, b"\\ud800"),
    *(
        b"0000-00-00",
        b"9999-12-31",
        b"29/02/2026",
        b"a" * 140_000,
        b"%n%s",
        b"(((" * 400,
        b"1." * 400,
    ),
)
_ODD_NUMBERS: Final = (
    *("-1", "0", "65535", "65536", "2147483647", "4294967295", "4294967296", "1e308", "-1e308"),
    *("1e400", "NaN", "inf", "1048576", "16384", "2958466", "-693594", "0.1", "", "x", "9" * 400),
)
_ODD_PLACES: Final = (
    "A0",
    "XFD1048576",
    "XFE1",
    "A1048577",
    "A4294967296",
    "AAAAAAA1",
    "1A",
    "",
    "A",
)
_ODD_XML: Final = (
    *("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "<![CDATA[", "<a>" * 3000, "&e;"),
    *("&#0;", "&#x110000;", "<?xml version='9'?>", "<!--", "]]>", "\ufffe", "<x:p/>" * 2000),
)
Chance = random.Random


def _bytes_changed(content: bytes, chance: Chance) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _four_bytes_changed(content: bytes, chance: Chance) -> bytes:
    at = chance.randrange(max(1, len(content) - 4))
    value = chance.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**16))
    return content[:at] + value.to_bytes(4, "little") + content[at + 4 :]


def _cut(content: bytes, chance: Chance) -> bytes:
    return content[: chance.randrange(len(content))]


def _grown(content: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(_ODD_BYTES) + content[at:]


def _repeated(content: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(content))
    piece = content[start : start + chance.randint(1, 400)]
    return content[:start] + piece * chance.choice((2, 10, 2000)) + content[start:]


def _spliced(content: bytes, chance: Chance) -> bytes:
    other = chance.choice(list(_good().values()))
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


@cache
def _good() -> Mapping[str, bytes]:
    return wholes()


@cache
def _parts(name: str) -> Mapping[str, str]:
    return {"july.xlsx": xlsx_parts, "july.ods": ods_parts}[name]()


_IN_BYTES: Final = (_bytes_changed, _four_bytes_changed, _cut, _grown, _repeated, _spliced)


def _numbers_changed(text: str, chance: Chance) -> str:
    return _one_of(r"\d+(?:\.\d+)?", text, chance.choice(_ODD_NUMBERS), chance)


def _places_changed(text: str, chance: Chance) -> str:
    return _one_of(r'(?<=r=")[A-Z]+\d+(?=")', text, chance.choice(_ODD_PLACES), chance)


def _quoted_changed(text: str, chance: Chance) -> str:
    odd = chance.choice((*_ODD_NUMBERS, *_ODD_PLACES, "s", "e", "b", "d", "n", "str"))
    return _one_of(r'(?<==")[^"]*(?=")', text, odd, chance)


def _xml_grown(text: str, chance: Chance) -> str:
    at = chance.choice([0, *(found.end() for found in re.finditer(">", text))])
    return text[:at] + chance.choice(_ODD_XML) + text[at:]


def _tags_lost(text: str, chance: Chance) -> str:
    return _one_of(r"<[^>]*>", text, "", chance)


def _one_of(pattern: str, text: str, instead: str, chance: Chance) -> str:
    places = list(re.finditer(pattern, text))
    if not places:
        return text
    found = chance.choice(places)
    return text[: found.start()] + instead + text[found.end() :]


_IN_XML: Final = (_numbers_changed, _places_changed, _quoted_changed, _xml_grown, _tags_lost)


def _packed_again(name: str, chance: Chance) -> bytes:
    """Return a workbook of whose parts some are changed, left out, or there twice by name."""
    files: dict[str, str | bytes] = dict(_parts(name))
    for _ in range(chance.randint(1, 3)):
        part = chance.choice(list(files))
        text = files[part]
        if chance.random() < 0.05:
            del files[part]
        elif isinstance(text, str):
            files[part] = chance.choice(_IN_XML)(text, chance)
    return packed(files)


def _odd_zip(chance: Chance) -> tuple[str, bytes]:
    """Return an odd zip, half of the time with some bytes of it changed as well."""
    kind = chance.choice([*READ, *TOLD])
    content = {**READ, **TOLD}[kind]()
    if chance.random() < 0.5:
        return kind, content
    return kind, chance.choice((_bytes_changed, _four_bytes_changed, _cut))(content, chance)


def made(number: int, seed: int) -> tuple[str, bytes]:
    """Return the file of this number: its kind and its bytes, the same for the same seed."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311  to be had again
    if number % 250 == 0:
        kinds: Sequence[str] = list(HURTS)
        kind = kinds[number // 250 % len(kinds)]
        hurts: Callable[[], bytes] = HURTS[kind][0]
        return f"{kind}.xlsx", hurts()
    if number % 40 == 1:
        kind, content = _odd_zip(chance)
        return f"zip {kind}.xlsx", content
    name = chance.choice(list(_good()))
    if name in ("july.xlsx", "july.ods") and chance.random() < 0.6:
        return name, _packed_again(name, chance)
    content = _good()[name]
    for _ in range(chance.randint(1, 3)):
        content = chance.choice(_IN_BYTES)(content, chance) or b" "
    return name, content
