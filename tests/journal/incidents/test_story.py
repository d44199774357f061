"""A story is read as it was kept, whichever release wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.entries.entry import EntryKind
from journal.entries.grounds import Ground
from journal.incidents.codec import to_json
from journal.incidents.how_resolved import HowResolved
from journal.incidents.move import MoveName
from journal.incidents.notices import (
    NoticeKind,
    ToAsker,
    ToAssignee,
    ToOwner,
    ToSupport,
    Word,
    word_of,
)
from journal.incidents.story.event import RECORDS, Event, Turn, UnknownTurn, turn_of, turn_of_fix
from journal.incidents.story.kinds import EventKind
from journal.incidents.story.mending import (
    AccountsMapped,
    CostsAdded,
    EntriesRedated,
    LinesEdited,
    PostedAnyway,
    PostedApart,
    TheirsKept,
    TheirsOverwritten,
)
from journal.incidents.story.people import IncidentReopened, IncidentResolved, RetryAsked
from journal.incidents.story.posting import EntriesFound
from journal.incidents.story.values import Batch, MappedCategory, SetCost
from tests.kept_turns import KEPT, Kept

EMPTY: tuple[Any, ...] = (None, "", 0, [], {})
AT = datetime(2026, 7, 11, 9, tzinfo=UTC)


def test_every_kind_has_one_record_and_an_example() -> None:
    """A new kind is added in three places, and this names the one that was forgotten."""
    assert set(RECORDS) == set(EventKind)
    assert {one.kind for one in KEPT} == set(EventKind)


@pytest.mark.parametrize("kind", EventKind)
def test_every_field_is_kept_by_an_example(kind: EventKind) -> None:
    """Else its key could change without a test that fails."""
    record = RECORDS[kind]
    told = [turn_of(one.kind, one.facts) for one in KEPT if one.kind == kind]

    unused = {
        field.name
        for field in fields(record)
        if all(getattr(one, field.name) == getattr(record(), field.name) for one in told)
    }

    assert unused == set()


@pytest.mark.parametrize("one", KEPT, ids=lambda one: one.kind)
def test_what_is_read_is_kept_under_the_same_keys(one: Kept) -> None:
    """The release before reads what this one writes; only what is empty is left out."""
    turn = turn_of(one.kind, one.facts)
    kept = to_json(turn)

    assert turn_of(turn.kind, kept) == turn
    assert _without_empty(kept) == _without_empty(one.facts)
    assert set(kept) <= set(one.facts)


def _without_empty(value: Any) -> Any:
    """Return JSON without what reads as nothing, which a release may write or leave out."""
    if isinstance(value, Mapping):
        inner = {key: _without_empty(one) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one not in EMPTY}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", EventKind)
def test_what_an_older_release_left_out_is_at_its_default(kind: EventKind) -> None:
    """Each record can be read of nothing, and then keeps nothing."""
    turn = turn_of(kind, {})

    assert turn == RECORDS[kind]()
    assert to_json(turn) == {}


def test_what_a_newer_release_wrote_is_passed_over() -> None:
    """An unknown kind keeps its name; an unknown value of a known one is left out."""
    assert turn_of("painted", {"color": "red"}) == UnknownTurn("painted")
    assert turn_of("resolved", {"how": "by magic", "note": 7}) == IncidentResolved(note="7")
    grounds = {"count": "many", "grounds": ["number", "a dream"], "amounts": [[5, "USD"], ["x"]]}
    found = EntriesFound(Batch(amounts=(Money(5, "USD"),)), (Ground.NUMBER,))
    assert turn_of("found", grounds) == found


def test_a_turn_counts_its_entries() -> None:
    """How many is known only once they are released."""
    assert Event(RetryAsked(), "U0ANA").counting(3) == Event(RetryAsked(Batch(3)), "U0ANA")
    with pytest.raises(AssertionError):
        Event(IncidentReopened()).counting(3)


TIPS = {"mapped": [["Tips", "2400 Tips"]], "categories": 1}
MAPPED = AccountsMapped(mapped=(("Tips", "2400 Tips"),), categories=1)
MUG = SetCost("MUG", "Mug", Money(515, "USD"), Decimal("2.5"), Money(1288, "USD"), "U0ANA", AT)
DAYS = {"day": "2026-08-01", "before": ["2026-07-07", "2026-07-09"], "kinds": ["sales_summary"]}
REDATED = EntriesRedated(
    day=date(2026, 8, 1),
    before=(date(2026, 7, 7), date(2026, 7, 9)),
    kinds=(EntryKind.SALES_SUMMARY,),
)


@pytest.mark.parametrize(
    ("move", "facts", "turn"),
    [
        (MoveName.RETRY, {}, None),
        (
            MoveName.RESOLVE,
            {"how": "not_needed", "note": "test"},
            IncidentResolved(HowResolved.NOT_NEEDED, "test"),
        ),
        (
            MoveName.MAP,
            {**TIPS, "ids": [["Tips", "9", ""]]},
            replace(MAPPED, ids=(MappedCategory("Tips", "9", ""),)),
        ),
        (
            MoveName.MAP,
            {**TIPS, "ids": [["Tips", "9"]]},
            replace(MAPPED, ids=(MappedCategory("Tips", "9"),)),
        ),
        (MoveName.COST, {"variants": 1, "set": [MUG.row]}, CostsAdded(variants=1, set=(MUG,))),
        (MoveName.REDATE, DAYS, REDATED),
        (
            MoveName.POST_ANYWAY,
            {"number": "JF-4-2", "note": "new"},
            PostedAnyway(number="JF-4-2", note="new"),
        ),
        (
            MoveName.POST_ANYWAY,
            {"number": "JF-9", "before": "JF-4", "apart": True},
            PostedApart(number="JF-9", before="JF-4", apart=True),
        ),
        (
            MoveName.OVERWRITE,
            {"number": "JF-4", "anew": False, "restated": True},
            TheirsOverwritten(number="JF-4", anew=False, restated=True),
        ),
        (MoveName.KEEP_THEIRS, {"number": "JF-4"}, TheirsKept("JF-4")),
        (MoveName.EDIT, {"number": "JF-4"}, LinesEdited(number="JF-4")),
    ],
)
def test_a_fix_is_remembered_as_its_turn(
    move: MoveName, facts: Mapping[str, Any], turn: Turn | None
) -> None:
    """In the shapes that every release reads, `again` even where it is false."""
    assert turn_of_fix(move, facts) == turn
    assert (to_json(turn) if turn else {}) == facts


@pytest.mark.parametrize(
    ("kind", "facts", "word"),
    [
        (NoticeKind.ASSIGNED, {}, ToAssignee()),
        (NoticeKind.OWNER, {"to": "U0BEN", "reminder": 2}, ToOwner("U0BEN", 2)),
        (NoticeKind.SUPPORT, {"text": "please look"}, ToSupport("please look")),
        (
            NoticeKind.ANSWERED,
            {"move": "retry", "asked_by": "U0ANA", "because": "It moved.", "answer": "lapsed"},
            ToAsker({"move": "retry"}, "U0ANA", "It moved.", EventKind.LAPSED),
        ),
    ],
)
def test_a_notice_is_kept_under_its_keys(
    kind: NoticeKind, facts: Mapping[str, Any], word: Word
) -> None:
    """As of a turn: each release reads what the other wrote."""
    assert word_of(kind, facts) == word
    assert (word.kind, to_json(word)) == (kind, facts)
