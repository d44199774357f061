"""The same desk when Slack calls it over signed HTTP instead of a socket."""

from pathlib import Path

from tests.stories.desk import open_desk

FILES = Path(__file__).parent / "files"


async def test_a_card_is_retried_and_resolved_over_http(database_url: str, tmp_path: Path) -> None:
    """Buttons, forms and commands arrive signed; the card closes as it does over the socket."""
    async with open_desk(database_url, tmp_path, slack_app_token="") as desk:
        company = await desk.company()
        await company.switch(can_post=False)
        await desk.take(company, FILES / "sales.jsonl")
        card = await desk.card("*3 entries*", "may not")
        await desk.quiet()

        assert "3 wait" in await desk.command("status")
        await desk.resolve(card, "other", "we look at it tomorrow")
        closed = await desk.card("we look at it tomorrow")
        await desk.click(closed, "Reopen")
        again = await desk.card("may not")
        await company.switch(can_post=True)
        await desk.quiet()
        await desk.click(again, "Retry")

        await desk.card("Posted")
        assert len(await company.ledger()) == 3
