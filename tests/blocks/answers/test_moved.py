"""What a command that moved a card is answered with."""

import pytest

from blocks.answers.moved import resolved_text, retried_text
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Request
from journal.incidents.move import MoveName
from tests.build import NOW, an_incident

ASKED = an_incident(request=Request(MoveName.RETRY, "U0ANA", NOW))


def test_a_retry_leads_to_the_card() -> None:
    """What comes of it is told there."""
    assert retried_text(an_incident()) == "Posting INC-7 again; its card shows what comes of it."


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (HowResolved.FIXED_IN_PLATFORM, "Closed INC-7. Its card says whether its entries were"),
        (HowResolved.OTHER, "Closed INC-7; its card says how"),
    ],
)
def test_a_closing_says_whether_it_is_checked(how: HowResolved, said: str) -> None:
    """What is said to be fixed is looked for, and the card tells what was found."""
    assert resolved_text(an_incident(), how).startswith(said)


def test_what_a_second_person_decides_is_not_called_done() -> None:
    """It is asked for, and on which card."""
    said = "Asked for: a second person has to approve it on the card of INC-7."

    assert retried_text(ASKED) == said
    assert resolved_text(ASKED, HowResolved.NOT_NEEDED) == said
