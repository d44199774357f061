"""What one person asks of another, in the message that tells it."""

from __future__ import annotations

from blocks.kit import names
from blocks.notices.assign import assigned_notice
from blocks.notices.support import support_notice
from journal.incidents.notices import ToSupport
from tests.blocks.read import shown, usable
from tests.build import a_case


def test_a_person_who_is_given_a_case_reads_by_whom() -> None:
    """The message says by whom, which and where, and leads to everything about it."""
    card = assigned_notice(a_case(), "U0ANA", {})

    assert card.text.startswith("<@U0ANA> gave you INC-7, in <#C0BOOKS>. ")
    assert [one["action_id"] for one in usable(card.blocks)] == [names.DETAILS]


def test_those_who_help_read_who_asks_and_what() -> None:
    """What the person wrote stands there as it is, and how to answer."""
    card = support_notice(a_case(), "U0ANA", ToSupport("Who can see to it?"))

    assert card.text == "<@U0ANA> asks for help with INC-7, from <#C0BOOKS>"
    assert "```Who can see to it?```" in shown(card)
