"""Who may: a pure rule over a person, a move and what the entries come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.rights import (
    ANYONE,
    Group,
    MoveScope,
    Person,
    Rule,
    WhyNot,
    wants_second,
    who_could,
    why_not,
)

OWNERS = Group("S1", "owners", "Owners")
ANA = Person("U_ANA", "Ana", "ana@local.example", is_member=True)
BEN = Person("U_BEN", "Ben", groups=frozenset({"S1"}), is_member=True)
GUEST = Person("U_DEE", "Dee", is_guest=True, is_member=True)
EXTERNAL = Person("U_EVE", "Eve", is_external=True, groups=frozenset({"S1"}), is_member=True)
FAY = Person("U_FAY", "Fay", groups=frozenset({"S1"}))
GUEST_ELSEWHERE = replace(GUEST, is_member=False)
BY_OWNERS = Rule(MoveName.SKIP, anyone=False, groups=(OWNERS,))
ABOVE = Rule(MoveName.SKIP, anyone=False, groups=(OWNERS,), above=Money(1_000_000, "USD"))
NOTHING = MoveScope()


def dollars(minor: int) -> MoveScope:
    """Return entries that come to this many cents."""
    return MoveScope((Money(minor, "USD"),))


@pytest.mark.parametrize(
    ("person", "rule", "scope", "why"),
    [
        (ANA, ANYONE, NOTHING, None),
        (GUEST, ANYONE, NOTHING, WhyNot.GUEST),
        (EXTERNAL, ANYONE, NOTHING, WhyNot.EXTERNAL),
        (GUEST, Rule(anyone=True, people=("U_DEE",)), NOTHING, None),
        (EXTERNAL, Rule(anyone=False, people=("U_EVE",)), NOTHING, None),
        (FAY, ANYONE, NOTHING, WhyNot.NOT_MEMBER),
        (FAY, BY_OWNERS, NOTHING, None),
        (FAY, Rule(anyone=True, people=("U_FAY",)), NOTHING, None),
        (replace(ANA, is_member=False), ABOVE, dollars(1), WhyNot.NOT_MEMBER),
        (GUEST_ELSEWHERE, Rule(anyone=True, people=("U_DEE",)), NOTHING, WhyNot.GUEST),
        (ANA, BY_OWNERS, NOTHING, WhyNot.NOT_NAMED),
        (BEN, BY_OWNERS, NOTHING, None),
        (EXTERNAL, BY_OWNERS, NOTHING, WhyNot.EXTERNAL),
        (ANA, Rule(anyone=False, people=("U_ANA",)), NOTHING, None),
        (ANA, ABOVE, dollars(1_000_000), None),
        (ANA, ABOVE, dollars(1_000_001), WhyNot.NOT_NAMED),
        (ANA, ABOVE, MoveScope((Money(1, "EUR"),)), WhyNot.NOT_NAMED),
        (GUEST, ABOVE, dollars(1), WhyNot.GUEST),
        (ANA, ANYONE, MoveScope(prepared_by=frozenset({"U_ANA"})), WhyNot.PREPARER),
        (ANA, ANYONE, MoveScope(prepared_by=frozenset({"Ana@Local.Example"})), WhyNot.PREPARER),
        (
            replace(BEN, email="ben@local.example"),
            ANYONE,
            MoveScope(prepared_by=frozenset({"ana@local.example"})),
            None,
        ),
        (BEN, ANYONE, MoveScope(prepared_by=frozenset({"ana@local.example"})), WhyNot.NO_MAIL),
        (
            ANA,
            Rule(people=("U_ANA",)),
            MoveScope(prepared_by=frozenset({"U_ANA"})),
            WhyNot.PREPARER,
        ),
    ],
)
def test_who_may_skip(person: Person, rule: Rule, scope: MoveScope, why: WhyNot | None) -> None:
    """Members, or who is named; strangers only as both; nobody their own entry."""
    assert why_not(person, rule, scope) is why


def test_a_second_person_is_wanted_above_the_amount_only() -> None:
    """The amount itself is still done by one; another currency cannot be compared."""
    rule = Rule(second_above=Money(500, "USD"))

    assert not wants_second(rule, dollars(500))
    assert wants_second(rule, dollars(501))
    assert wants_second(rule, MoveScope((Money(1, "EUR"),)))
    assert not wants_second(ANYONE, dollars(501))


def test_those_who_could_are_named_without_the_one_who_asks() -> None:
    """Of those whom the rule names, who may; the preparer is left out."""
    rule = Rule(anyone=False, groups=(OWNERS,), people=("U_ANA",))
    scope = MoveScope(prepared_by=frozenset({"U_ANA"}))

    assert who_could([ANA, BEN, EXTERNAL], rule, scope) == ("U_BEN",)
    assert who_could([ANA, BEN], rule, MoveScope(), but={"U_BEN"}) == ("U_ANA",)
