"""What every ledger promises of entries that its platform holds outside the books."""

import pytest

from tests.agreements.stages import Lack, Stage
from tests.agreements.test_ledger_agreement import needs, wanted
from tests.fakes.ready import JULY_7

pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")


@needs(Lack.STATES)
async def test_what_waits_outside_the_books_is_not_posted(stage: Stage) -> None:
    """What waits outside the books is found as what it is, and as posted only once it is."""
    await stage.draft_by_hand("JF-1", JULY_7)

    (waiting,) = await stage.ledger.find([wanted()])

    assert waiting.is_draft
    assert await stage.numbers() == []
    await stage.post_by_hand(waiting.ledger_id)
    (posted,) = await stage.ledger.find([wanted()])
    assert not posted.is_draft
