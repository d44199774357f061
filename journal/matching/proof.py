"""When an entry in the ledger is one of ours: one rule for every platform.

Pure. An id that the platform gave us, or that a person linked, is proof. A number, a reference or
a word in a note never is: anyone can type it. With the same day and the same lines it is strong;
with the same day and total it is a candidate that a person decides on; less is nothing, except
that our own number on something else is told (decision 0023).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from journal.amounts.money import Money
from journal.books.chart import Chart
from journal.entries.entry import MAX_OWN_NUMBER, Entry, PostingStatus, Side
from journal.entries.failure import Failure, Kin, Likeness
from journal.entries.grounds import Ground
from journal.entries.mapping import Prepared
from journal.entries.placing import shown_account
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyEntry
from journal.entries.wording import own_number_of
from journal.matching.heads import NO_HEAD, Head, head_of

OURS = re.compile(r"\[(JF-\d+(?:-\d+)?)\]", re.IGNORECASE)
"""Our number as it stands in a note."""
SHORTEST_REFERENCE = 4
"""A shorter reference stands in a sentence by chance; as a number of its own it counts."""
_WORD = re.compile(r"[\w-]+")
Sums = Counter[tuple[Side, str, str]]
"""What lines come to, in minor units: by side, account id and currency. Zero lines are left out."""


class Proof(IntEnum):
    """What an entry in the ledger is to one of ours; more is stronger."""

    NONE = 0
    OTHER_CONTENT = 1  # it bears our number and says something else: told, never closes anything
    CANDIDATE = 2  # a person is asked
    STRONG = 3
    OURS = 4


@dataclass(frozen=True, slots=True)
class Sought:
    """One of our entries, with all that could show it in a ledger."""

    number: str  # "JF-12"
    reference: str
    days: tuple[date, ...]  # every day under which it may have been sent
    lines: Sums | None = None  # None: something is missing before its accounts are known
    total: Money | None = None  # None: an amount is missing
    ids: Mapping[str, Ground] = field(default_factory=dict)  # ledger ids known to be it, and why
    held: str = ""  # ledger id that an earlier revision was taken for, on weaker ground
    not_these: frozenset[str] = frozenset()  # ledger ids that a person said are others
    is_said: bool = False  # a person said that it was entered in the platform by hand
    own_number: str = ""  # the caller's own journal number
    is_sent: bool = False  # it was sent to a ledger without keys, which has not answered
    is_back: bool = False  # it may have been sent under a number that a backup does not know
    head: Head = NO_HEAD  # its rate, its kind of amounts, its mark


@dataclass(frozen=True, slots=True)
class Finding:
    """What the ledger shows for one of our entries, and what it proves."""

    proof: Proof
    ground: Ground
    there: LedgerEntry

    @property
    def is_ours(self) -> bool:
        """Whether it closes the entry: nothing is to be sent, nobody is to be asked."""
        return self.proof >= Proof.STRONG

    @property
    def is_asked(self) -> bool:
        """Whether a person has to say what it is."""
        return Proof.NONE < self.proof < Proof.STRONG


def sought(ours: Prepared, *, is_said: bool = False) -> Sought:
    """Return an entry as it is looked for; what it lacks before it can be posted stays unknown."""
    entry, ready, content = ours.entry, ours.ready, ours.entry.content
    total = content.total if all(line.amount for line in content.lines) else None
    if isinstance(ready, ReadyEntry):
        total = ready.total
    if entry.status is PostingStatus.UNCERTAIN and entry.sent is not None:
        total = entry.sent  # costs may have changed since
    return Sought(
        number=entry.number,
        reference=content.reference,
        days=tuple(dict.fromkeys((content.date, *entry.earlier_days))),
        lines=None if isinstance(ready, Failure) else sums_of_ready(ready),
        total=total,
        ids=_ids(entry),
        held=entry.replaces or "",
        not_these=frozenset(entry.not_these),
        is_said=is_said,
        own_number=own_number_of(content, MAX_OWN_NUMBER),
        is_sent=entry.sent_at is not None,
        is_back=entry.look_first,
        head=head_of(ours),
    )


def proof_of(one: Sought, there: LedgerEntry, chart: Chart) -> Finding:
    """Return what `there` proves of `one`. Lines that cannot be read prove nothing."""
    return _judged(one, _Read.of(there, chart))


def findings(
    wanted: Iterable[Sought],
    shown: Iterable[LedgerEntry],
    owners: Mapping[str, str],
    chart: Chart,
) -> Mapping[str, Finding]:
    """Return the best finding for each of `wanted`, by our number; those with none are left out.

    An entry of the ledger is proof for one of ours at most. `owners`: ledger ids that are kept as
    entries of ours, and our numbers for those; they are nobody else's proof.
    """
    wanted = [*wanted]
    seen = {one.ledger_id or f"? {one.is_of}": one for one in shown}
    read = [_Read.of(there, chart) for there in seen.values()]
    asks = {one.number for one in wanted if not one.is_sent}
    every = [
        (one.number, found)
        for one in wanted
        for shows in read
        if owners.get(shows.there.ledger_id, one.number) == one.number
        and (found := _judged(one, shows)).proof
    ]
    return _shared_out(sorted(every, key=_strength, reverse=True), asks)


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry of the ledger, read once for all that are looked for."""

    there: LedgerEntry
    borne: frozenset[str]
    words: frozenset[str]
    sums: Sums | None

    @classmethod
    def of(cls, there: LedgerEntry, chart: Chart) -> _Read:
        borne, words = frozenset(numbers_borne(there)), frozenset(words_of(there))
        return cls(there, borne, words, sums_of(there, chart))


def _judged(one: Sought, shows: _Read) -> Finding:
    there = shows.there
    if there.ledger_id in one.not_these:
        return Finding(Proof.NONE, Ground.ALIKE, there)
    if known := one.ids.get(there.ledger_id):
        return Finding(Proof.OURS, known, there)
    if there.is_of == one.number:
        return Finding(Proof.OURS, Ground.SENT, there)
    ground = _named(one, shows)
    proof = _of_its_day(one, shows, ground) if there.date in one.days else Proof.NONE
    if there.ledger_id == one.held:
        proof = max(proof, Proof.CANDIDATE)
    if proof:
        return Finding(proof, ground, there)
    bears = one.number.casefold() in shows.borne
    return Finding(Proof.OTHER_CONTENT if bears else Proof.NONE, ground, there)


def _of_its_day(one: Sought, shows: _Read, ground: Ground) -> Proof:
    """Return what an entry of the same day is: by its lines, else by its total."""
    # Another number of ours: it is that entry's. With this one's reference, an earlier jefail may
    # have posted this one under that number.
    is_anothers = bool(shows.borne) and one.number.casefold() not in shows.borne
    if is_anothers and ground in (Ground.SAID, Ground.ALIKE):
        return Proof.NONE
    if one.lines is not None and shows.sums == one.lines:
        is_named = ground is not Ground.ALIKE and not one.head.unlike(shows.there)
        may_bear_it = not is_anothers or (one.is_back and ground is Ground.REFERENCE)
        return Proof.STRONG if is_named and may_bear_it else Proof.CANDIDATE
    ours, theirs = one.total, shows.there.total
    is_unknown = ours is None or theirs is None
    is_named = ground in (Ground.NUMBER, Ground.REFERENCE)
    if (is_unknown and is_named) or (ours is not None and ours == theirs and ground in _TIES):
        return Proof.CANDIDATE
    return Proof.NONE


_TIES = (Ground.NUMBER, Ground.REFERENCE, Ground.SAID)
"""With the same day and total, one of these makes a candidate."""


def _named(one: Sought, shows: _Read) -> Ground:
    """Return what ties an entry to `one` beside its content."""
    number = one.number.casefold()
    # What bears a number of ours is that entry's, whichever its memo speaks of.
    if number in shows.borne or (not shows.borne and number in shows.words):
        return Ground.NUMBER
    if any(names_reference(shows.there, told) for told in (one.reference, one.own_number)):
        return Ground.REFERENCE
    return Ground.SAID if one.is_said else Ground.ALIKE


def _shared_out(ranked: Sequence[tuple[str, Finding]], asks: Set[str]) -> Mapping[str, Finding]:
    """Return the first finding of each number whose ledger entry is still free."""
    best: dict[str, Finding] = {}
    taken: set[str] = set()
    for place, (number, found) in enumerate(ranked):
        if number in best or found.there.ledger_id in taken:
            continue
        rest = (
            other
            for name, other in ranked[place + 1 :]
            if name == number and other.there.ledger_id not in taken
        )
        # Of what we sent twice one is ours, and the other is told (decision 0059).
        is_ours = number not in asks and found.ground is Ground.NUMBER
        best[number] = found if is_ours else _asked_if_doubled(found, rest)
        if found.proof >= Proof.CANDIDATE and found.there.ledger_id:
            taken.add(found.there.ledger_id)
    return best


def _asked_if_doubled(found: Finding, rest: Iterable[Finding]) -> Finding:
    """Return a strong finding as a candidate where the ledger shows another like it: it is told."""
    if found.proof is not Proof.STRONG:
        return found
    kind = (found.proof, found.ground, found.there.is_draft)
    if any((one.proof, one.ground, one.there.is_draft) == kind for one in rest):
        return Finding(Proof.CANDIDATE, found.ground, found.there)
    return found


_RANK: Mapping[Ground, int] = {ground: -place for place, ground in enumerate(Ground)}


def _strength(one: tuple[str, Finding]) -> tuple[bool, int, int]:
    """What may be in the books comes before any draft: to post that too would book it twice."""
    _number, found = one
    may_be_booked = found.proof >= Proof.CANDIDATE and not found.there.is_draft
    return may_be_booked, int(found.proof), _RANK[found.ground]


def kept_as(entry: Entry, ground: Ground) -> Ground:
    """Return as what an entry that was found on `ground` is remembered.

    What we sent without an answer, and what stands there as it was sent, is ours.
    """
    was_sent = entry.status is PostingStatus.UNCERTAIN and ground is Ground.NUMBER
    return Ground.SENT if was_sent else ground


def likeness_of(found: Finding) -> Likeness:
    """Return what a person is asked about, as it was seen."""
    is_candidate = found.proof is Proof.CANDIDATE
    there = found.there
    return Likeness(
        Kin.CANDIDATE if is_candidate else Kin.OTHER_CONTENT,
        there.ledger_id,
        there.number,
        there.date,
        there.total,
        found.ground,
    )


def number_in(note: str) -> str:
    """Return our number that stands in `note`, empty if none does.

    The last one: a memo before it is the caller's, and may speak of another entry of ours.
    """
    numbers = OURS.findall(note)
    return numbers[-1].upper() if numbers else ""


def numbers_borne(there: LedgerEntry) -> set[str]:
    """Return our numbers that it bears, in lower case: its own, and the one that a note ends in."""
    borne = {number.casefold() for text in there.texts if (number := number_in(text))}
    own = there.number.strip().casefold()
    return borne | ({own} if re.fullmatch(r"jf-\d+(-\d+)?", own) else set())


def words_of(there: LedgerEntry) -> set[str]:
    """Return the words of its number and its note, in lower case."""
    return {
        word for text in (there.number, *there.texts) for word in _WORD.findall(text.casefold())
    }


def names_reference(there: LedgerEntry, reference: str) -> bool:
    """Whether the caller's reference is its number, or stands apart in its note.

    SHOP-1 is neither in SHOP-17 nor in X-SHOP-1.
    """
    told = reference.strip().casefold()
    if not told:
        return False
    if any(text.strip().casefold() == told for text in (there.number, *there.texts)):
        return True
    if len(told) < SHORTEST_REFERENCE:
        return False
    texts = [text for each in there.texts if told in (text := each.casefold())]
    if not texts:  # nearly always, and quicker than what follows
        return False
    apart = re.compile(rf"(?<![\w-]){re.escape(told)}(?![\w-])")
    return any(apart.search(text) is not None for text in texts)


def sums_of_ready(ready: ReadyEntry) -> Sums:
    """Return what the lines of `ready` come to."""
    return _sums(
        (line.side, line.account_id, line.amount.currency, line.amount.minor)
        for line in ready.lines
    )


def sums_of(there: LedgerEntry, chart: Chart) -> Sums | None:
    """Return what its lines come to, with accounts as `chart` knows them; None: not shown."""
    if not there.lines:
        return None
    return _sums(
        (line.side, account_id_of(line, chart), line.amount.currency, line.amount.minor)
        for line in there.lines
    )


def _sums(lines: Iterable[tuple[Side, str, str, int]]) -> Sums:
    sums: Sums = Counter()
    for side, account, currency, minor in lines:
        sums[side if minor >= 0 else side.other, account, currency] += abs(minor)
    return +sums


def account_id_of(line: LedgerLine, chart: Chart) -> str:
    """Return the id of its account; one that the chart does not know equals none of ours."""
    account = shown_account(line, chart)
    return account.external_id if account else line.account_id or f"? {line.account}"


def _ids(entry: Entry) -> Mapping[str, Ground]:
    """Return the ledger ids of which it is known that they are `entry`, and why.

    What a correction replaces is its own only if jefail posted it or a person linked it.
    """
    ids: dict[str, Ground] = {}
    if entry.ledger_id:  # of a draft that we left there
        ids[entry.ledger_id] = Ground.SENT
    if entry.replaces and entry.posted_how and entry.posted_how.is_changeable:
        ids[entry.replaces] = entry.posted_how
    if entry.linked_to:
        ids[entry.linked_to] = Ground.LINKED
    return ids
