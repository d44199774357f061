"""The message below a dropped file, as it stands; and the table of what can't be imported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blocks.kit import names
from blocks.kit.card import Card
from blocks.notices.offer import OfferSeen, offer_notice
from blocks.notices.offer_faults import offer_faults_notice
from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.offers.file_offer import OfferState, Progress
from journal.offers.summary import FileSummary, Wrong
from journal.rights import Rule
from tests.blocks.read import buttons, shown, usable
from tests.build import a_book, an_offer

S = OfferState


def seen(state: OfferState = S.OFFERED, rule: Rule | None = None, **changes: Any) -> OfferSeen:
    """Return an offer of Northwind with what is told of it."""
    return OfferSeen(an_offer(state=state, **changes), a_book(), rule=rule or Rule())


def drawn(state: OfferState = S.OFFERED, **changes: Any) -> Card:
    """Draw it."""
    return offer_notice(seen(state, **changes))


def summed(**changes: Any) -> FileSummary:
    """Return the summary of the offer, changed."""
    return replace(an_offer().summary, **changes)


def test_it_says_what_importing_takes_in() -> None:
    """How many, how much, whose, which days and sales channels; the button says the count."""
    card = drawn()

    assert (
        card.text
        == "*2 entries · $3,208.26* can be imported from *july.csv* for *Northwind Retail*"
    )
    assert "*Days* Jul 7 – 8, 2026 (2 days)\n*Sales channels* Shopify" in shown(card)
    assert buttons(card.blocks) == ["Import 2 entries", "Not now", "Change options"]


def test_everything_else_in_it_is_counted() -> None:
    """What is here already, what corrects, what is asked about, what can't be imported."""
    summary = summed(known=31, corrections=1, asked=1, faults=3, unpriced=2, changed=1)
    text = shown(drawn(summary=summary))

    assert "• 1 corrects what is here" in text
    assert "• 1 is asked about on a card" in text
    assert "• 31 of these are here already" in text
    assert "• 3 can't be imported; the thread says why" in text
    assert "• 2 get their amounts from unit costs" in text
    assert "*Fix* Changed entries are taken once *Change options* says what they are." in text


def test_several_currencies_stand_beside_each_other() -> None:
    """Sums of currencies are never added up."""
    amounts = (Money(100, "EUR"), Money(200, "USD"))

    assert "*2 entries · €1.00 + $2.00*" in drawn(summary=summed(amounts=amounts)).text


def test_a_file_that_is_here_already_has_no_button() -> None:
    """Nothing new in it: it says so, and offers nothing that could not help."""
    card = drawn(summary=summed(taken=0, known=31, amounts=()))

    assert card.text == (
        "Nothing new in *july.csv* for *Northwind Retail*: its 31 entries are here already"
    )
    assert buttons(card.blocks) == []


def test_a_file_of_faults_alone_is_not_imported() -> None:
    """Without an entry that can be taken there is no Import."""
    card = drawn(summary=FileSummary(faults=2))

    assert card.text.startswith("🔴 Nothing can be imported from *july.csv*")
    assert buttons(card.blocks) == ["Not now", "Change options"]


@pytest.mark.parametrize(
    ("state", "more", "text", "labels"),
    [
        (S.READING, {}, "⏳ Reading *july.csv* for *Northwind Retail*", []),
        (
            S.ASKS,
            {"why": "the dates may be read in two ways"},
            "*july.csv* for *Northwind Retail* leaves something open: the dates may be read in two"
            " ways",
            ["Answer", "Not now"],
        ),
        (
            S.REQUESTED,
            {"asked_by": "U_BEN", "moved_by": "U_BEN"},
            "👀 <@U_BEN> wants to import 2 entries · $3,208.26 from *july.csv* for *Northwind"
            " Retail*",
            ["Approve", "Decline"],
        ),
        (
            S.IMPORTING,
            {"moved_by": "U_BEN"},
            "⏳ Importing 2 entries · $3,208.26 from *july.csv* for *Northwind Retail* · <@U_BEN>",
            [],
        ),
        (
            S.IMPORTED,
            {"moved_by": "U_BEN", "progress": Progress(5, 2, 0, 2, 1)},
            "✅ <@U_BEN> imported 2 entries · $3,208.26 from *july.csv* for *Northwind Retail*"
            " · 2 were here already · 1 not imported",
            [],
        ),
        (
            S.DECLINED,
            {"moved_by": "U_BEN"},
            "Not imported: *july.csv* for *Northwind Retail* · <@U_BEN> said not now",
            ["Offer it again"],
        ),
        (
            S.REFUSED,
            {"why": "it is locked with a password"},
            "🔴 *july.csv* can't be imported for *Northwind Retail*. It is locked with a password",
            [],
        ),
    ],
)
def test_each_state_is_one_line(
    state: OfferState, more: dict[str, Any], text: str, labels: list[str]
) -> None:
    """The first line says how it stands and by whom; buttons are there where they help."""
    card = drawn(state, **more)

    assert card.text == text
    assert buttons(card.blocks) == labels


def test_who_approved_is_told() -> None:
    """Who asked imported it, and who approved stands below."""
    card = drawn(S.IMPORTED, asked_by="U_ANA", moved_by="U_BEN", progress=Progress(2, 2))

    assert card.text.startswith("✅ <@U_ANA> imported 2 entries")
    assert "Approved by <@U_BEN>" in shown(card)


def test_a_book_is_chosen_from_those_that_were_found() -> None:
    """In the order of their names, each with the offer it is for."""
    harbor = a_book(id=2, name="Harbor Coffee")
    offer = an_offer(state=S.WHICH_BOOK, book_id=None, book_ids=(1, 2))
    card = offer_notice(OfferSeen(offer, None, (a_book(), harbor)))

    assert card.text == "Which book is *july.csv* for?"
    (actions,) = (block.to_dict() for block in card.blocks if block.type == "actions")
    chooser = actions["elements"][0]
    assert chooser["action_id"] == names.OFFER_BOOK
    options = [(one["text"]["text"], one["value"]) for one in chooser["options"]]
    assert options == [("Harbor Coffee", "1:2"), ("Northwind Retail", "1:1")]


def test_a_second_person_does_not_see_a_direct_message() -> None:
    """There is no Import then, and the message says where someone can approve."""
    rule = Rule(MoveName.IMPORT, second_above=Money(100, "USD"))
    card = offer_notice(seen(rule=rule, channel_id="D0ANA"))

    assert names.OFFER_IMPORT not in [one["action_id"] for one in usable(card.blocks)]
    assert "Drop the file into <#C0BOOKS>" in shown(card)


def test_what_is_wrong_is_a_table() -> None:
    """Rows, entry and reason, one below the other; the rest is counted and in the CSV."""
    wrong = (
        Wrong(4, 5, "line", "A-2", "debits and credits differ by 1.00 USD"),
        Wrong(12, 12, "line", "", "the journal number is missing"),
    )
    card = offer_faults_notice(seen(summary=FileSummary(faults=40, wrong=wrong)))

    assert card.text == "*40 entries* of *july.csv* can't be imported as the file stands"
    assert (
        "Row  Entry  Why\n"
        "4-5  A-2    debits and credits differ by 1.00 USD\n"
        "12   -      the journal number is missing"
    ) in shown(card)
    assert "and 38 more. The CSV in this thread has every such row" in shown(card)


def test_long_causes_leave_room() -> None:
    """However much is wrong, the message is one that Slack takes."""
    wrong = tuple(Wrong(n, n, "line", "R" * 90, "why " * 200) for n in range(1, 21))
    card = offer_faults_notice(seen(summary=FileSummary(faults=20, wrong=wrong)))

    assert len(shown(card)) < 8000


def test_once_all_is_right_one_line_says_so() -> None:
    """The table goes when the file is read in another way that leaves nothing over."""
    card = offer_faults_notice(seen(summary=summed()))

    assert card.text == "All entries of *july.csv* can be read now"


def test_a_file_name_is_only_text() -> None:
    """A name from outside calls nobody and starts no link."""
    card = drawn(file_name="<!channel> *x*.csv", summary=summed(first=date(2026, 7, 7)))

    assert "<!channel>" not in card.text
    assert "&lt;!channel&gt;" in card.text
