"""What stays of an entry in the ledger when ours is put over it, and what goes."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.keeping import Extra, as_overwritten, keeping, lost, weigh

D, C = Side.DEBIT, Side.CREDIT
RETAIL, ONLINE = ("Class", "Retail"), ("Class", "Online")


def line(side: Side, amount: int, account: str = "79", **changes: Any) -> LedgerLine:
    """Return a line of so many cents."""
    return LedgerLine(side, Money(amount, "USD"), f"name of {account}", account, **changes)


def entry(*lines: LedgerLine, **changes: Any) -> LedgerEntry:
    """Return an entry as the ledger shows it."""
    shown = LedgerEntry("227", "JF-1", date(2026, 7, 7), texts=("JF-1", "Takings [JF-1]"))
    return replace(shown, lines=lines, **changes)


OURS = (line(D, 900, "35"), line(C, 900))


def test_lines_belong_together_by_account_side_and_amount_first() -> None:
    """Then by account and side; among equals the same description; each is used once."""
    theirs = (
        line(C, 500, extras=(ONLINE,)),
        line(C, 900, description="Web"),
        line(C, 900, description="Till"),
        line(D, 900),
    )

    def pairs(*ours: LedgerLine) -> tuple[int | None, ...]:
        return keeping(ours, theirs).pairs

    assert pairs(line(C, 900, description="Till")) == (2,)
    assert pairs(line(C, 900)) == (1,)
    assert pairs(line(C, 700), line(C, 900), line(C, 900), line(C, 900)) == (0, 1, 2, None)
    assert pairs(line(D, 900), line(D, 900, "35")) == (3, None)


def test_what_ours_carries_counts_and_the_rest_of_theirs_stays() -> None:
    """Our class replaces theirs, which is named; the same one is no news; a location stays."""
    web = ("Location", "Web")
    ours = (line(D, 900, "35"), line(C, 900, extras=(ONLINE, ("Customer", "Faire"))))
    there = entry(
        line(D, 900, "35"), line(C, 900, extras=(RETAIL, web, ("Vendor", "Faire"))), texts=()
    )

    told = weigh(ours, (), there)

    assert told.stays == (Extra(*web, there.lines[1]),)
    assert {(one.name, one.value) for one in told.goes} == {RETAIL, ("Vendor", "Faire")}
    after = as_overwritten(ours, there)
    assert after[1].extras == (ONLINE, ("Customer", "Faire"), web)
    assert weigh(ours, (), replace(there, lines=after)).goes == ()


def test_a_contact_is_told_from_another_by_its_name() -> None:
    """Zoho does not show whose name it is, so a customer of ours is the contact of that name."""
    ours = (line(D, 900, "35"), line(C, 900, extras=(("Customer", "Faire"),)))

    def goes(name: str) -> list[Extra]:
        there = entry(line(D, 900, "35"), line(C, 900, extras=(("Contact", name),)), texts=())
        return [*weigh(ours, (), there).goes]

    assert goes("Faire") == []
    assert [(one.name, one.value) for one in goes("Ada")] == [("Contact", "Ada")]


def test_a_class_stays_where_its_line_does_and_goes_with_it() -> None:
    """Whatever the amount is now; what goes is named with its line."""
    there = entry(
        line(D, 1000, "35"), line(C, 600, extras=(RETAIL,)), line(C, 400, "98", extras=(ONLINE,))
    )

    told = weigh(OURS, ("JF-1", "Takings [JF-1]"), there)

    assert told.stays == (Extra("Class", "Retail", there.lines[1]),)
    assert told.goes == (Extra("Class", "Online", there.lines[2]),)
    assert as_overwritten(OURS, there)[1].extras == (RETAIL,)
    assert lost(OURS, there) == told.goes


def test_tax_stays_only_where_every_line_is_as_it_was() -> None:
    """Else it would be another sum: it goes, of the head and of each line."""
    tax = (("Tax", "20.00"),)
    there = entry(
        line(D, 900, "35"), line(C, 900, tax=tax), tax=(("Amounts are", "Tax inclusive"),)
    )
    other = (line(D, 800, "35"), line(C, 800))
    more = (*OURS, line(D, 5), line(C, 5, "98"))

    assert keeping(OURS, there.lines).keeps_tax
    assert [one.name for one in weigh(OURS, there.texts, there).stays] == ["Amounts are", "Tax"]
    for changed in (other, more, OURS[:1]):
        assert not keeping(changed, there.lines).keeps_tax
        goes = weigh(changed, there.texts, there).goes
        assert {one.name for one in goes} == {"Amounts are", "Tax"}
        assert all(not one.tax for one in as_overwritten(changed, there))


def test_what_hangs_on_the_head_stays() -> None:
    """A rate goes with its currency."""
    extras = (("Exchange rate", "1.36"), ("Attachments", "2"))
    there = entry(*OURS, extras=extras)
    euros = tuple(replace(one, amount=Money(900, "EUR")) for one in OURS)

    assert [one.name for one in weigh(OURS, there.texts, there).stays] == [
        "Exchange rate",
        "Attachments",
    ]
    assert [one.name for one in weigh(euros, there.texts, there).goes] == ["Exchange rate"]


def test_words_that_ours_does_not_repeat_go() -> None:
    """A note, a number and a description that someone typed."""
    there = entry(
        replace(OURS[0], description="checked by Ben"),
        replace(OURS[1], description="Sales"),
        texts=("ADJ-9", "looked at twice"),
        number="ADJ-9",
    )
    ours = (OURS[0], replace(OURS[1], description="Sales"))

    goes = weigh(ours, ("JF-1", "Takings [JF-1]"), there).goes

    assert [(one.name, one.value) for one in goes] == [
        ("Number", "ADJ-9"),
        ("Note", "looked at twice"),
        ("Description", "checked by Ben"),
    ]


def test_everything_either_stays_or_goes() -> None:
    """Of any two entries: each extra and each tax is told of once, and what stays is put over."""
    dice = random.Random(7)  # noqa: S311  the same entries in every run

    def some_lines() -> tuple[LedgerLine, ...]:
        return tuple(
            line(
                dice.choice((D, C)),
                dice.choice((100, 200)),
                dice.choice(("35", "79")),
                description=dice.choice(("", "Till")),
                extras=((RETAIL,), (ONLINE, ("Location", "North")), ())[dice.randrange(3)],
                tax=((("Tax", "1.00"),), ())[dice.randrange(2)],
            )
            for _ in range(dice.randrange(1, 6))
        )

    for _ in range(300):
        there, ours = entry(*some_lines()), tuple(map(bare, some_lines()))
        told = weigh(ours, there.texts, there)

        names = ("Class", "Location", "Tax")
        said = Counter(
            (one.name, one.value) for one in (*told.stays, *told.goes) if one.name in names
        )
        assert said == Counter(one for each in there.lines for one in (*each.extras, *each.tax))
        stays = Counter((one.name, one.value) for one in told.stays)
        after = as_overwritten(ours, there)
        assert stays == Counter(one for each in after for one in (*each.extras, *each.tax))
        assert {one.name for one in lost(ours, there)} <= {one.name for one in told.goes}


def bare(one: LedgerLine) -> LedgerLine:
    """Return a line as ours are: without what we do not carry."""
    return replace(one, extras=(), tax=())


VAT, ZERO = ("Tax code", "20% (VAT on Income)"), ("Tax code", "Zero Rated Income")
INSIDE = ("Amounts are", "Tax inclusive")


def test_the_tax_of_an_entry_that_has_tax_is_ours() -> None:
    """It takes the place of theirs, which is named where it was another; nothing of it stays."""
    ours = (line(D, 900, "35", extras=(ZERO,)), line(C, 900, extras=(VAT,)))
    there = entry(
        line(D, 900, "35", tax=(ZERO,)),
        line(C, 900, tax=(ZERO, ("Tax amount", "3.00"))),
        tax=(INSIDE,),
        texts=(),
    )

    told = weigh(ours, (), there)

    assert keeping(ours, there.lines).keeps_tax is False
    assert told.stays == ()
    assert {(one.name, one.value) for one in told.goes} == {ZERO, ("Tax amount", "3.00")}
    assert lost(ours, there) == ()
    assert [one.tax for one in as_overwritten(ours, there)] == [(), ()]


def test_the_same_tax_is_no_news() -> None:
    """What stands there as ours says it neither stays nor goes."""
    ours = (line(D, 900, "35", extras=(ZERO,)), line(C, 900, extras=(VAT, ONLINE)))
    there = entry(
        line(D, 900, "35", tax=(ZERO,)), line(C, 900, extras=(ONLINE,), tax=(VAT,)), texts=()
    )

    told = weigh(ours, (), there)

    assert (told.stays, told.goes) == ((), ())
