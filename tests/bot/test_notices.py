"""What is told beside the cards."""

from bot.notices import TELLINGS
from journal.incidents.notices import NoticeKind


def test_every_kind_of_notice_can_be_told() -> None:
    """One that is missing in the table would hold up its channel."""
    assert set(TELLINGS) == set(NoticeKind)
