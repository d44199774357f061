"""Text from outside, made safe to show: cut to length, escaped, never a mention."""

from __future__ import annotations

import re
from datetime import UTC, datetime

ELLIPSIS = "…"

# Control characters, lone surrogates, and marks that turn the direction of writing around.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CUT_IN_TWO = re.compile(r"(&[a-z]{0,4}|<[^<>\n]{0,200})$")
_BROADCAST = re.compile(r"<!(?!date\^)")
_ALIKE = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
# A mark between two letters or figures formats nothing, so "JE_1042_a" stays as it is.
_MARKS = re.compile(r"`|(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])")
_EMOJI = re.compile(r":(?=[^\sA-Z:*_~`<>&]{1,100}:)|:(?=[a-z0-9_+'-]{1,100}:)")
_QUOTES = re.compile(r"^[ \t]*>", re.MULTILINE)
_USER_ID = re.compile(r"[UW][A-Z0-9_]+")


def capital(text: str) -> str:
    """Return `text` as a sentence begins: "The posting service"."""
    return text[:1].upper() + text[1:]


def escape(text: str) -> str:
    """Return someone else's `text` so that Slack shows it as it is.

    No mention, link or date in it works, and nothing in it formats what stands around it. Slack
    has no escape for `*`, `_`, `~`, backticks, emoji codes and the `>` of a quote: they are shown
    by signs that look alike, where they could be marks (docs/decisions/0054-texts-of-others.md).
    """
    plain = _EMOJI.sub("\ua789", text) if ":" in text else text
    marked = _MARKS.sub(lambda found: _ALIKE[found[0]], plain)
    return in_code(_QUOTES.sub("\u203a", marked))


def in_code(text: str) -> str:
    """Return `text` for a place where marks are shown as they are: code, and addresses."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def harmless(text: str) -> str:
    """Return the marked-up `text` so that it calls nobody together (`<!channel>` and the like)."""
    return _BROADCAST.sub("&lt;!", text)


def fit(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut with an ellipsis.

    Never cut inside an escape (`&amp;`), a mention or a date (`<...>`).
    """
    if len(text) <= limit:
        return text
    kept = text[: limit - len(ELLIPSIS)]
    return _CUT_IN_TWO.sub("", kept).rstrip() + ELLIPSIS


def clean(text: str) -> str:
    """Return `text` without what cannot be seen; line breaks and tabs stay."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def one_line(text: str, limit: int) -> str:
    """Return `text` on one line in at most `limit` characters, not escaped (for plain text)."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS


def outside(text: str, limit: int) -> str:
    """Return someone else's `text` on one line, escaped, in at most `limit` characters."""
    return fit(escape(one_line(text, limit)), limit)


def link(url: str, text: str) -> str:
    """Return `text`, escaped, as a link to `url`; without one the text alone.

    A bar or a bracket would end the link early, so those are changed.
    """
    if not url:
        return escape(text)
    target = in_code(url).replace("|", "%7C")
    return f"<{target}|{escape(text.replace('|', chr(0xA6)))}>"


def code(text: str) -> str:
    """Return `text` as a code span; a backtick in it would end the span, so it is replaced."""
    return f"`{in_code(text).replace('`', _ALIKE['`'])}`"


def quoted(text: str, limit: int) -> str:
    """Return someone else's `text` as a block quote, cut at `limit` before escaping."""
    kept = clean(text)
    if len(kept) > limit:
        kept = kept[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS
    return "\n".join(f"> {escape(line)}" for line in kept.splitlines() if line.strip())


def pieces(text: str, limit: int) -> list[str]:
    """Return the marked-up `text` in pieces of at most `limit`, no escape or mention cut in two."""
    parts = []
    while len(text) > limit:
        at = len(_CUT_IN_TWO.sub("", text[:limit])) or limit
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text] if text else parts


def mention(user_id: str) -> str:
    """Return a mention of one person; anything that is no user id is shown as text."""
    return f"<@{user_id}>" if _USER_ID.fullmatch(user_id) else outside(user_id, 80)


def when(at: datetime) -> str:
    """Return `at` (aware) so that each reader sees it in the time of their own place."""
    at = at.astimezone(UTC)
    fallback = f"{at:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def clock(at: datetime) -> str:
    """Return the time of day of `at`, each reader's own: for what happened today."""
    at = at.astimezone(UTC)
    return f"<!date^{int(at.timestamp())}^{{time}}|{at:%H:%M} UTC>"
