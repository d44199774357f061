"""What lines lack as questions, and what comes of an answer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from journal.books.chart import Chart
from journal.books.lists import CLASS, LOCATION, CompanyRules, ListItem, Lists
from journal.entries.coding import Coding
from journal.entries.coding_rules import CodingRule, CodingRules, Scope
from journal.entries.entry import Line
from journal.entries.placing import Known
from journal.entries.uncoded import (
    Choices,
    Slot,
    States,
    answered,
    is_whole,
    slots_of,
    states_of,
)
from tests.journal.entries.test_coded_lines import CONTENT, KNOWN, RECEIVABLE, a_line

WANTS = replace(KNOWN, company_rules=CompanyRules(requires=(CLASS, LOCATION)))
ITEMS = {CLASS: ListItem(CLASS, "c1", "Online"), LOCATION: ListItem(LOCATION, "l1", "Web")}
WORDS = st.sampled_from(["", "Online", "Onlin", "Web warehouse", "moon"])
SOME_LINES = st.lists(
    st.builds(
        lambda one, other, account: replace(
            a_line(class_name=one, location=other), account=account
        ),
        WORDS,
        WORDS,
        st.sampled_from(["Sales", RECEIVABLE.name]),
    ),
    min_size=1,
    max_size=6,
)


def asked(lines: list[Line], known: Known) -> list[Slot]:
    """Return every question that lines ask, of classes and locations."""
    content = replace(CONTENT, lines=tuple(lines))
    return [
        slot
        for line in lines
        for dimension in (CLASS, LOCATION)
        for slot in slots_of(line, content, known, dimension)
    ]


@given(SOME_LINES)
def test_what_is_answered_is_asked_no_more(lines: list[Line]) -> None:
    """With an answer to every question nothing of the two lists is lacking, whatever lines say."""
    answers = {slot: ITEMS[slot.dimension] for slot in asked(lines, WANTS)}

    then = answered(answers).added_to(WANTS)

    assert asked(lines, then) == []


@given(SOME_LINES, st.data())
def test_an_answer_takes_nothing_from_a_line(lines: list[Line], data: st.DataObject) -> None:
    """What a line carries already it carries still, and what it lacks is never more."""
    slots = asked(lines, WANTS)
    some = data.draw(st.lists(st.sampled_from(slots), max_size=3)) if slots else []
    then = answered({slot: ITEMS[slot.dimension] for slot in some}).added_to(WANTS)
    content = replace(CONTENT, lines=tuple(lines))

    for before, after in zip(states_of(content, WANTS), states_of(content, then), strict=True):
        assert before is not None
        assert after is not None
        assert {*before.coded} <= {*after.coded}
        assert {*after.lacks} <= {*before.lacks}


def test_all_spellings_of_a_word_are_one_question() -> None:
    """Case and spaces aside; another kind of name is another question."""
    assert Slot(CLASS, "Onlin").key == Slot(CLASS, "  ONLIN ").key
    assert Slot(CLASS, "Onlin", kind="customer").key != Slot(CLASS, "Onlin").key


def test_lines_are_asked_about_by_category_else_by_account() -> None:
    """Each with its sales channel; a word is asked about wherever it stands."""
    known = replace(WANTS, mappings={("Shopify", "Gifts"): "79"}, chart=Chart(KNOWN.chart.accounts))
    by_category = replace(a_line(location="Web warehouse"), account=None, category="Gifts")
    by_account = a_line(location="Web warehouse")
    word = a_line(class_name="Onlin", location="Web warehouse")

    assert asked([by_category, by_account, word], known) == [
        Slot(CLASS, scope=Scope("Shopify", category="Gifts")),
        Slot(CLASS, scope=Scope("Shopify", account_id="79")),
        Slot(CLASS, "Onlin"),
    ]


def test_what_only_the_platform_misses_is_asked_where_asked_to() -> None:
    """The platform misses a class: lines without one are asked about, lines with one are not."""
    without, with_one = a_line(), a_line(class_name="Online")

    def slots(line: Line, *, unsaid: bool) -> list[Slot]:
        return [*slots_of(line, CONTENT, KNOWN, CLASS, unsaid=unsaid)]

    assert slots(without, unsaid=False) == []
    assert [one.scope.account_id for one in slots(without, unsaid=True)] == ["79"]
    assert slots(with_one, unsaid=True) == []


def test_a_line_without_an_account_asks_nothing_yet() -> None:
    """It waits for its account first, so its entry is not whole."""
    nowhere = replace(a_line(), account="Nowhere")
    content = replace(CONTENT, lines=(nowhere,))

    assert asked([nowhere], WANTS) == []
    assert not is_whole(states_of(content, KNOWN))


def test_choices_are_added_over_what_was_kept() -> None:
    """A rule of the same scope is replaced, others stay; nothing chosen is nothing."""
    broad = CodingRule(Scope(), CLASS, "c2")
    known = replace(KNOWN, coding_rules=CodingRules((broad,)))
    newer = Choices({(CLASS, "ONLIN"): "c1"}, (CodingRule(Scope(), CLASS, "c1"),))

    then = newer.added_to(known)

    assert [one.item_id for one in then.coding_rules.rules] == ["c1"]
    assert then.item_aliases == {(CLASS, "onlin"): "c1"}
    assert newer
    assert not Choices()


def test_lines_that_say_the_same_are_looked_at_once() -> None:
    """Of many entries; each comes to what it would alone."""
    states = States(replace(WANTS, lists=Lists(KNOWN.lists.items)))
    content = replace(CONTENT, lines=(a_line(class_name="Online"),) * 3)

    assert states.of(content) == states_of(content, states.known)
    assert len(states._seen) == 1
    other = replace(a_line(), coding=Coding(location="Web warehouse"))
    assert states.of(replace(CONTENT, lines=(other,))) == states_of(
        replace(CONTENT, lines=(other,)), states.known
    )
