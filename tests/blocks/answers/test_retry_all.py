"""All that waits of a book: asked about in one sentence, and what came of it in another."""

import pytest

from blocks.answers.retry_all import retried_card, retry_all_card
from journal.amounts.money import Money
from journal.errors import TransitionRefused
from journal.incidents.move import MoveName
from journal.moves.retry_all import Retried
from journal.ports import Waiting
from journal.rights import NotAllowed, Refusal, WhyNot
from tests.blocks.read import buttons

MONEY = (Money(481239, "USD"),)


@pytest.mark.parametrize(
    ("waiting", "said", "label"),
    [
        (
            Waiting((1,), 1, 3, MONEY),
            "*3 entries* of Harbor wait on 1 card · *$4,812.39*",
            "Post 3 entries again",
        ),
        (Waiting((1, 2), 2, 1, ()), "*1 entry* of Harbor waits on 2 cards", "Post 1 entry again"),
    ],
)
def test_the_question_names_count_cards_and_sum(waiting: Waiting, said: str, label: str) -> None:
    """The button says what it would do."""
    card = retry_all_card(waiting, "of Harbor", "book:1:0", "en_US")

    assert card.text == said
    assert buttons(card.blocks) == [label]


@pytest.mark.parametrize(
    ("retried", "said"),
    [
        (Retried(), "Nothing waits any more."),
        (Retried(posted=("INC-1", "INC-2")), "Posting again: INC-1, INC-2. The cards show"),
        (Retried(posted=tuple(f"INC-{n}" for n in range(9))), "INC-4 and 4 more. "),
        (Retried(asked=("INC-3",)), "A second person has to approve INC-3 on the card first."),
        (Retried(beyond=2), "In the time there was, 2 cards were not come to."),
        (
            Retried(left=(("INC-1", TransitionRefused("{who} was first.", who="U0ANA")),)),
            "Left: <@U0ANA> was first.",
        ),
        (
            Retried(left=(("INC-1", NotAllowed(Refusal(WhyNot.GUEST, MoveName.RETRY, "U0DEE"))),)),
            "Left: INC-1: Guests of this workspace may not post entries again",
        ),
    ],
)
def test_the_answer_names_what_was_done_and_what_was_left(retried: Retried, said: str) -> None:
    """A button goes on only where cards were not reached."""
    card = retried_card(retried, "book:1:7")

    assert said in card.text
    assert buttons(card.blocks) == ["Go on with those"] * bool(retried.beyond)
