"""What people read of a company that someone signed in to: who, which, and what became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blocks.kit import names
from blocks.notices.connecting import confirm_notice, connected_notice
from journal.books.consent import Answer, Connecting
from journal.books.signed_in import MOST_OF_EMAIL, NOBODY, SignedIn, signed_in_as
from tests.blocks.read import shown, usable
from tests.build import a_book

BOOK = a_book(name="Northwind Retail")
MALLORY = SignedIn("Mallory Quinn", "mallory@example.com")
TOLD = Connecting(
    link_id=7,
    book_id=1,
    platform="QuickBooks",
    company="Mallory Inc.",
    realm="9341",
    asked_by="U0ANA",
    signed_in=MALLORY,
)


@pytest.mark.parametrize(
    ("person", "text"),
    [
        (
            MALLORY,
            "You signed in as Mallory Quinn (mallory@example.com) to Mallory Inc. in QuickBooks."
            " Connect *Northwind Retail* to it?",
        ),
        (
            SignedIn(email="mallory@example.com"),
            "You signed in as mallory@example.com to Mallory Inc. in QuickBooks."
            " Connect *Northwind Retail* to it?",
        ),
        (
            SignedIn("Mallory Quinn"),
            "You signed in as Mallory Quinn to Mallory Inc. in QuickBooks."
            " Connect *Northwind Retail* to it?",
        ),
        (
            NOBODY,
            "You signed in to Mallory Inc. in QuickBooks. Connect *Northwind Retail* to it?",
        ),
    ],
)
def test_the_question_says_who_signed_in_and_to_what(person: SignedIn, text: str) -> None:
    """As far as the platform tells, with both answers."""
    card = confirm_notice(replace(TOLD, signed_in=person), BOOK)

    assert card.text == text
    assert text in shown(card)
    actions = [one["action_id"] for one in usable(card.blocks)]
    assert actions == [names.CONNECT_CONFIRM, names.CONNECT_DECLINE]


@pytest.mark.parametrize(
    ("answer", "person", "text"),
    [
        (
            Answer.CONNECTED,
            MALLORY,
            "✅ Northwind Retail is connected to Mallory Inc. in QuickBooks,"
            " signed in as mallory@example.com.",
        ),
        (
            Answer.CONNECTED,
            NOBODY,
            "✅ Northwind Retail is connected to Mallory Inc. in QuickBooks.",
        ),
        (
            Answer.DECLINED,
            MALLORY,
            "Northwind Retail was not connected to Mallory Inc. in QuickBooks. The sign-in as"
            " Mallory Quinn (mallory@example.com) is not used.",
        ),
        (
            Answer.DECLINED,
            NOBODY,
            "Northwind Retail was not connected to Mallory Inc. in QuickBooks."
            " The sign-in is not used.",
        ),
    ],
)
def test_once_answered_it_says_what_became_of_it(
    answer: Answer, person: SignedIn, text: str
) -> None:
    """In one line without buttons, and still by whom."""
    card = confirm_notice(replace(TOLD, signed_in=person, answer=answer), BOOK)

    assert card.text == text
    assert usable(card.blocks) == []


@pytest.mark.parametrize(
    ("person", "ending"),
    [
        (MALLORY, "in QuickBooks, signed in as mallory@example.com."),
        (SignedIn("Mallory Quinn"), "in QuickBooks, signed in as Mallory Quinn."),
        (NOBODY, "in QuickBooks."),
    ],
)
def test_the_channel_reads_company_and_person(person: SignedIn, ending: str) -> None:
    """Who asked for the link, and who signed in by it."""
    card = connected_notice(replace(TOLD, signed_in=person), BOOK)

    assert card.text == f"🔗 <@U0ANA> connected *Northwind Retail* to Mallory Inc. {ending}"


def test_a_server_of_ones_own_is_told_with_its_host() -> None:
    """It calls its company and its people as it likes, so where it is says what it is."""
    told = replace(TOLD, platform="Tryton", company="Northwind", host="books.mallory.example")
    there = "Northwind in Tryton at books.mallory.example"

    assert f" to {there}. Connect " in confirm_notice(told, BOOK).text
    assert f" to {there}, signed in as mallory@example.com." in connected_notice(told, BOOK).text


def test_what_strangers_are_called_formats_nothing() -> None:
    """Neither a name nor an address calls anyone, links anywhere or marks what stands around it."""
    person = signed_in_as("*Ana* <!channel> ~x~ :tada: `y`", "_m_&*@example.com")

    for card in (
        confirm_notice(replace(TOLD, signed_in=person), BOOK),
        confirm_notice(replace(TOLD, signed_in=person, answer=Answer.DECLINED), BOOK),
        connected_notice(replace(TOLD, signed_in=person), BOOK),
    ):
        read = shown(card)
        assert "<!channel>" not in read
        assert not [mark for mark in ("*Ana*", "~x~", ":tada:", "`y`", "*@") if mark in read]


def test_the_longest_address_stands_whole() -> None:
    """However long the name before it is, since the address tells people apart."""
    email = f"{'m' * 64}@{'x' * (MOST_OF_EMAIL - 69)}.com"
    person = signed_in_as("Ana Lima " * 50, email)

    for card in (
        confirm_notice(replace(TOLD, signed_in=person), BOOK),
        connected_notice(replace(TOLD, signed_in=person), BOOK),
    ):
        assert email in card.text
