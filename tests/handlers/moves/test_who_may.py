"""Every way to move something, tried by those who may not: nothing moves, and only they are told.

Each tries every button, menu, form, command and shortcut. Looking is free to everybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest

from blocks.answers.rights import refusal_text
from blocks.card.request import approve_value
from blocks.forms.resolve import resolve_modal
from blocks.kit import names
from blocks.kit.carrying import carry
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.catalogue import CLOSING as CLOSING_MOVES
from journal.moves.duplicate import Judged
from journal.moves.hand_edit import Apart, Kept
from journal.moves.redate import Agreed
from journal.moves.skip import Skipped
from journal.rights import NotAllowed, Person, Refusal, Rule, WhyNot
from tests.handlers.forms.test_lines import lines
from tests.handlers.moves.test_more import option, sent
from tests.handlers.slack import Answer, Json, Team, a_form
from tests.handlers.views import options
from tests.journal.bench import Bench
from tests.storage.stage import rows, some_entries

OPEN, RETRYING, RESOLVED = IncidentState


@dataclass(frozen=True, slots=True)
class Someone:
    """A person at a card, as Slack tells of them with each thing they do."""

    team: Team
    id: str
    workspace: str = "T1"

    async def do(self, payload: Json) -> Answer:
        """Do it."""
        who = {"user": {"id": self.id, "team_id": self.workspace}, "team": {"id": "T1"}}
        return await self.team.deliver({**payload, **who})

    async def press(self, action_id: str, value: str = "1") -> Answer:
        """Press a button."""
        return await self.do(self.team.button(action_id, value))

    async def choose(self, move: str) -> Answer:
        """Choose from the card's menu."""
        chosen = {"type": "overflow", "action_id": names.MORE, "action_ts": "1.2"}
        picked = {**chosen, "selected_option": {"value": names.more_value(move, 1)}}
        return await self.do({**self.team.button(names.MORE, "1"), "actions": [picked]})

    async def send(self, view: Json) -> Answer:
        """Send a form in, however it came to be open."""
        return await self.do({"type": "view_submission", "view": view})

    async def use_shortcut(self) -> Answer:
        """Use the message shortcut on the card."""
        button = {"type": "button", "action_id": names.RETRY, "value": "1"}
        message = {"blocks": [{"type": "actions", "elements": [button]}]}
        used = {"type": "message_action", "callback_id": names.RESOLVE_SHORTCUT}
        place = {"trigger_id": "9.1.a", "response_url": f"{self.team.url}/told"}
        return await self.do({**used, **place, "message": message})


Try = Callable[[Someone], Awaitable[Answer]]


def pressing(action_id: str) -> Try:
    """Return how a button is pressed."""
    return lambda who: who.press(action_id)


def choosing(move: str) -> Try:
    """Return how something is chosen from the menu."""
    return lambda who: who.choose(move)


def sending(view: Json) -> Try:
    """Return how a form is sent in."""
    return lambda who: who.send(view)


def keeping(who: Someone) -> Awaitable[Answer]:
    """Press Keep theirs, of a version that was seen."""
    return who.press(names.KEEP_THEIRS, carry(1, Kept("3")))


PEOPLE_FIELD = {names.PERSON_BLOCK: (names.PERSON_INPUT, {"selected_user": "U_BEN"})}
CLICKED = (
    names.RETRY,
    names.RESOLVE,
    names.REOPEN,
    names.STOP,
    names.WAKE,
    names.ASK_OWNER,
    names.RECONNECT,
    names.MAP,
    names.CODE,
    names.ADD_COSTS,
    names.COMPARE,
    names.EDIT_LINES,
    names.OVERWRITE,
    names.POST_APART,
    names.SKIP,
    names.SUPPORT,
    names.SUPPORT_MAIL,
)
CHOSEN = (names.TAKE, names.ASSIGN, names.SNOOZE, names.SUPPORT, names.SKIP, names.TEST)
FORMS: Mapping[str, Json] = {
    "resolve": a_form(1, HowResolved.FIXED_IN_PLATFORM.value),
    "assign": sent(names.ASSIGN_FORM, 1, **PEOPLE_FIELD),
    "skip": sent(names.SKIP_CONFIRMED_FORM, carry(1, Skipped())),
    "compare": sent(
        names.COMPARE_FORM,
        carry(1, Judged(1, 1, "9")),
        **{names.TWIN_BLOCK: (names.TWIN_INPUT, option("link"))},
    ),
    "draft": sent(names.PERIOD_FORM, 1, **{names.WAY_BLOCK: (names.WAY_INPUT, option("draft"))}),
    "another entry": sent(names.APART_FORM, carry(1, Apart(1, 1))),
    "another day": sent(names.REDATE_FORM, carry(1, Agreed(date(2026, 8, 1), 3))),
    "lines": lines(("Clearing", "Debit 1.00"), ("4010", "Credit 1.00")),
    "support": sent(
        names.SUPPORT_FORM, 1, **{names.SUMMARY_BLOCK: (names.SUMMARY_INPUT, {"value": "look"})}
    ),
}
TRIES: Mapping[str, Try] = {
    **{f"press {one}": pressing(one) for one in CLICKED},
    **{f"choose {one}": choosing(one) for one in CHOSEN},
    **{f"send {name}": sending(one) for name, one in FORMS.items()},
    "press Keep theirs": keeping,
    "shortcut": lambda who: who.use_shortcut(),
}


@pytest.fixture(autouse=True)
async def _people(bench: Bench, incident_id: int) -> None:
    """Dee is a guest, and Chi owns the connection."""
    del incident_id  # its book is there
    async with bench.store() as store:
        await store.roster.meet([(Person("U_DEE", "Dee", is_guest=True), "dee", False)])
        await store.desk.set_owner((await bench.case()).connection.id, "U_CHI")


@pytest.mark.parametrize(
    ("person", "workspace", "why"),
    [
        ("U_DEE", "T1", WhyNot.GUEST),
        ("U_FAR", "T2", WhyNot.EXTERNAL),
    ],
)
async def test_guests_and_strangers_move_nothing(
    bench: Bench, team: Team, person: str, workspace: str, why: WhyNot
) -> None:
    """No form opens for them, nothing changes, and they are told why and that others could."""
    before, story = await bench.case(), await bench.story()

    for number, (name, tried) in enumerate(TRIES.items(), start=1):
        assert (await tried(Someone(team, person, workspace))).acked, name
        told = team.whys(person)
        assert len(told) == len(team.said_to(person)) == number, name
        assert {one.why for one in told} == {why}, name
        assert all(one.rule.anyone and not one.could for one in told), name

    assert {method for method, _arguments in team.slack.calls} <= {"chat.postMessage"}
    assert (await bench.case(), await bench.story()) == (before, story)


async def test_guests_command_nothing(bench: Bench, team: Team) -> None:
    """Answered in the acknowledgement, which only they see."""
    before = await bench.case()

    for typed in (
        "retry INC-1",
        "retry northwind",
        "resolve INC-1 fixed",
        "resolve INC-1 other since so",
        "assign INC-1 me",
        "snooze INC-1 1h",
        "connect northwind",
    ):
        answer = await team.command(typed, by="U_DEE")
        assert isinstance(answer.refusal, NotAllowed), typed
        assert answer.refusal.refusal.why is WhyNot.GUEST, typed

    assert await bench.case() == before


async def test_a_guest_who_is_named_may(bench: Bench, team: Team) -> None:
    """For that move, by themselves; being in a group is not enough."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(MoveName.RETRY, people=("U_DEE",)))
        await store.roster.keep_groups({})

    await Someone(team, "U_DEE").press(names.RESOLVE)
    await Someone(team, "U_DEE").press(names.RETRY)

    assert len(team.said_to("U_DEE")) == 1
    assert await bench.states() == [RETRYING]


async def test_a_guest_neither_approves_nor_declines(bench: Bench, team: Team) -> None:
    """What someone asked for waits on for those who may."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(MoveName.RETRY, second_above=Money(1, "USD")))
    await team.click(names.RETRY, "1")

    await Someone(team, "U_DEE").press(names.APPROVE, approve_value(await bench.case()))
    await Someone(team, "U_DEE").press(names.DECLINE)

    assert [one.why for one in team.whys("U_DEE")] == [WhyNot.GUEST] * 2
    assert (await bench.case()).request is not None


async def test_looking_is_free(team: Team) -> None:
    """Guests read what the channel shows, and no more is asked of them."""
    for action_id in (names.DETAILS, names.EXPLAIN):
        await Someone(team, "U_DEE").press(action_id)

    assert len(team.slack.called("views.open")) == 2
    assert team.said_to("U_DEE") == []


CLOSING: Mapping[str, Try] = {
    "press Resolve": pressing(names.RESOLVE),
    "press Skip": pressing(names.SKIP),
    "choose Skip": choosing(names.SKIP),
    "press Keep theirs": keeping,
    "shortcut": lambda who: who.use_shortcut(),
    "send how": sending(a_form(1, HowResolved.FIXED_IN_PLATFORM.value)),
    "send not needed": sending(a_form(1, HowResolved.NOT_NEEDED.value)),
    "send skip": TRIES["send skip"],
}


@pytest.fixture
async def prepared(bench: Bench) -> None:
    """Ana prepared one of the entries."""
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE entry SET prepared_by = 'ana@local.example' WHERE id = 1")


@pytest.mark.usefixtures("prepared")
async def test_nobody_closes_what_they_prepared(bench: Bench, team: Team) -> None:
    """However it is tried, before a form opens and when one is sent in all the same."""
    for name, tried in CLOSING.items():
        assert (await tried(Someone(team, "U_ANA"))).acked, name
        refusal = team.whys("U_ANA")[-1]
        assert (refusal.why, refusal.move in CLOSING_MOVES) == (WhyNot.PREPARER, True), name
        assert refusal.rule.anyone, name

    assert len(team.whys("U_ANA")) == len(team.said_to("U_ANA")) == len(CLOSING)
    assert team.slack.called("views.open") == []
    assert await bench.states() == [OPEN]


@pytest.mark.usefixtures("prepared")
async def test_nor_by_a_command_nor_by_approving_it(bench: Bench, team: Team) -> None:
    """Ben asks to close it: Ana, who prepared it, is not the one who approves."""
    answer = await team.command("resolve INC-1 not-needed")
    assert isinstance(answer.refusal, NotAllowed)
    assert answer.refusal.refusal.why is WhyNot.PREPARER
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(MoveName.RESOLVE, second_above=Money(1, "USD")))
    await team.command("resolve INC-1 not-needed", by="U_BEN")

    approve = approve_value(await bench.case())
    await Someone(team, "U_ANA").press(names.APPROVE, approve)

    assert [one.why for one in team.whys("U_ANA")] == [WhyNot.PREPARER]
    assert await bench.states() == [OPEN]
    await Someone(team, "U_CHI").press(names.APPROVE, approve)
    assert await bench.states() == [RESOLVED]


@pytest.mark.usefixtures("prepared")
async def test_who_prepared_it_may_have_it_posted(bench: Bench, team: Team) -> None:
    """Only the end without posting is not theirs."""
    await Someone(team, "U_ANA").press(names.RETRY)

    assert await bench.states() == [RETRYING]


async def test_a_form_leaves_out_what_the_person_may_not(bench: Bench, team: Team) -> None:
    """Ana may close but not skip: only what is looked up is offered, and why is said."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        skip = Rule(MoveName.SKIP, anyone=False, people=("U_CHI",))
        await store.rights.save(book.id, skip)

    await team.click(names.RESOLVE, "1")

    view = team.slack.called("views.open")[0]["view"]
    assert options(view, names.HOW_INPUT) == [HowResolved.FIXED_IN_PLATFORM.value]
    why = Refusal(
        WhyNot.NOT_NAMED, MoveName.SKIP, "U_ANA", skip, "Northwind Retail", could=("U_CHI",)
    )
    case = await bench.case()
    asked = resolve_modal(case, no_skipping=refusal_text(why))
    assert view["blocks"] == checked_view(asked)["blocks"]


async def test_the_comparison_offers_what_the_person_may(bench: Bench, team: Team) -> None:
    """One answer is left out; where none is left, the window does not open."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(
            book.id, Rule(MoveName.POST_ANYWAY, anyone=False, people=("U_CHI",))
        )
    (one, *_rest) = await rows(bench.database, "SELECT id, reference FROM entry ORDER BY id")
    bench.ledger.can_post = True
    bench.ledger.type_by_hand(f"JF-{one.id}", some_entries(1)[0].date)

    await team.click(names.COMPARE, "1")
    view = team.slack.called("views.update")[-1]["view"]
    assert options(view, names.TWIN_INPUT) == ["link"]

    async with bench.store() as store:
        await store.rights.save(book.id, Rule(MoveName.LINK, anyone=False, people=("U_CHI",)))
    await team.click(names.COMPARE, "1")
    assert len(team.slack.called("views.open")) == 1
    (refusal,) = team.whys("U_ANA")
    assert (refusal.why, refusal.move, refusal.could) == (
        WhyNot.NOT_NAMED,
        MoveName.LINK,
        ("U_CHI",),
    )


async def test_no_form_opens_while_another_wish_waits(bench: Bench, team: Team) -> None:
    """Nobody types in vain: who asks already is said before a form opens."""
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(None, second_above=Money(1, "USD")))
    await team.click(names.RETRY, "1")

    for action_id in (names.RESOLVE, names.EDIT_LINES):
        await team.click(action_id, "1", by="U_BEN")
    await Someone(team, "U_BEN").use_shortcut()

    assert team.slack.called("views.open") == []
    refusals = team.refusals("U_BEN")
    assert [type(one) for one in refusals] == [TransitionRefused] * 3
    assert all(one.named == {"who": "U_ANA"} for one in refusals)


async def test_a_stranger_is_told_so_where_a_link_would_let_them_in(team: Team) -> None:
    """Reconnect gives no link to people of another workspace."""
    await Someone(team, "U_FAR", "T2").press(names.RECONNECT)

    (refusal,) = team.whys("U_FAR")
    assert (refusal.why, refusal.move) == (WhyNot.EXTERNAL, MoveName.CONNECT)
    assert "/connect/" not in str(replace(team.slack, calls=[]).told)
