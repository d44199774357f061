"""When an entry in a ledger is ours: the one rule, and ledgers full of strangers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.entries.entry import Entry, Line, PostingStatus, Side
from journal.entries.grounds import Ground
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.proof import Finding, Proof, findings, kept_as, number_in, proof_of, sought
from tests.build import an_entry, some_content

D, C = Side.DEBIT, Side.CREDIT
JULY_22 = date(2026, 7, 22)
ACCOUNTS = (
    Account("79", "Rent", "6000"),
    Account("90", "Clearing", "1300"),
    Account("98", "Sales", "4010"),
)
KNOWN = Known(Platform.QUICKBOOKS, Chart(ACCOUNTS), mappings={}, costs={})
REFERENCE = "SHOP-7"


def dollars(cents: int, currency: str = "USD") -> Money:
    """Return an amount."""
    return Money(cents, currency)


def ours(**changes: Any) -> Entry:
    """Return JF-1042 of $1,912.00 on 22 July, which was refused."""
    lines = (Line(D, dollars(191200), account="1300"), Line(C, dollars(191200), account="4010"))
    content = some_content(reference=REFERENCE, date=JULY_22, lines=lines)
    return an_entry(**{"content": content, **changes})


def line(side: Side, cents: int, account_id: str, currency: str = "USD") -> LedgerLine:
    """Return a line as a ledger shows it."""
    return LedgerLine(side, dollars(cents, currency), f"account {account_id}", account_id)


SAME = (line(D, 191200, "90"), line(C, 191200, "98"))
OTHER_ACCOUNT = (line(D, 191200, "90"), line(C, 191200, "79"))
SMALL = (line(D, 6400, "90"), line(C, 6400, "98"))


def there(number: str = "", note: str = "", **changes: Any) -> LedgerEntry:
    """Return what a ledger has on 22 July, with the lines of ours unless said otherwise."""
    texts = tuple(text for text in (number, note) if text)
    shown = LedgerEntry("227", number, JULY_22, texts=texts, lines=SAME)
    return replace(shown, **changes)


def found(shown: LedgerEntry, *, is_said: bool = False, **changes: Any) -> Finding:
    """Return what it proves of ours."""
    return proof_of(sought(prepare(ours(**changes), KNOWN), is_said=is_said), shown, KNOWN.chart)


@pytest.mark.parametrize(
    ("shown", "ground"),
    [
        (there("JF-1042"), Ground.NUMBER),
        (there("", "shopify [jf-1042]"), Ground.NUMBER),
        (there("", "done by hand, see JF-1042."), Ground.NUMBER),
        (there("shop-7 "), Ground.REFERENCE),
        (there("", "Sales of SHOP-7, by hand"), Ground.REFERENCE),
    ],
)
def test_a_name_with_same_day_and_lines_is_strong(shown: LedgerEntry, ground: Ground) -> None:
    """Whichever it is, and however it is written."""
    finding = found(shown)

    assert (finding.proof, finding.ground) == (Proof.STRONG, ground)


def test_a_name_is_nothing_on_its_own() -> None:
    """The three cases that were seen: last year's journal no. 7, and JF-1042 typed by hand."""
    last_year = there(REFERENCE, date=date(2025, 3, 1), lines=SMALL)
    typed = there("JF-1042", date=date(2026, 7, 3), lines=SMALL)

    assert found(last_year).proof is Proof.NONE
    assert found(replace(last_year, date=JULY_22)).proof is Proof.NONE
    assert found(typed).proof is Proof.OTHER_CONTENT
    assert found(replace(typed, date=JULY_22)).proof is Proof.OTHER_CONTENT


def test_same_day_and_total_with_a_name_is_a_candidate() -> None:
    """Other accounts, or lines that cannot be read: a person says."""
    assert found(there("JF-1042", lines=OTHER_ACCOUNT)).proof is Proof.CANDIDATE
    assert found(there(REFERENCE, lines=OTHER_ACCOUNT)).proof is Proof.CANDIDATE
    assert found(there("JF-1042", lines=())).proof is Proof.CANDIDATE
    assert found(there(REFERENCE, lines=(), listed=dollars(191200))).proof is Proof.CANDIDATE


def test_without_a_name_it_takes_a_persons_word() -> None:
    """Same lines: asked about, or taken when someone said so. Same total alone: only then asked."""
    assert found(there("44")).proof is Proof.CANDIDATE
    assert found(there("44"), is_said=True).proof is Proof.STRONG
    assert found(there("44", lines=OTHER_ACCOUNT)).proof is Proof.NONE
    assert found(there("44", lines=OTHER_ACCOUNT), is_said=True).proof is Proof.CANDIDATE
    assert found(there("44", lines=()), is_said=True).proof is Proof.NONE


@pytest.mark.parametrize("number", ["JF-1042", REFERENCE])
def test_currency_and_side_belong_to_the_lines(number: str) -> None:
    """The same figures in euros, or the other way round, are another entry."""
    euros = tuple(line(one.side, one.amount.minor, one.account_id, "EUR") for one in SAME)
    turned = (line(C, 191200, "90"), line(D, 191200, "98"))

    assert found(there(number, lines=euros)).proof < Proof.CANDIDATE
    assert found(there(number, lines=turned)).proof is Proof.CANDIDATE


def test_lines_may_be_split_reordered_or_lack_account_ids() -> None:
    """What counts is what each account comes to on each side; noughts count for nothing."""
    split = (
        LedgerLine(C, dollars(191200), "4010"),
        line(D, 191300, "90"),
        line(D, -100, "90"),
        line(D, 0, "79"),
    )

    assert found(there("JF-1042", lines=split)).proof is Proof.CANDIDATE
    whole = (LedgerLine(C, dollars(191200), "4010"), line(D, 191100, "90"), line(D, 100, "90"))
    assert found(there("JF-1042", lines=(*whole, line(D, 0, "79")))).proof is Proof.STRONG


def test_an_account_called_as_ours_is_numbered_is_another() -> None:
    """An id that the chart has is that account, whatever else is called so."""
    chart = Chart((*ACCOUNTS, Account("4010", "Stranger")))
    lines = (line(D, 191200, "90"), line(C, 191200, "4010"))
    one = sought(prepare(ours(), KNOWN))

    assert proof_of(one, there("JF-1042", lines=lines), chart).proof is Proof.CANDIDATE


def test_an_id_is_proof_whatever_it_says() -> None:
    """Of a draft we left, of what a person linked, of what jefail posted and now corrects."""
    other = there("", date=date(2026, 1, 1), lines=())

    assert found(other, ledger_id="227").ground is Ground.SENT
    assert found(other, linked_to="227").ground is Ground.LINKED
    corrects = found(other, replaces="227", posted_how=Ground.SENT)
    assert (corrects.proof, corrects.ground) == (Proof.OURS, Ground.SENT)
    assert found(replace(other, is_of="JF-1042")).proof is Proof.OURS


@pytest.mark.parametrize("how", [None, Ground.NUMBER, Ground.REFERENCE, Ground.SAID])
def test_what_was_taken_on_weaker_ground_is_not_ours_to_change(how: Ground | None) -> None:
    """A correction asks about it, at least, unless it says what the correction says."""
    other = there("7", date=date(2026, 1, 1), lines=SMALL)

    assert found(other, replaces="227", posted_how=how).proof is Proof.CANDIDATE
    assert found(there("JF-1042"), replaces="227", posted_how=how).proof is Proof.STRONG


def test_what_a_person_said_is_another_stays_another() -> None:
    """However much it is like ours."""
    assert found(there("JF-1042"), not_these=("227",)).proof is Proof.NONE


def test_what_bears_another_number_of_ours_is_that_entrys() -> None:
    """With our reference an earlier jefail may have posted it: then a person is asked."""
    assert found(there("", "shopify [JF-40]")).proof is Proof.NONE
    assert found(there("", "shopify [JF-40]"), is_said=True).proof is Proof.NONE
    assert found(there("", "shopify SHOP-7 [JF-40]")).proof is Proof.CANDIDATE


def test_an_incomplete_entry_is_known_by_total_at_most() -> None:
    """Its accounts are not known, so its lines cannot be the same."""
    lines = (Line(D, dollars(191200), account="1300"), Line(C, dollars(191200), category="Tips"))
    content = some_content(reference=REFERENCE, date=JULY_22, lines=lines)

    assert found(there("JF-1042"), content=content).proof is Proof.CANDIDATE
    assert found(there("44"), content=content).proof is Proof.NONE


def test_one_entry_of_the_ledger_is_proof_for_one_of_ours() -> None:
    """Two entries alike, said to be fixed, and one in the ledger: one of them is still missing."""
    first, second = (sought(prepare(ours(id=number), KNOWN), is_said=True) for number in (1, 2))

    best = findings([first, second], [there("44")], {}, KNOWN.chart)

    assert {number: one.proof for number, one in best.items()} == {"JF-1": Proof.STRONG}


def test_what_is_kept_as_another_entry_is_nobody_elses_proof() -> None:
    """Not even with the reference in it."""
    one = sought(prepare(ours(), KNOWN))

    assert findings([one], [there(REFERENCE)], {"227": "JF-9"}, KNOWN.chart) == {}
    kept = findings([one], [there(REFERENCE)], {"227": "JF-1042"}, KNOWN.chart)
    assert kept["JF-1042"].proof is Proof.STRONG


def test_the_best_of_several_wins_and_two_alike_are_asked_about() -> None:
    """An id before a number, that before a reference; booked twice by hand, a person is told."""
    named = there("JF-1042", ledger_id="1")
    again = there("JF-1042", ledger_id="2")
    by_reference = there(REFERENCE, ledger_id="3")
    one = sought(prepare(ours(), KNOWN))

    def best(*shown: LedgerEntry, **changes: Any) -> Finding:
        asked = sought(prepare(ours(**changes), KNOWN)) if changes else one
        return findings([asked], shown, {}, KNOWN.chart)["JF-1042"]

    assert best(by_reference, named).there is named
    assert best(named, again).proof is Proof.CANDIDATE
    assert best(named, again, linked_to="2").there is again


def test_the_books_come_before_drafts() -> None:
    """Posting the draft too would book it twice; a draft is ours only as a booked one would be."""
    draft = there("JF-1042", ledger_id="1", is_draft=True)
    booked = there(REFERENCE, ledger_id="2")
    one = sought(prepare(ours(), KNOWN))

    assert findings([one], [draft, booked], {}, KNOWN.chart)["JF-1042"].there is booked
    alone = findings([one], [draft], {}, KNOWN.chart)["JF-1042"]
    assert (alone.proof, alone.there) == (Proof.STRONG, draft)


def test_found_as_we_sent_it_is_remembered_as_ours() -> None:
    """No answer came; what someone typed stays what it is."""
    sent = ours(status=PostingStatus.UNCERTAIN)

    assert kept_as(sent, Ground.NUMBER) is Ground.SENT
    assert kept_as(sent, Ground.REFERENCE) is Ground.REFERENCE
    assert kept_as(ours(), Ground.NUMBER) is Ground.NUMBER


OTHER_DAYS = st.integers(-800, 800).filter(bool).map(lambda days: JULY_22 + timedelta(days=days))
NAMES = st.sampled_from(
    [("JF-1042", ""), ("", "[JF-1042]"), (REFERENCE, ""), ("", f"of {REFERENCE}"), ("7", "x")]
)
INSIDE_WORDS = st.sampled_from(
    [("X-SHOP-7", ""), ("", "SHOP-70"), ("", "JF-10421"), ("JF-104", ""), ("", "XSHOP-7X")]
)
OTHER_LINES = st.lists(
    st.tuples(st.integers(1, 10**7), st.sampled_from(["79", "90", "98", "gone"])),
    min_size=1,
    max_size=4,
).map(lambda drawn: tuple(line(D, cents, account) for cents, account in drawn))
"""Debits alone, so that they never are the same as ours."""
STRANGERS = st.one_of(
    # The same number, ours or the caller's, on another day: with our very lines, even.
    st.builds(lambda name, on: there(*name, date=on), NAMES, OTHER_DAYS),
    # The same day and sum, other accounts.
    st.builds(lambda name: there(*name, lines=OTHER_ACCOUNT), NAMES),
    # Our number or the reference, and other lines.
    st.builds(lambda name, lines: there(*name, lines=lines), NAMES, OTHER_LINES),
    # The reference inside another word, with the same lines.
    st.builds(lambda name: there(*name), INSIDE_WORDS),
    # Lines that cannot be read.
    st.builds(lambda name: there(*name, lines=(), listed=dollars(191200)), NAMES),
)


@given(st.lists(STRANGERS, max_size=12), st.booleans())
def test_a_ledger_full_of_strangers_never_closes_anything(
    strangers: list[LedgerEntry], is_first_of_many: bool
) -> None:
    """Whatever there is of them, together or alone: at most a person is asked."""
    shown = [replace(one, ledger_id=str(place)) for place, one in enumerate(strangers)]
    wanted = [sought(prepare(ours(), KNOWN))]
    if is_first_of_many:
        wanted.append(sought(prepare(ours(id=1043), KNOWN)))

    best = findings(wanted, shown, {}, KNOWN.chart)

    assert not [one for one in best.values() if one.is_ours]


@given(st.lists(STRANGERS, max_size=8), st.integers(0, 8))
def test_among_strangers_ours_is_found(strangers: list[LedgerEntry], place: int) -> None:
    """Its number, its day and its lines: that very one, wherever it stands."""
    shown = [replace(one, ledger_id=str(number)) for number, one in enumerate(strangers)]
    shown.insert(place, there("JF-1042", ledger_id="ours"))

    best = findings([sought(prepare(ours(), KNOWN))], shown, {}, KNOWN.chart)

    assert best["JF-1042"].there.ledger_id == "ours"
    assert best["JF-1042"].proof is Proof.STRONG


def numbered(number: str = "SJ-114") -> Entry:
    """Return ours with a journal number of its caller's own."""
    lines = ours().content.lines
    content = some_content(reference=REFERENCE, date=JULY_22, lines=lines, number=number)
    return an_entry(content=content)


def proved(entry: Entry, shown: LedgerEntry) -> tuple[Proof, Ground]:
    """Return what `shown` proves of `entry`, and by what."""
    finding = proof_of(sought(prepare(entry, KNOWN)), shown, KNOWN.chart)
    return finding.proof, finding.ground


def test_the_callers_number_counts_as_a_reference() -> None:
    """Alone it takes day and lines; with our number behind the note it is named by ours."""
    both = there("SJ-114", "Takings of Tuesday [JF-1042]")

    assert proved(numbered(), both) == (Proof.STRONG, Ground.NUMBER)
    assert proved(numbered(), there("sj-114")) == (Proof.STRONG, Ground.REFERENCE)
    assert proved(numbered(), there("SJ-114", lines=OTHER_ACCOUNT))[0] is Proof.CANDIDATE
    assert proved(numbered(), there("SJ-114", lines=SMALL))[0] is Proof.NONE
    assert proved(numbered(), there("SJ-114", date=date(2026, 7, 3)))[0] is Proof.NONE
    assert proved(numbered("JF-7"), there("JF-7"))[0] is Proof.NONE


def test_the_last_number_in_a_note_is_ours() -> None:
    """A memo may speak of another entry of ours; what bears its own number is not that one."""
    assert number_in("Reverses [JF-1042] of Monday [jf-7]") == "JF-7"
    assert proved(ours(), there("", "See [JF-7], takings [JF-1042]"))[0] is Proof.STRONG
    assert proved(ours(), there("", "Reverses [JF-1042] [JF-7]"))[0] is Proof.NONE
    assert proved(ours(), there("", "Reverses JF-1042 [JF-7]", lines=SMALL))[0] is Proof.NONE
