"""What this server refuses, beside what the API refuses: one table."""

from typing import Final

from bot.web.problems import Kind

BAD_PARAMETER: Final = Kind(400, "bad-parameter", "A parameter cannot be taken")
BAD_BODY: Final = Kind(400, "bad-body", "The body is not as agreed")
UNKNOWN_BOOK: Final = Kind(404, "unknown-book", "The key opens no such book")
CURSOR_GONE: Final = Kind(410, "cursor-gone", "The cursor is of a time that is no more")
CHANGED: Final = Kind(412, "changed", "It was changed since it was read")
