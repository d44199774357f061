"""What stands in a card's place when Slack refuses it, or when it cannot be drawn."""

from blocks.card.incident import incident_card, text_card, undrawn_card
from tests.build import a_case


def test_a_refused_card_is_its_sentence_and_says_what_lacks() -> None:
    """The buttons are missing, of which incident, and what comes of it."""
    card = incident_card(a_case())

    assert text_card(card, "INC-7").text == (
        f"{card.text}\nSlack refused the buttons of INC-7. jefail sends them again every few"
        " minutes."
    )
    assert text_card(card).text == card.text


def test_a_card_that_cannot_be_drawn_names_who_can_help() -> None:
    """One line, with the incident where it is known."""
    assert undrawn_card("INC-7").text == (
        "jefail could not draw a message of INC-7. Your jefail administrator finds why in the log."
    )
    assert "INC" not in undrawn_card("").text
