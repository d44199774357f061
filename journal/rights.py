"""Who may make which move: one rule for a book and a move, and what is known of a person.

Pure: the rule, the person and the case are handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal.amounts.money import Money
from journal.errors import IncidentError
from journal.incidents.move import MoveName


class Met(StrEnum):
    """What came of asking Slack who someone is."""

    KNOWN = "known"
    NOT_NAMED = "not_named"  # Slack names nobody by that id to us, now or later
    NOT_ALLOWED = "not_allowed"  # the app may not ask who people are
    AWAY = "away"  # Slack did not answer


@dataclass(frozen=True, slots=True)
class Group:
    """A Slack user group."""

    id: str
    handle: str  # without the @
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of someone."""

    id: str
    name: str = ""
    email: str = ""
    zone: str = ""  # IANA, "Europe/London"; empty: not known
    is_guest: bool = False
    is_external: bool = False  # of another workspace, by Slack Connect
    groups: frozenset[str] = frozenset()  # ids of the user groups they are in
    is_member: bool = False  # of the channel of the book that is asked about

    def is_called(self, preparer: str) -> bool:
        """Whether `preparer` (a Slack user id or an e-mail address) means this person."""
        wanted = preparer.casefold()
        return wanted == self.id.casefold() or (bool(wanted) and wanted == self.email.casefold())


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may make a move in a book. Without a rule, anyone in the channel but guests."""

    move: MoveName | None = None  # None: every move that has no rule of its own
    anyone: bool = True
    groups: tuple[Group, ...] = ()
    people: tuple[str, ...] = ()  # Slack user ids
    above: Money | None = None  # who may is asked above this only; up to it, anyone may
    second_above: Money | None = None  # above this, a second person has to approve

    @property
    def needs_amounts(self) -> bool:
        """Whether it matters how much the entries come to."""
        return self.above is not None or self.second_above is not None


ANYONE = Rule()


@dataclass(frozen=True, slots=True)
class MoveScope:
    """What a rule wants to know of a case: what its waiting entries come to, and whose they are."""

    amounts: tuple[Money, ...] = ()
    prepared_by: frozenset[str] = frozenset()  # read where the move closes them

    @property
    def has_mail(self) -> bool:
        """Whether someone prepared it of whom the e-mail address alone is known."""
        return any("@" in one for one in self.prepared_by)


class WhyNot(StrEnum):
    """Why someone may not."""

    UNKNOWN = "unknown"  # Slack has not told us yet who they are
    GUEST = "guest"
    EXTERNAL = "external"
    NOT_NAMED = "not_named"
    NOT_MEMBER = "not_member"  # anyone in the channel may, and they are not in it
    NOT_OWNER = "not_owner"  # a book is first connected by someone who is named for that
    PREPARER = "preparer"
    NO_MAIL = "no_mail"  # someone prepared it whose e-mail alone is known, and theirs is not
    SAME_PERSON = "same_person"  # who asked does not approve


@dataclass(frozen=True, slots=True)
class Refusal:
    """Someone may not, why, and who could."""

    why: WhyNot
    move: MoveName
    person_id: str
    rule: Rule = ANYONE
    book: str = ""  # its name
    locale: str = "en_US"
    could: tuple[str, ...] = ()  # Slack user ids; empty with `rule.anyone`: all but guests


def why_not(person: Person, rule: Rule, scope: MoveScope) -> WhyNot | None:
    """Return why `person` may not make the move of `rule`, or None when they may."""
    if any(person.is_called(one) for one in scope.prepared_by):
        return WhyNot.PREPARER
    if scope.has_mail and not person.email:
        return WhyNot.NO_MAIL
    is_named = person.id in rule.people
    if person.is_external or person.is_guest:
        # Named or not, they are of no use where they are not in the channel.
        is_named = is_named and person.is_member
        stranger = WhyNot.EXTERNAL if person.is_external else WhyNot.GUEST
        return None if is_named else stranger
    if is_named or any(group.id in person.groups for group in rule.groups):
        return None
    is_small = rule.above is not None and not is_above(scope.amounts, rule.above)
    if rule.anyone or is_small:
        return None if person.is_member else WhyNot.NOT_MEMBER
    return WhyNot.NOT_NAMED


def is_named(person_id: str, person: Person | None, rule: Rule) -> bool:
    """Whether a rule names someone, by themselves or by a group; being in the channel is less."""
    groups = person.groups if person and not (person.is_guest or person.is_external) else ()
    return person_id in rule.people or any(group.id in groups for group in rule.groups)


def wants_second(rule: Rule, scope: MoveScope) -> bool:
    """Whether one person is not enough for this much."""
    return rule.second_above is not None and is_above(scope.amounts, rule.second_above)


def is_above(amounts: Iterable[Money], limit: Money) -> bool:
    """Whether the amounts exceed `limit`; in another currency any does, since none compares."""
    return any(
        one.minor > limit.minor if one.currency == limit.currency else one.minor > 0
        for one in amounts
    )


def who_could(
    team: Sequence[Person], rule: Rule, scope: MoveScope, *, but: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return those of `team` (whom the rule names) who may make the move, without `but`."""
    return tuple(
        one.id for one in team if one.id not in {*but} and why_not(one, rule, scope) is None
    )


class NotAllowed(IncidentError):
    """The person may not make this move; the refusal says why and who could."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.person_id} may not {refusal.move.value}: {refusal.why.value}")
        self.refusal = refusal

    @property
    def sentence(self) -> str:
        """Say so in short, where nobody draws the refusal whole."""
        return "You may not do this here."
