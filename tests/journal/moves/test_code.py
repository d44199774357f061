"""What lines lack beside their account is chosen from a card: whatever waited for it is posted."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Connection
from journal.books.lists import CLASS, LOCATION, NAME, CompanyRules, ListItem
from journal.entries.coding import Coding
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.entry import Line, PostingStatus, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.uncoded import Choices, Slot, answered
from journal.errors import ItemUnfit, MappedMeanwhile, TransitionRefused
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.incidents.story.mending import ItemsCoded
from journal.incidents.uncoded import Uncoded, spread
from journal.moves.code import CODE, ItemsChosen
from journal.moves.make_move import Asked, Repeated
from journal.moves.read_uncoded import read_uncoded
from journal.ports import Click
from journal.rights import Person, Rule
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

R = FailureReason
OPEN, RETRYING, RESOLVED = IncidentState
AMOUNT = Money(4000, "USD")
ONLINE = ListItem(CLASS, "c1", "Retail:Online", stable_id="s1")
STORES = ListItem(CLASS, "c2", "Stores")
WEB = ListItem(LOCATION, "l1", "Web")
FAIRE = ListItem(NAME, "n1", "Faire", kind="customer")
SUPPLIER = ListItem(NAME, "n1", "Supplier", kind="vendor")
RECEIVABLE = Account("84", "Receivables", "1200", "Accounts Receivable", wants_name="customer")
PAYABLE = Account("85", "Payables", "2000", "Accounts Payable", wants_name="vendor")
GIFTS = Scope("Shopify", category="Gift cards")


def lines(*words: str, category: str = "Gift cards") -> tuple[Line, ...]:
    """Return a line of $40 for each class, out of the clearing, which has the class Stores."""
    whole = Money(4000 * len(words), "USD")
    ours = [
        Line(Side.CREDIT, AMOUNT, category=category, coding=Coding(class_name=one)) for one in words
    ]
    stores = Coding(class_name="Stores")
    return (Line(Side.DEBIT, whole, category="Clearing", coding=stores), *ours)


def on_account(account: str) -> tuple[Line, ...]:
    """Return lines of which one goes to an account by its name."""
    return (
        Line(Side.DEBIT, AMOUNT, account=account),
        Line(Side.CREDIT, AMOUNT, category="Gift cards"),
    )


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book whose company has classes, locations and names, and wants a class on each line."""
    bench.ledger.items = [ONLINE, STORES, WEB, FAIRE, SUPPLIER]
    bench.ledger.rules = CompanyRules(uses=(CLASS, LOCATION), requires=(CLASS,))
    bench.ledger.chart |= {one.external_id: one for one in (RECEIVABLE, PAYABLE)}
    made = await bench.book()
    await bench.services.read_chart(made)
    return made


async def asked(bench: Bench, incident_id: int) -> Uncoded:
    """Return what the form of an incident is drawn from."""
    async with bench.store() as store:
        return await read_uncoded(store, incident_id)


async def choose(
    bench: Bench, incident_id: int, choices: Choices, by: str = "U_ANA"
) -> list[IncidentState]:
    """Send the form in; return how every incident stands then."""
    await bench.make(CODE, incident_id, ItemsChosen(choices), by)
    return await bench.states()


def words(**meant: str) -> Choices:
    """Return that these classes are meant by these words."""
    return Choices({(CLASS, word): to for word, to in meant.items()})


def on_lines(scope: Scope, item: str = "s1") -> Choices:
    """Return that lines of this scope get a class."""
    return Choices(rules=(CodingRule(scope, CLASS, item),))


async def test_a_word_is_asked_about_once_and_remembered(
    bench: Bench, connection: Connection
) -> None:
    """Three entries say "Onlin": said once what it means, they post with that, and so do later."""
    await bench.take(connection, some_entries(3, lines=lines("Onlin", "onlin")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    seen = await asked(bench, incident_id)
    (row,) = seen.rows
    assert (row.label, row.lines, row.amounts) == ("Onlin", 6, (Money(-24000, "USD"),))
    assert seen.completed_by({row.slot: ONLINE}) == 3
    assert await choose(bench, incident_id, words(Onlin="s1")) == [RETRYING]
    await bench.post(connection)
    await bench.take(connection, some_entries(1, "L", lines=lines("ONLIN")))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    carried = {one.extras for stored in bench.ledger.stored for one in stored.lines[1:]}
    assert (len(bench.ledger.numbers), carried) == (4, {(("Class", "Retail:Online"),)})
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert (mending.move, mending.by) == (MoveName.CODE, "U_ANA")
    assert isinstance(mending.turn, ItemsCoded)
    assert mending.turn.chosen == (("Onlin", "Retail:Online"),)


async def test_lines_without_one_get_it_by_their_category(
    bench: Bench, connection: Connection
) -> None:
    """Two gift cards have no class: one answer is for both, and the line that has one keeps it."""
    await bench.take(connection, some_entries(2, lines=lines("")))
    await bench.post(connection)
    case = await bench.case()
    assert (case.incident.failure.details, case.lines_missing) == (("",), 2)

    (row,) = (await asked(bench, case.incident.id)).rows
    assert (row.label, row.slot) == ("Gift cards", Slot(CLASS, scope=GIFTS))
    await choose(bench, case.incident.id, answered({row.slot: ONLINE}))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    first = bench.ledger.stored[0].lines
    assert [one.extras for one in first] == [(("Class", "Stores"),), (("Class", "Retail:Online"),)]


async def test_one_default_is_for_all_lines_of_the_channel(
    bench: Bench, connection: Connection
) -> None:
    """Two categories lack a class; what is said of all lines of Shopify completes both."""
    both = (*lines("")[:1], Line(Side.CREDIT, AMOUNT, category="Clearing"))
    await bench.take(connection, some_entries(1, "A", lines=lines("")))
    await bench.take(connection, some_entries(1, "B", lines=both))
    await bench.post(connection)
    seen = await asked(bench, (await bench.case()).incident.id)
    assert {row.label for row in seen.rows} == {"Gift cards", "Clearing"}

    answers = spread(seen.rows, "Shopify", STORES, CLASS)
    assert seen.completed_by(answers) == 2
    await choose(bench, seen.case.incident.id, answered(answers))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]


async def test_every_card_of_the_book_goes_on(bench: Bench, connection: Connection) -> None:
    """Shopify and Amazon are two cards of one word: said on one, both post."""
    amazon = [
        replace(one, sales_channel="Amazon") for one in some_entries(2, "A", lines=lines("Onlin"))
    ]
    async with bench.store() as store:
        own = [("Amazon", name, to) for _, name, to in await store.desk.mapping(1)]
        await store.desk.save_mapping(1, own)
    await bench.take(connection, [*some_entries(1, "S", lines=lines("Onlin")), *amazon])
    await bench.post(connection)
    first, _second = await bench.cases()

    assert (await asked(bench, first.incident.id)).completed_by({Slot(CLASS, "Onlin"): ONLINE}) == 3
    assert await choose(bench, first.incident.id, words(Onlin="s1")) == [RETRYING, RETRYING]
    await bench.post(connection)

    assert await bench.states() == [RESOLVED, RESOLVED]
    assert len(bench.ledger.numbers) == 3


async def test_what_lacks_more_goes_to_its_own_card(bench: Bench, connection: Connection) -> None:
    """A class and a location are unknown: with the class chosen, the location is asked about."""
    two = (
        lines("Onlin")[0],
        Line(Side.CREDIT, AMOUNT, category="Gift cards", coding=Coding("Onlin", "Moon")),
    )
    await bench.take(connection, some_entries(1, lines=two))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    assert (await asked(bench, incident_id)).completed_by({Slot(CLASS, "Onlin"): ONLINE}) == 0
    await choose(bench, incident_id, words(Onlin="s1"))
    await bench.post(connection)

    _before, after = await bench.cases()
    failure = after.incident.failure
    assert (failure.reason, failure.subject) == (R.DIMENSION_MISSING, "location")
    assert failure.details == ("Moon",)


async def test_the_card_names_what_all_its_entries_lack(
    bench: Bench, connection: Connection
) -> None:
    """Each word once, whichever entry said it, and how many lines have none."""
    await bench.take(connection, some_entries(2, "A", lines=lines("", "", "Onlin")))
    await bench.take(connection, some_entries(1, "B", lines=lines("Wholesal", "onlin")))
    await bench.post(connection)

    case = await bench.case()

    assert {*case.incident.failure.details} == {"", "Onlin", "Wholesal"}
    assert case.lines_missing == 4


async def test_names_are_offered_by_what_the_account_wants(
    bench: Bench, connection: Connection
) -> None:
    """Receivables ask for a customer, payables for a vendor; ids that are equal are not mixed."""
    bench.ledger.rules = CompanyRules()
    await bench.services.read_chart(connection)
    await bench.take(connection, some_entries(1, "A", lines=on_account("Receivables")))
    await bench.take(connection, some_entries(1, "B", lines=on_account("Payables")))
    await bench.post(connection)
    case = await bench.case()

    seen = await asked(bench, case.incident.id)

    assert case.incident.failure.reason is R.NAME_MISSING
    assert {(row.label, row.slot.kind) for row in seen.rows} == {
        ("1200 Receivables", "customer"),
        ("2000 Payables", "vendor"),
    }
    assert (seen.kind, [one.name for one in seen.choices("vendor")]) == (None, ["Supplier"])
    names = {"customer": FAIRE, "vendor": SUPPLIER}
    await choose(
        bench, case.incident.id, answered({row.slot: names[row.slot.kind] for row in seen.rows})
    )
    await bench.post(connection)
    carried = [stored.lines[0].extras for stored in bench.ledger.stored]
    assert sorted(carried) == [(("Customer", "Faire"),), (("Vendor", "Supplier"),)]
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert isinstance(mending.turn, ItemsCoded)
    assert {*mending.turn.chosen} == {
        ("1200 Receivables", "Faire"),
        ("2000 Payables", "Supplier"),
    }


async def test_a_customer_for_all_lines_stays_with_receivables(
    bench: Bench, connection: Connection
) -> None:
    """Said once for the book, it is kept by account: payables are asked about still."""
    bench.ledger.rules = CompanyRules()
    await bench.services.read_chart(connection)
    await bench.take(connection, some_entries(1, "A", lines=on_account("Receivables")))
    await bench.post(connection)
    seen = await asked(bench, (await bench.case()).incident.id)
    answers = spread(seen.rows, "", FAIRE, NAME)

    assert [one.scope for one in answers] == [Scope(account_id="84")]
    await choose(bench, seen.case.incident.id, answered(answers))
    await bench.post(connection)
    await bench.take(connection, some_entries(1, "B", lines=on_account("Payables")))
    await bench.post(connection)

    assert await bench.states() == [RESOLVED, OPEN]


async def test_what_only_the_platform_misses_can_be_chosen_too(
    bench: Bench, connection: Connection
) -> None:
    """It wants a location that nothing here says: each line without one is asked about."""
    async with bench.store() as store:
        await store.codings.save(1, on_lines(Scope()), None)
    missing = Failure(R.DIMENSION_MISSING, "location", words="Select a location", http_status=400)
    bench.ledger.refuse(missing, times=1)
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    seen = await asked(bench, incident_id)
    assert {row.label for row in seen.rows} == {"Gift cards", "Clearing"}
    await choose(bench, incident_id, answered({row.slot: WEB for row in seen.rows}))
    await bench.post(connection)

    (stored,) = bench.ledger.stored
    assert all(("Location", "Web") in one.extras for one in stored.lines)
    assert await bench.states() == [RESOLVED]


async def test_the_second_overwrites_nothing(bench: Bench, connection: Connection) -> None:
    """Ben was looking when Ana saved: his other class is refused, for a word and for lines."""
    await bench.take(connection, some_entries(1, "A", lines=lines("Onlin", "")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    both = replace(words(Onlin="s1"), rules=on_lines(GIFTS).rules)
    await choose(bench, incident_id, both)

    for other in (words(Onlin="c2"), on_lines(GIFTS, "c2")):
        with pytest.raises(MappedMeanwhile):
            await choose(bench, incident_id, other, by="U_BEN")

    async with bench.store() as store:
        kept = await store.codings.kept(1, [Slot(CLASS, "ONLIN"), Slot(CLASS, scope=GIFTS)])
    assert [(one.item_id, one.by) for one in kept] == [("s1", "U_ANA"), ("s1", "U_ANA")]


async def test_two_at_the_same_moment_save_one(bench: Bench, connection: Connection) -> None:
    """One saves, the other is told, and nothing locks up."""
    await bench.take(connection, some_entries(2, lines=lines("Onlin")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    ended = await asyncio.gather(
        choose(bench, incident_id, words(Onlin="s1"), by="U_ANA"),
        choose(bench, incident_id, words(Onlin="c2"), by="U_BEN"),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in ended) == ["MappedMeanwhile", "list"]
    assert (await bench.story()).count("coded") == 1


async def test_a_form_delivered_twice_chooses_once(bench: Bench, connection: Connection) -> None:
    """The second delivery changes nothing and is no conflict with the first."""
    await bench.take(connection, some_entries(1, lines=lines("Onlin")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    click, given = Click("V1/h1", "U_ANA"), ItemsChosen(words(Onlin="s1"))

    await bench.services.make_move(CODE, incident_id, click, given)
    again = await bench.services.make_move(CODE, incident_id, click, given)

    assert isinstance(again, Repeated)
    assert (await bench.story()).count("coded") == 1


async def test_what_is_not_in_use_is_refused(bench: Bench, connection: Connection) -> None:
    """A class that was made inactive since the form opened, and an id that is none."""
    await bench.take(connection, some_entries(1, lines=lines("Onlin")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    bench.ledger.items[0] = replace(ONLINE, active=False)
    await bench.services.read_chart(connection)

    for item in ("s1", "nothing"):
        with pytest.raises(ItemUnfit):
            await choose(bench, incident_id, words(Onlin=item))
    assert await bench.states() == [OPEN]


async def test_a_closed_case_without_anything_waiting_is_refused(
    bench: Bench, connection: Connection
) -> None:
    """The person is told who was first, and nothing is kept."""
    await bench.take(connection, some_entries(1, lines=lines("Onlin")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    await bench.retry(incident_id, by="U_CHI")

    with pytest.raises(TransitionRefused):
        await choose(bench, incident_id, words(Onlin="s1"))
    async with bench.store() as store:
        assert await store.codings.all(1) == []


async def test_the_rule_for_mapping_holds(bench: Bench, connection: Connection) -> None:
    """Above the sum that the book sets for `map`, a second person approves what is posted."""
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        rule = Rule(MoveName.MAP, second_above=Money(100, "USD"))
        await store.rights.save(connection.book_id, rule)
    await bench.take(connection, some_entries(1, lines=lines("Onlin")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    given = ItemsChosen(words(Onlin="s1"))

    made = await bench.services.make_move(CODE, incident_id, bench.click(), given)

    assert isinstance(made, Asked)
    request = (await bench.case()).request
    assert request is not None
    assert request.facts["chosen"] == [["Onlin", "Retail:Online"]]
    assert ItemsChosen.of(request.facts) == given
    await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]


async def test_an_entry_of_another_card_is_left_alone(bench: Bench, connection: Connection) -> None:
    """What waits for another cause does not move."""
    await bench.take(connection, some_entries(1, "A", lines=lines("Onlin")))
    await bench.take(connection, some_entries(1, "B", lines=lines("Stores", category="Unmapped")))
    await bench.post(connection)
    by_reason = {one.incident.failure.reason: one.incident.id for one in await bench.cases()}

    await choose(bench, by_reason[R.DIMENSION_MISSING], words(Onlin="s1"))

    assert (await bench.entry("B-1")).status is PostingStatus.FAILED


def test_the_input_reads_what_it_wrote() -> None:
    """A request is kept as plain JSON; one of an older release lacks what is new."""
    given = ItemsChosen(replace(words(Onlin="s1"), rules=on_lines(GIFTS).rules))

    assert ItemsChosen.of(given.facts) == given
    assert ItemsChosen.of({}) == ItemsChosen()
