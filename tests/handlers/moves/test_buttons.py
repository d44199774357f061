"""Each button: what it does, what a second click does, and what is said when it cannot."""

from structlog.testing import capture_logs

from blocks.answers.status import list_card
from blocks.kit import names
from blocks.kit.validate import checked
from blocks.words.refused import sentence_of
from handlers.edge.listening import UNEXPECTED
from journal.entries.entry import PostingStatus
from journal.errors import NotFound, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from tests.handlers.slack import Team
from tests.journal.bench import Bench

OPEN, RETRYING, RESOLVED = IncidentState


async def test_retry_is_taken_before_it_is_acknowledged(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Acked without a word: the card itself shows what comes of it."""
    answer = await team.click(names.RETRY, str(incident_id))

    assert answer.acked
    assert await bench.states() == [RETRYING]
    assert (await bench.entry()).status is PostingStatus.PENDING
    assert team.said_to("U_ANA") == []
    assert team.slack.calls == []


async def test_a_click_delivered_again_is_acked_and_does_nothing(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Slack may deliver an envelope twice."""
    press = team.button(names.RETRY, str(incident_id))

    first, second = await team.deliver(press), await team.deliver(press)

    assert first.acked
    assert second.acked
    assert (await bench.story()).count("retry") == 1
    assert team.said_to("U_ANA") == []


async def test_the_second_to_click_is_told_who_was_first(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Privately, on a card that is not replaced."""
    await team.click(names.RETRY, str(incident_id), by="U_ANA")
    answer = await team.click(names.RETRY, str(incident_id), by="U_BEN")

    assert answer.acked
    (told,) = team.slack.told
    (refusal,) = team.refusals("U_BEN")
    assert isinstance(refusal, TransitionRefused)
    assert refusal.named == {"who": "U_ANA"}
    assert told["response_type"] == "ephemeral"
    assert told["replace_original"] is False
    assert (await bench.story()).count("retry") == 1


async def test_reopen_takes_a_closing_back(bench: Bench, team: Team, incident_id: int) -> None:
    """The card is open again, in the name of who clicked."""
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)

    assert (await team.click(names.REOPEN, str(incident_id), by="U_BEN")).acked

    opened = (await bench.case()).incident
    assert (opened.state, opened.moved_by) == (OPEN, "U_BEN")


async def test_reopening_what_is_open_is_answered(team: Team, incident_id: int) -> None:
    """A card that was drawn before may still show the button."""
    assert (await team.click(names.REOPEN, str(incident_id))).acked
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)


async def test_a_link_is_acknowledged(team: Team) -> None:
    """Slack reports its clicks too, and would show a warning."""
    assert (await team.click(names.VIEW_IN_LEDGER)).acked
    assert team.slack.calls == []


async def test_a_value_that_is_no_incident_is_acked_and_answered(team: Team) -> None:
    """A payload is never trusted, and never ends in silence."""
    for place, value in enumerate(["99", "", "seven", "9" * 30], start=1):
        with capture_logs():
            assert (await team.click(names.RETRY, value)).acked
        assert len(team.said_to("U_ANA")) == place


async def test_without_a_place_to_answer_it_is_said_directly(team: Team, incident_id: int) -> None:
    """A message to the person alone."""
    await team.click(names.RETRY, str(incident_id))
    press = team.button(names.RETRY, str(incident_id))
    del press["response_url"]

    assert (await team.deliver(press)).acked

    (told,) = team.slack.called("chat.postMessage")
    assert told["channel"] == "U_ANA"
    (refusal,) = team.refusals("U_ANA")
    assert told["text"] == sentence_of(refusal)


async def test_details_opens_at_once_and_fills(team: Team, incident_id: int) -> None:
    """Opened before anything is read, since the trigger lapses; then with all entries."""
    assert (await team.click(names.DETAILS, str(incident_id))).acked

    (method, opened), (then, filled) = team.slack.calls
    assert (method, then) == ("views.open", "views.update")
    assert opened["trigger_id"]
    assert filled["view_id"] == "V1"
    assert "JF-3" in str(filled["view"])


async def test_details_is_in_the_menu_of_a_card_too(team: Team, incident_id: int) -> None:
    """Chosen there it opens the same window."""
    choice = {
        "type": "overflow",
        "action_id": names.MORE,
        "action_ts": "1.2",
        "selected_option": {"value": names.more_value(names.DETAILS, incident_id)},
    }

    assert (await team.click(names.MORE, actions=[choice])).acked

    assert [method for method, _arguments in team.slack.calls] == ["views.open", "views.update"]


async def test_details_of_what_is_not_there_says_so(team: Team) -> None:
    """The window stays as it was opened, and the person is told why."""
    assert (await team.click(names.DETAILS, "99")).acked
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, NotFound)
    assert "INC-99" in team.said_to("U_ANA")[0]


async def test_a_page_is_turned_in_the_window(team: Team, incident_id: int) -> None:
    """The window that was seen is redrawn; when someone was faster, nothing is said of it."""
    view = {"id": "V7", "hash": "h7"}
    turned = names.DETAILS_NEXT, f"{incident_id}:1"

    assert (await team.click(*turned, view=view)).acked
    (filled,) = team.slack.called("views.update")
    assert (filled["view_id"], filled["hash"]) == ("V7", "h7")

    team.slack.answers["views.update"] = {"ok": False, "error": "hash_conflict"}
    assert (await team.click(*turned, view=view)).acked
    assert team.said_to("U_ANA") == []


async def test_a_lapsed_trigger_asks_for_another_click(team: Team, incident_id: int) -> None:
    """The person waited too long for a window that cannot open any more."""
    team.slack.answers["views.open"] = {"ok": False, "error": "expired_trigger_id"}

    assert (await team.click(names.DETAILS, str(incident_id))).acked

    assert team.said_to("U_ANA") == [UNEXPECTED]


async def test_a_page_of_the_list_takes_the_place_of_the_one_before(
    team: Team, incident_id: int
) -> None:
    """For the person alone, however far it goes."""
    for page in ("0", "1", "5"):
        assert (await team.click(names.LIST_NEXT, page)).acked

    first, _second, third = team.slack.told
    assert all(one["replace_original"] for one in (first, third))
    assert "INC-1" in str(first)
    assert third["blocks"] == checked(list_card([], 5).blocks)
