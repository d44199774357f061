"""Keeps screenshots, made small: at most 256 colours and strong compression, nothing seen lost."""

import base64
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.async_api import Locator, Page

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MOST = 256
PIXELS = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 8192) {
    text += String.fromCharCode(...data.subarray(at, at + 8192));
  }
  return [image.width, image.height, btoa(text)];
}"""

Colour = tuple[int, int, int]


async def keep(name: str, place: Locator) -> None:
    """Write what can be seen there, with nothing pointed at or focused."""
    page = place.page
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(await small(page, await place.screenshot()))


async def small(page: Page, png: bytes) -> bytes:
    """Return the picture with a palette; the browser of `page` unpacks it."""
    width, height, given = await page.evaluate(PIXELS, base64.b64encode(png).decode())
    raw = base64.b64decode(given)
    pixels = [*zip(raw[0::4], raw[1::4], raw[2::4], strict=True)]
    palette = _palette(Counter(pixels))
    colours = sorted(palette, key=lambda colour: palette[colour] != colour)[:MOST]
    place = {colour: number for number, colour in enumerate(colours)}
    indices = bytes(place[palette[colour]] for colour in pixels)
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    table = b"".join(bytes(colour) for colour in colours)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", table), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _palette(counted: Counter[Colour]) -> dict[Colour, Colour]:
    """Every colour with what stands for it: itself if it is frequent, else the nearest such."""
    kept = [colour for colour, _ in counted.most_common(MOST)]
    chosen = {colour: colour for colour in kept}
    for colour in counted.keys() - chosen.keys():
        chosen[colour] = min(kept, key=lambda other: sum(_apart(colour, other)))
    return chosen


def _apart(one: Colour, other: Colour) -> Iterator[int]:
    return ((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
