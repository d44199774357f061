"""The same desk when Slack calls it over signed HTTP instead of a socket."""

from pathlib import Path

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.failure import FailureReason
from tests.stories.desk import open_desk
from tests.stories.seen import the_card

FILES = Path(__file__).parent / "files"


async def test_a_card_is_retried_and_resolved_over_http(database_url: str, tmp_path: Path) -> None:
    """Buttons, forms and commands arrive signed; the card closes as it does over the socket."""
    async with open_desk(database_url, tmp_path, slack_app_token="") as desk:
        company = await desk.company()
        await company.switch(can_post=False)
        await desk.take(company, FILES / "sales.jsonl")
        card = await the_card(desk, FailureReason.PERMISSION, waiting=3)
        await desk.quiet()

        assert "$2,307.75" in await desk.command("status")
        await desk.resolve(card, "other", "we look at it tomorrow")
        closed = await the_card(desk, face=Face.BY_HAND, note="we look at it tomorrow")
        await desk.click(closed, names.REOPEN)
        again = await the_card(desk, FailureReason.PERMISSION, face=Face.REOPENED)
        await company.switch(can_post=True)
        await desk.quiet()
        await desk.click(again, names.RETRY)

        await the_card(desk, face=Face.POSTED)
        assert len(await company.ledger()) == 3
