"""Who may: a pure rule over a person, a move and what the entries come to."""

from __future__ import annotations

import pytest

from journal.amounts.money import Money
from journal.incidents.move import Move
from journal.rights import ANYONE, Group, Person, Rule, Stake, Why, wants_second, who_could, why_not

OWNERS = Group("S1", "owners", "Owners")
ANA = Person("U_ANA", "Ana", "ana@local.example")
BEN = Person("U_BEN", "Ben", groups=frozenset({"S1"}))
GUEST = Person("U_DEE", "Dee", is_guest=True)
EXTERNAL = Person("U_EVE", "Eve", is_external=True, groups=frozenset({"S1"}))
BY_OWNERS = Rule(Move.SKIP, anyone=False, groups=(OWNERS,))
ABOVE = Rule(Move.SKIP, anyone=False, groups=(OWNERS,), above=Money(1_000_000, "USD"))
NOTHING = Stake()


def dollars(minor: int) -> Stake:
    """Return entries that come to this many cents."""
    return Stake((Money(minor, "USD"),))


@pytest.mark.parametrize(
    ("person", "rule", "stake", "why"),
    [
        (ANA, ANYONE, NOTHING, None),
        (GUEST, ANYONE, NOTHING, Why.GUEST),
        (EXTERNAL, ANYONE, NOTHING, Why.EXTERNAL),
        (GUEST, Rule(anyone=True, people=("U_DEE",)), NOTHING, None),
        (EXTERNAL, Rule(anyone=False, people=("U_EVE",)), NOTHING, None),
        (ANA, BY_OWNERS, NOTHING, Why.NOT_NAMED),
        (BEN, BY_OWNERS, NOTHING, None),
        (EXTERNAL, BY_OWNERS, NOTHING, Why.EXTERNAL),
        (ANA, Rule(anyone=False, people=("U_ANA",)), NOTHING, None),
        (ANA, ABOVE, dollars(1_000_000), None),
        (ANA, ABOVE, dollars(1_000_001), Why.NOT_NAMED),
        (ANA, ABOVE, Stake((Money(1, "EUR"),)), Why.NOT_NAMED),
        (GUEST, ABOVE, dollars(1), Why.GUEST),
        (ANA, ANYONE, Stake(prepared_by=frozenset({"U_ANA"})), Why.PREPARER),
        (ANA, ANYONE, Stake(prepared_by=frozenset({"Ana@Local.Example"})), Why.PREPARER),
        (BEN, ANYONE, Stake(prepared_by=frozenset({"ana@local.example"})), None),
        (ANA, Rule(people=("U_ANA",)), Stake(prepared_by=frozenset({"U_ANA"})), Why.PREPARER),
    ],
)
def test_who_may_skip(person: Person, rule: Rule, stake: Stake, why: Why | None) -> None:
    """Guests and strangers only when named; up to an amount anyone; nobody their own entry."""
    assert why_not(person, rule, stake) is why


def test_a_second_person_is_wanted_above_the_amount_only() -> None:
    """The amount itself is still done by one; another currency cannot be compared."""
    rule = Rule(second_above=Money(500, "USD"))

    assert not wants_second(rule, dollars(500))
    assert wants_second(rule, dollars(501))
    assert wants_second(rule, Stake((Money(1, "EUR"),)))
    assert not wants_second(ANYONE, dollars(501))


def test_those_who_could_are_named_without_the_one_who_asks() -> None:
    """Of those whom the rule names, who may; the preparer is left out."""
    rule = Rule(anyone=False, groups=(OWNERS,), people=("U_ANA",))
    stake = Stake(prepared_by=frozenset({"U_ANA"}))

    assert who_could([ANA, BEN, EXTERNAL], rule, stake) == ("U_BEN",)
    assert who_could([ANA, BEN], rule, Stake(), but={"U_BEN"}) == ("U_ANA",)
