"""Text from outside: cut, escaped, never a mention."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.kit.text import (
    clean,
    clock,
    code,
    escape,
    fit,
    mention,
    one_line,
    outside,
    pieces,
    quoted,
    when,
)


def test_escape_leaves_nothing_to_parse() -> None:
    """The three characters that Slack reads are written out."""
    assert escape("a < b & <@U1>") == "a &lt; b &amp; &lt;@U1&gt;"


@pytest.mark.parametrize("limit", range(2, 20))
def test_fit_never_cuts_an_escape(limit: int) -> None:
    """What is left is whole escapes and an ellipsis."""
    cut = fit("&amp;" * 10, limit)

    assert len(cut) <= limit
    assert cut.removesuffix("…").replace("&amp;", "") == ""


def test_fit_never_cuts_a_mention() -> None:
    """A mention that does not fit whole is left out."""
    assert fit("asked by <@U0ANA> today", 15) == "asked by…"


def test_fit_leaves_short_text_alone() -> None:
    """Nothing is added where nothing was cut."""
    assert fit("short", 5) == "short"


@given(st.text(st.sampled_from("ab&<>\n"), max_size=200), st.integers(5, 40))
def test_pieces_put_together_are_the_text(text: str, limit: int) -> None:
    """Nothing is lost and no piece ends inside an escape."""
    safe = escape(text)

    parts = pieces(safe, limit)

    assert "".join(parts) == safe
    assert all(len(part) <= limit for part in parts)
    assert all(part.count("&") == part.count(";") for part in parts)


def test_clean_takes_out_what_cannot_be_seen() -> None:
    """Control characters, lone surrogates and marks that reverse writing are gone."""
    assert clean("a\x00b\u202ec\ud800d\r\ne") == "abcd\ne"


def test_outside_text_is_one_line() -> None:
    """Line breaks become spaces; escaped it is no longer than the limit."""
    assert outside("Gift\n  & cards", 20) == "Gift &amp; cards"
    assert outside("Gift\n  & cards", 8) == "Gift…"
    assert one_line(" a \n b ", 10) == "a b"


def test_code_span_cannot_be_ended_from_inside() -> None:
    """A backtick is replaced by a look-alike."""
    assert code("a`b") == "`aˋb`"


def test_every_line_of_a_quote_is_quoted() -> None:
    """Empty lines are left out, the others stand behind the mark."""
    assert quoted("first\n\n<second>", 300) == "> first\n> &lt;second&gt;"
    assert quoted("  \n ", 300) == ""


def test_mention_takes_only_user_ids() -> None:
    """Anything else is shown as text."""
    assert mention("U0ANA") == "<@U0ANA>"
    assert mention("!channel>") == "!channel&gt;"


def test_times_are_shown_in_the_readers_zone() -> None:
    """Slack draws the moment for each reader; the fallback says UTC."""
    at = datetime(2026, 7, 10, 10, 42, tzinfo=timezone(timedelta(hours=2)))

    assert when(at) == "<!date^1783672920^{date_short_pretty} {time}|2026-07-10 08:42 UTC>"
    assert clock(at.astimezone(UTC)) == "<!date^1783672920^{time}|08:42 UTC>"
