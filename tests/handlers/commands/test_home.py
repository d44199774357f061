"""The Home tab: drawn when it is opened, and drawn again when asked."""

from blocks.answers.status import status_lines
from blocks.card.headline import headline
from blocks.kit import names
from blocks.words.unchecked import unchecked_said
from journal.amounts.money import Money
from journal.incidents.incident import Tally
from tests.build import NOW
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench


def opened(tab: str = "home") -> Json:
    """Return the event of someone who opens the app."""
    return {
        "type": "event_callback",
        "event_id": "Ev1",
        "event": {"type": "app_home_opened", "user": "U_ANA", "channel": "D1", "tab": tab},
    }


async def test_opened_it_shows_how_the_books_stand(team: Team, incident_id: int) -> None:
    """For the person who opened it."""
    assert (await team.deliver(opened())).acked

    (shown,) = team.slack.called("views.publish")
    assert shown["user_id"] == "U_ANA"
    assert "Northwind Retail" in str(shown["view"])


async def test_what_is_said_to_be_fixed_stays_on_it(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """With its sum and its case, until it was seen in the books."""
    await team.command("resolve INC-1 fixed")
    await team.deliver(opened())

    (shown,) = team.slack.called("views.publish")
    case = await bench.case()
    waiting = Tally(3, (Money(481239, "USD"),))
    assert unchecked_said(waiting, case.book) in str(shown["view"])
    assert headline(case, {}) in str(shown["view"])


async def test_the_messages_tab_draws_nothing(team: Team) -> None:
    """Slack tells of both tabs by one event."""
    assert (await team.deliver(opened("messages"))).acked
    assert team.slack.calls == []


async def test_refresh_draws_it_again(team: Team, incident_id: int) -> None:
    """For the person who pressed it, also before there is any book."""
    view = {"id": "V1", "hash": "h1", "type": "home"}

    assert (await team.click(names.HOME_REFRESH, by="U_BEN", view=view)).acked

    (shown,) = team.slack.called("views.publish")
    assert shown["user_id"] == "U_BEN"


async def test_an_empty_desk_says_what_comes_first(team: Team) -> None:
    """Anyone who installed it sees what to do."""
    await team.deliver(opened())

    (shown,) = team.slack.called("views.publish")
    (said,) = status_lines([], NOW)
    assert said in str(shown["view"])
