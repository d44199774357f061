"""What platforms say is kept as PostgreSQL can hold it, and without secrets."""

import pytest

from connectors.words import MAX_WHOLE, MAX_WORDS, redacted, whole

TOKEN = "a1/b2+c3=="


def test_an_answer_is_kept_as_it_came() -> None:
    """With everything that is in it and that no sentence of ours tells."""
    body = b' {"Fault": {"Error": [{"code": "6210"}]}, "time": "2026-07-08"}\n'

    assert whole(body, TOKEN) == body.decode().strip()


@pytest.mark.parametrize("spelt", ["a1/b2+c3==", r"a1\/b2+c3=="])
def test_our_own_token_is_taken_out_however_it_is_spelt(spelt: str) -> None:
    """JSON may write a stroke with a backslash before it."""
    told = whole(f'{{"Authorization": "Bearer {spelt}"}}'.encode(), TOKEN)

    assert "b2" not in told
    assert "[hidden]" in told


def test_what_no_text_in_postgresql_holds_is_left_out() -> None:
    """JSON can spell a NUL and half a character."""
    assert redacted("a\0b\ud800c") == "ab?c"
    assert whole(b"a\0b\xffc") == "ab\ufffdc"


def test_both_have_an_end() -> None:
    """A page of HTML does not fill the database."""
    assert len(redacted("w" * 10 * MAX_WORDS)) == MAX_WORDS
    assert len(whole(b"w" * 10 * MAX_WHOLE)) == MAX_WHOLE
