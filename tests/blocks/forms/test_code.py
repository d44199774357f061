"""The form that chooses what lines lack: its fields, its words, and what it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from blocks.forms.code import CodeForm, answers_in, code_modal, coded_said, title_of
from blocks.forms.create_item import create_item_modal
from blocks.forms.item_options import item_groups, item_option
from blocks.forms.map_draft import Draft, item_key, read_draft, slot_key
from blocks.kit import limits, names
from blocks.kit.validate import checked_view
from handlers.edge.likeness import LIKENESS
from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.listing import folded
from journal.books.lists import CLASS, NAME, TAX, Dimension, Field, ListItem, Lists
from journal.entries.coding_rules import CodingRule, CodingRules, Scope
from journal.entries.failure import Failure, FailureReason
from journal.entries.placing import Known
from journal.entries.uncoded import Slot
from journal.incidents.gaps import Example
from journal.incidents.suggest_items import ItemSuggestion, closest_items, suggest_items
from journal.incidents.uncoded import CodedBefore, CodeGap, Uncoded
from sandbox.slack.blocks.check import check_view
from tests.blocks.read import texts
from tests.build import NOW, a_case, an_incident
from tests.hostile import names as any_name

REGION = Dimension(Field.TRACKING, "Region")
ONLINE = ListItem(CLASS, "c1", "Retail:Online")
STORES = ListItem(CLASS, "c2", "Stores", number="200")
SHOP = ListItem(CLASS, "c3", "Shopify")
FAIRE = ListItem(NAME, "n1", "Faire", kind="customer")
MILL = ListItem(NAME, "n1", "Mill", kind="vendor")
ITEMS = (ONLINE, STORES, SHOP, FAIRE, MILL, ListItem(CLASS, "c4", "Old shop", active=False))
GIFTS = Slot(CLASS, scope=Scope("Shopify", category="Gift cards"))
ONLIN = Slot(CLASS, "Onlin")
EXAMPLE = Example("SHOP-7", date(2026, 7, 7), "Gift card sold", Money(4000, "USD"))


def a_gap(slot: Slot = GIFTS, **changes: Any) -> CodeGap:
    """Three lines bring $4,812.40 to it."""
    values: dict[str, Any] = {
        "lines": 3,
        "amounts": (Money(-481240, "USD"),),
        "example": EXAMPLE,
    }
    return CodeGap(slot, **{**values, **changes})


def seen_of(*rows: CodeGap, subject: str = "class", items: tuple[ListItem, ...] = ITEMS) -> Uncoded:
    """Return what a form of these rows is drawn from."""
    failure = Failure(FailureReason.DIMENSION_MISSING, subject, ("",))
    known = Known(
        Platform.QUICKBOOKS,
        Chart((Account("84", "Receivables", wants_name="customer"),)),
        {},
        {},
        lists=Lists(items),
    )
    return Uncoded(a_case(an_incident(failure=failure)), known, rows)


def drawn(form: CodeForm) -> dict[str, Any]:
    """Return the view as Slack takes it."""
    return checked_view(code_modal(form))


def a_form(*rows: CodeGap, **changes: Any) -> CodeForm:
    """Return a form of these rows without anything chosen."""
    return CodeForm(seen_of(*rows), Draft(7), **{"suggestions": {}, **changes})


def fields(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a view."""
    return [block for block in view["blocks"] if block["type"] == "input"]


def test_each_question_is_a_field_with_what_it_is_about() -> None:
    """For all lines at once, for a word, for a category: how much, on how many, an example."""
    shopify, book, word, gifts = fields(drawn(a_form(a_gap(ONLIN, lines=1), a_gap())))

    assert shopify["label"]["text"] == "Every line of Shopify without a class"
    assert book["label"]["text"] == "Every line of Northwind Retail without a class"
    assert word["label"]["text"] == "“Onlin”"
    assert word["hint"]["text"] == "$4,812.40 on 1 line, e.g. SHOP-7: Gift card sold."
    assert gifts["label"]["text"] == "Gift cards"
    assert gifts["hint"]["text"].startswith("$4,812.40 on 3 lines")


def test_a_suggestion_is_filled_in_and_says_why() -> None:
    """Only where nothing was chosen or emptied by hand."""
    suggestions = {ONLIN: ItemSuggestion(ONLINE, "by the nearest name")}

    (field,) = fields(drawn(a_form(a_gap(ONLIN), suggestions=suggestions)))
    assert field["element"]["initial_option"]["text"]["text"] == "Retail:Online"
    assert field["hint"]["text"].endswith("Filled in by the nearest name.")

    emptied = Draft(7).with_chosen({slot_key(ONLIN): ""})
    (field,) = fields(drawn(replace(a_form(a_gap(ONLIN), suggestions=suggestions), draft=emptied)))
    assert "initial_option" not in field["element"]
    assert "Filled in" not in field["hint"]["text"]


def test_a_word_that_fits_several_or_what_is_inactive_says_so() -> None:
    """Why it can't be used, where the platform has something of that name."""
    twin = (*ITEMS, ListItem(CLASS, "c5", "Wholesale:Online"))
    both = seen_of(a_gap(Slot(CLASS, "Online")), items=twin)
    old = seen_of(a_gap(Slot(CLASS, "Old shop")))

    (several,) = fields(drawn(CodeForm(both, Draft(7), suggest_items(both, LIKENESS))))
    (inactive,) = fields(drawn(CodeForm(old, Draft(7), {})))

    assert "It may mean Retail:Online or Wholesale:Online." in several["hint"]["text"]
    assert "initial_option" not in several["element"]
    assert "Old shop is inactive in QuickBooks." in inactive["hint"]["text"]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("class", "Choose a class"),
        ("location", "Choose a location"),
        ("name", "Choose a name"),
        ("tax", "Choose a tax code"),
        ("tracking:Region", "Choose Region"),
        ("something new", "Choose a class"),
    ],
)
def test_it_is_called_by_what_is_chosen(subject: str, title: str) -> None:
    """In the words of the button that opens it."""
    assert title_of(seen_of(subject=subject)) == title


def test_rows_that_need_names_of_two_kinds_have_no_common_field() -> None:
    """A customer for all lines would be nobody on payables; each row says whose name it needs."""
    owed = Slot(NAME, scope=Scope(account_id="84"), kind="customer")
    due = Slot(NAME, scope=Scope(account_id="85"), kind="vendor")
    rows = (a_gap(owed, account="1200 Receivables"), a_gap(due, account="2000 Payables"))

    view = drawn(CodeForm(seen_of(*rows, subject="name"), Draft(7), {}))

    labels = [one["label"]["text"] for one in fields(view)]
    assert labels == ["1200 Receivables (customer)", "2000 Payables (vendor)"]


def test_an_answer_for_all_lines_gives_way_to_a_narrower_one() -> None:
    """The channel before the book, the row before both."""
    seen = seen_of(a_gap())
    chosen = {
        slot_key(Slot(CLASS, scope=Scope())): item_key(SHOP),
        slot_key(Slot(CLASS, scope=Scope("Shopify"))): item_key(STORES),
        slot_key(GIFTS): item_key(ONLINE),
    }

    answers = answers_in(seen, Draft(7).with_chosen(chosen))

    assert answers == {
        Slot(CLASS, scope=Scope()): SHOP,
        Slot(CLASS, scope=Scope("Shopify")): STORES,
        GIFTS: ONLINE,
    }


def test_a_vendor_is_no_answer_where_a_customer_is_asked_for() -> None:
    """Though both have the same id at the platform."""
    slot = Slot(NAME, scope=Scope(account_id="84"), kind="customer")
    seen = seen_of(a_gap(slot), subject="name")

    assert answers_in(seen, Draft(7).with_chosen({slot_key(slot): item_key(MILL)})) == {}
    assert answers_in(seen, Draft(7).with_chosen({slot_key(slot): item_key(FAIRE)})) == {
        slot: FAIRE
    }


def test_nothing_left_says_what_to_press() -> None:
    """There is nothing to send in."""
    view = drawn(a_form())

    assert "submit" not in view
    assert "Press Retry on the card." in "\n".join(texts(view["blocks"]))


def test_an_empty_list_says_what_helps() -> None:
    """Where the platform has no classes, none can be chosen."""
    seen = seen_of(a_gap(), items=())

    text = "\n".join(texts(drawn(CodeForm(seen, Draft(7), {}))["blocks"]))

    assert "QuickBooks has no choices for Class. Add one there, then press Refresh." in text


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ((a_gap(ONLIN),), "Create “Onlin” in QuickBooks"),
        ((a_gap(ONLIN), a_gap(Slot(CLASS, "Moon"))), "Create a class"),
        ((a_gap(),), "Create a class"),
    ],
)
def test_what_can_be_created_is_offered(rows: tuple[CodeGap, ...], label: str) -> None:
    """By its name, where one word is unknown; no button where the platform makes none."""
    view, none = drawn(a_form(*rows, may_create=True)), drawn(a_form(*rows))

    buttons = [one["text"]["text"] for one in view["blocks"][-1]["elements"]]
    assert buttons[-1] == label
    assert names.CODE_CREATE not in str(none["blocks"])


def test_a_hundred_and_fifty_long_words_fit() -> None:
    """The largest page and the fullest draft are within Slack's limits."""
    rows = [a_gap(Slot(CLASS, f"{at} {'w' * 90}")) for at in range(200)]
    seen = seen_of(*rows)
    chosen = {slot_key(row.slot): item_key(ONLINE) for row in rows[:150]}

    for page in range(10):
        drawn(CodeForm(seen, Draft(7).with_chosen(chosen).on(page), {}))


def test_who_was_first_is_told() -> None:
    """What was chosen, for what, by whom; at the terminal it is the administrator."""
    seen = seen_of()
    said = coded_said(
        [CodedBefore(ONLIN, "c1", "U0ANA", NOW), CodedBefore(GIFTS, "c2", None, NOW)], seen
    )

    assert said.startswith("<@U0ANA> chose Retail:Online for Onlin ")
    assert "Your jefail administrator chose 200 Stores for Gift cards " in said


def test_options_say_whose_they_are_and_at_what_rate() -> None:
    """As many as Slack takes; the closest are not offered twice."""
    tax = ListItem(CLASS, "t", "HST ON", rate=Decimal("13.00"))
    assert item_option(FAIRE).to_dict()["description"]["text"] == "Customer"
    assert item_option(tax).to_dict()["description"]["text"] == "13%"

    many = [ListItem(CLASS, str(at), f"Class {at}") for at in range(300)]
    closest, others = item_groups(many[:5], many)["option_groups"]
    assert len(closest["options"]) + len(others["options"]) == limits.OPTIONS
    assert item_groups((), ()) == {"options": []}


def test_what_people_chose_elsewhere_is_suggested_first() -> None:
    """The same category of another channel; else what is called like the channel."""
    seen = seen_of(a_gap())
    assert suggest_items(seen, LIKENESS)[GIFTS].item == SHOP

    amazon = CodingRule(Scope("Amazon", category="Gift cards"), CLASS, "c2")
    known = replace(seen.known, coding_rules=CodingRules((amazon,)))
    suggested = suggest_items(replace(seen, known=known), LIKENESS)[GIFTS]
    assert (suggested.item, suggested.why) == (STORES, "as for Amazon")


def test_the_nearest_name_stands_first() -> None:
    """Of what a word may mean; nothing is near to what is like none."""
    row = a_gap(ONLIN)
    seen = seen_of(row)

    assert closest_items(row, seen.choices(), seen, LIKENESS) == [ONLINE]
    assert closest_items(a_gap(Slot(CLASS, "Zz")), seen.choices(), seen, LIKENESS) == []


def test_a_name_that_is_no_account_s_is_asked_whose_it_is() -> None:
    """A customer or a vendor; where the account says it, nobody is asked."""
    open_kind, said = Slot(NAME, "Mil"), Slot(NAME, "Mil", kind="vendor")

    asked = checked_view(
        create_item_modal(seen_of(a_gap(open_kind), subject="name"), Draft(7), "V")
    )
    known = checked_view(create_item_modal(seen_of(a_gap(said), subject="name"), Draft(7), "V"))

    assert names.ITEM_KIND_BLOCK in str(asked["blocks"])
    assert names.ITEM_KIND_BLOCK not in str(known["blocks"])


VAT, ZERO = ListItem(TAX, "c1", "20% VAT", rate=Decimal(20)), ListItem(TAX, "c2", "Zero rated")
VAT_WORD = Slot(TAX, "20% VAT", Scope(account_id="84"))


def unplaced(*rows: CodeGap, words: str = "Choose <another> treatment") -> CodeForm:
    """Return a form of what a platform refused without saying which list it is about."""
    failure = Failure(FailureReason.TAX_OR_DIMENSION, words=words, http_status=400)
    seen = seen_of(*rows, items=(*ITEMS, VAT, ZERO))
    return CodeForm(replace(seen, case=a_case(an_incident(failure=failure))), Draft(7), {})


def test_what_is_refused_stands_above_all_that_lines_carry() -> None:
    """The platform's words first, then each field with what the line carries now, then how long."""
    rows = (
        a_gap(VAT_WORD, carried=VAT, place="Gift cards"),
        a_gap(replace(GIFTS, dimension=CLASS), place="Gift cards"),
    )
    view = drawn(unplaced(*rows))

    assert view["title"]["text"] == "Edit what lines carry"
    assert "QuickBooks says: “Choose &lt;another&gt; treatment”" in str(view["blocks"][1])
    tax, klass, how = fields(view)
    assert (tax["label"]["text"], klass["label"]["text"]) == (
        "Tax code “20% VAT” on Gift cards",
        "Class on Gift cards",
    )
    assert tax["element"]["initial_option"]["text"]["text"] == "20% VAT"
    assert "initial_option" not in klass["element"]
    assert [one["text"]["text"] for one in how["element"]["options"]] == [
        "Remember for these lines",
        "Only these entries",
    ]
    assert "A field that you don't change stays as it is" in str(view["blocks"])
    assert view["submit"]["text"] == "Save and post"


def test_what_lines_carry_already_is_no_answer() -> None:
    """Only what is chosen in its place is; lists that share their ids are not mixed."""
    form = unplaced(a_gap(VAT_WORD, carried=VAT), a_gap(GIFTS))
    both = {slot_key(VAT_WORD): item_key(VAT), slot_key(GIFTS): item_key(ONLINE)}

    assert answers_in(form.seen, Draft(7, chosen=both)) == {GIFTS: ONLINE}
    other = {**both, slot_key(VAT_WORD): item_key(ZERO)}
    assert answers_in(form.seen, Draft(7, chosen=other)) == {GIFTS: ONLINE, VAT_WORD: ZERO}


def test_the_form_keeps_what_it_was_drawn_from() -> None:
    """So what someone chose meanwhile is seen as they send it in."""
    form = unplaced(a_gap(VAT_WORD, carried=VAT))

    draft = read_draft(drawn(form))

    assert draft.instead == form.seen.state != unplaced(a_gap(VAT_WORD, carried=ZERO)).seen.state


def test_a_company_without_lists_is_told_what_is_left() -> None:
    """Nothing can be chosen, and nothing says that nothing is wrong any more."""
    view = drawn(unplaced())

    assert "submit" not in view
    assert "Set in QuickBooks what its answer asks for, then press Retry." in str(view["blocks"])
    assert "lacking" not in str(view["blocks"])


@given(any_name, any_name)
def test_any_name_can_be_chosen_from(name: str, other: str) -> None:
    """In a field that has it, in a list, in the form that makes one: Slack takes what is drawn."""
    assume(folded(name))  # lines never say a word that nobody sees
    items = (ListItem(CLASS, "c1", name), ListItem(CLASS, "c2", other))
    word = Slot(CLASS, name)
    seen = seen_of(a_gap(word), a_gap(account=other), items=items)
    draft = Draft(7, chosen={slot_key(word): item_key(items[0])})

    check_view(drawn(CodeForm(seen, draft, {}, may_create=True)))
    check_view(checked_view(create_item_modal(seen, draft, "V1")))
    offered = item_groups(items[:1], items)
    shown = [one for group in offered.get("option_groups", ()) for one in group["options"]]
    assert all(0 < len(one["text"]["text"]) <= limits.OPTION_TEXT for one in shown)
    assert all(one["text"]["emoji"] is False for one in shown)


def test_two_that_look_the_same_are_told_apart_by_id() -> None:
    """Two customers of one name: each says which it is; one alone does not."""
    twins = [ListItem(NAME, one, "Faire", kind="customer") for one in ("7", "8")]
    offered = item_groups((), [*twins, FAIRE_MILL])["option_groups"][0]["options"]

    assert [one["description"]["text"] for one in offered] == [
        "Customer · id 7",
        "Customer · id 8",
        "Vendor",
    ]


FAIRE_MILL = ListItem(NAME, "9", "Faire", kind="vendor")


def test_more_than_a_hundred_are_cut_and_found_by_typing() -> None:
    """Slack takes a hundred options, with values that fit."""
    many = [ListItem(CLASS, f"c{n}", f"Class {n}") for n in range(250)]

    groups = item_groups(many[:3], many)["option_groups"]

    assert sum(len(one["options"]) for one in groups) == limits.OPTIONS
