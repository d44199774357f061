"""Before ours replaces theirs: each thing that would be lost is named, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from blocks.forms.hand_edit import apart_form, overwrite_form
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.moves.duplicate import Twins
from tests.build import a_case, an_entry, some_content

AMOUNT = Money(160413, "USD")
OURS = (
    LedgerLine(Side.DEBIT, AMOUNT, "Clearing", "90", "Clearing"),
    LedgerLine(Side.CREDIT, AMOUNT, "Sales", "79", "Gift cards"),
)
THERE = LedgerEntry(
    "227",
    "JF-1042",
    date(2026, 7, 7),
    texts=("JF-1042", "Shopify SHOP-2026-07-07 [JF-1042]"),
    lines=OURS,
    version="3",
)
TWINS = Twins(
    a_case(), an_entry(content=some_content()), THERE, OURS, texts=("JF-1042", THERE.texts[-1])
)

RESTATED = an_entry(content=some_content(date=date(2026, 7, 8)), restates=some_content())


def shown(there: LedgerEntry) -> str:
    """Return the form's text, one line a line."""
    view = overwrite_form(replace(TWINS, there=there))
    checked_view(view)
    texts = []
    for block in view.to_dict()["blocks"]:
        parts = [*block.get("fields", []), *([block["text"]] if "text" in block else [])]
        texts += [part["text"] for part in parts]
    return "\n".join(texts)


def test_where_nothing_else_stands_there_nothing_is_named() -> None:
    """Neither list is drawn."""
    text = shown(THERE)

    assert "is lost" in text
    assert "Would be lost" not in text
    assert "Stays" not in text


@pytest.mark.parametrize(
    ("twins", "submit", "said"),
    [
        (TWINS, "Overwrite it", "*What QuickBooks has there now is lost*"),
        (replace(TWINS, there=None), "Post it anew", "posted anew, it would be there twice"),
        (
            replace(TWINS, entry=RESTATED),
            "Replace it",
            "*The version before goes from QuickBooks*: its day, its lines and its note.",
        ),
        (replace(TWINS, entry=RESTATED, there=None), "Replace it", "*The version before goes*: "),
    ],
)
def test_each_button_says_what_becomes_of_theirs(twins: Twins, submit: str, said: str) -> None:
    """Overwritten, posted again where it was deleted, or replaced by another version."""
    view = checked_view(overwrite_form(twins))

    assert view["submit"]["text"] == submit
    assert said in str(view["blocks"])
    assert ("does not show JF-1042 any more" in str(view)) is (submit == "Post it anew")


@pytest.mark.parametrize("there", [THERE, None])
def test_another_entry_counts_beside_the_one_before(there: LedgerEntry | None) -> None:
    """Where that one is not posted yet, its day and sum stand here."""
    view = checked_view(apart_form(replace(TWINS, entry=RESTATED, there=there)))

    assert view["submit"]["text"] == "Post as another entry"
    assert "*Both count then.* JF-1042 stays as it was." in str(view["blocks"])
    before = "*Version before, not posted yet*\\nJul 7, 2026 · $1,604.13 · Shopify"
    assert (before in str(view["blocks"])) is (there is None)


def test_a_class_that_stays_and_one_that_goes() -> None:
    """Each with its line; where it stays it is on both sides, where it goes it is in bold."""
    retail, online = ("Class", "Retail"), ("Class", "Online <shop>")
    lines = (
        OURS[0],
        replace(OURS[1], amount=Money(150000, "USD"), extras=(retail,)),
        LedgerLine(Side.CREDIT, Money(10413, "USD"), "Fees", "98", extras=(online,)),
    )

    text = shown(replace(THERE, lines=lines, extras=(("Attachments", "2"),)))

    assert "*Would be lost:*\n• Class Online &lt;shop&gt; on credit $104.13 Fees" in text
    assert "*Stays:*\n• Attachments 2\n• Class Retail on credit $1,500.00 Sales" in text
    assert "*credit $1,604.13 Sales* · Class Retail" in text
    assert "*credit $1,500.00 Sales* · Class Retail" in text
    assert "*credit $104.13 Fees* · *Class Online &lt;shop&gt;*" in text


def test_tax_that_does_not_fit_any_more_goes() -> None:
    """Of the head and of the lines, each once."""
    tax = (("Tax", "20.25"),)
    lines = (OURS[0], replace(OURS[1], amount=Money(160000, "USD"), tax=tax))

    text = shown(replace(THERE, lines=lines, tax=(("Amounts are", "Tax inclusive"),)))

    assert "• Amounts are Tax inclusive\n• Tax 20.25 on credit $1,600.00 Sales" in text


def test_words_of_theirs_are_named() -> None:
    """A note and a description that someone typed stand in bold, and among what would go."""
    lines = (replace(OURS[0], description="checked by Ben"), OURS[1])

    text = shown(replace(THERE, texts=("JF-1042", "looked at [JF-1042]"), lines=lines))

    assert "*looked at [JF-1042]*" in text
    assert "debit $1,604.13 Clearing · *“checked by Ben”*" in text
    assert "• Note looked at [JF-1042]\n• Description checked by Ben on debit" in text


def test_a_thousand_lines_with_all_of_it_fit_into_the_form() -> None:
    """What many lines have is named once with their count; nothing is left out."""
    lines = tuple(
        LedgerLine(
            Side.DEBIT,
            Money(100000000, "USD"),
            "A" * 90,
            f"1{number}",
            "d" * 200,
            (("Class", f"Class {number % 40} " + "c" * 90), ("Location", "North")),
        )
        for number in range(1000)
    )

    text = shown(replace(THERE, lines=lines))

    assert "• Location North on 1,000 lines" in text
    assert all(f"Class {number} ccc" in text for number in range(40))


def test_many_different_things_of_one_kind_are_counted() -> None:
    """A thousand descriptions would not fit: the first are named, of the others how many."""
    lines = tuple(
        LedgerLine(Side.DEBIT, AMOUNT, "Fees", "98", f"payout {number} " + "d" * 90)
        for number in range(1000)
    )

    text = shown(replace(THERE, lines=lines))

    assert text.count("• Description payout") == 40
    assert "• Description: 960 more" in text
