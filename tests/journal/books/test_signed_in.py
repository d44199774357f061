"""Who signed in, as people may be shown it, whatever the platform was told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.books.signed_in import MOST_OF_EMAIL, MOST_OF_NAME, NOBODY, SignedIn, signed_in_as


def test_a_person_is_shown_by_what_is_told() -> None:
    """Name and address, or one of them, or nothing."""
    assert SignedIn("Mallory Quinn", "m@example.com").whole == "Mallory Quinn (m@example.com)"
    assert SignedIn("Mallory Quinn").whole == "Mallory Quinn"
    assert SignedIn(email="m@example.com").whole == "m@example.com"
    assert NOBODY.whole == ""
    assert "m@" not in repr(SignedIn("Mallory Quinn", "m@example.com"))


@pytest.mark.parametrize(
    "name", ["ana@northwind.com", "Ana (ana@northwind.com)", "ana\uff20northwind.com", "a\ufe6bb"]
)
def test_a_name_that_looks_like_an_address_is_left_out(name: str) -> None:
    """Else it would pass for the address that the platform vouches for."""
    assert signed_in_as(name, "m@example.com") == SignedIn(email="m@example.com")
    assert signed_in_as(name) == NOBODY


@pytest.mark.parametrize(
    "email",
    [
        *("mallory", "@example.com", "m@", "m@x@y", "m@example.com, ana@northwind.com"),
        *("<!channel>@example.com", '"Ana" <m@example.com>', "m@example.com (Ana)"),
        f"{'m' * MOST_OF_EMAIL}@example.com",
    ],
)
def test_what_is_no_address_is_left_out(email: str) -> None:
    """Nothing but one whole address is told as one."""
    assert signed_in_as("Mallory Quinn", email) == SignedIn("Mallory Quinn")


def test_an_address_that_is_not_proven_is_left_out() -> None:
    """The platform says so itself."""
    person = signed_in_as("Mallory Quinn", "ana@northwind.com", is_verified=False)

    assert person == SignedIn("Mallory Quinn")


def test_what_cannot_be_seen_is_taken_away() -> None:
    """Lines, escapes of a terminal, marks that turn writing around, and what can't be stored."""
    person = signed_in_as(
        " Mal\x00\u202elory\n\x1b[31mQuinn\ud800\u00a0II ", " m@example.com\u200b"
    )

    assert person == SignedIn("Mal lory [31mQuinn II", "m@example.com")


def test_a_long_name_is_cut_and_an_address_never() -> None:
    """The address is what tells people apart."""
    long = f"{'m' * 64}@{'x' * (MOST_OF_EMAIL - 69)}.com"

    person = signed_in_as("Mallory " * 1000, long)

    assert len(person.name) <= MOST_OF_NAME
    assert person.email == long


@given(st.text(), st.text(), st.booleans())
def test_any_text_is_one_line_that_can_be_kept(name: str, email: str, is_verified: bool) -> None:
    """Whatever a platform tells, it can be printed, stored and told again as it is."""
    person = signed_in_as(name, email, is_verified=is_verified)

    assert person.whole.isprintable()
    assert person == signed_in_as(person.name, person.email)
    assert "@" not in person.name
