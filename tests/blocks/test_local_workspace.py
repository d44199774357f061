"""Everything that is drawn, held against the rules of the local workspace."""

import pytest

from blocks.answers.home import home_view
from blocks.card.details import details_modal, loading_modal
from blocks.card.incident import incident_card
from blocks.forms.resolve import resolve_modal
from blocks.kit.validate import checked, checked_view
from journal.entries.failure import FailureReason
from sandbox.slack.blocks.check import check_message, check_view
from tests.blocks.gallery import FACES, PEOPLE, of_reason
from tests.build import NOW, a_status, an_entry


@pytest.mark.parametrize("reason", FailureReason)
def test_card_of_every_reason_is_taken(reason: FailureReason) -> None:
    """The local workspace checks as Slack does, and takes each."""
    check_message(checked(incident_card(of_reason(reason), PEOPLE).blocks))


@pytest.mark.parametrize("face", FACES)
def test_every_face_and_form_is_taken(face: str) -> None:
    """The card, the form, the details and the Home tab of each face."""
    case = FACES[face]

    check_message(checked(incident_card(case, PEOPLE).blocks))
    check_view(checked_view(resolve_modal(case)))
    check_view(checked_view(loading_modal("Details")))
    check_view(checked_view(details_modal(case, [an_entry()], (), 0, 2)))
    check_view(checked_view(home_view([a_status()], [case], NOW)))
