"""Each field of an entry: carried into the ledger and shown by it, or refused by its name."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.chart import Chart
from journal.books.lists import Dimension, Field, ListItem, Lists
from journal.entries.carried import CARRIED, Carried
from journal.entries.coding import Coded, Coding, TaxOn
from journal.entries.entry import Entry, EntryKind, Line, NewEntry, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerLine, Posted, ReadyEntry, ReadyLine
from journal.matching.keeping import is_among
from journal.matching.near import EXCHANGE_RATE
from tests.agreements.stages import NOW, Lack, Stage
from tests.agreements.test_ledger_agreement import an_entry, surely_shown
from tests.build import an_entry as a_kept_entry
from tests.fakes.ready import JULY_7

needs = pytest.mark.needs
FOREIGN = "CAD"
RATE = Decimal("0.7315")
PLAIN = Dimension(Field.TRACKING, "Channel")

pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")


def carried_by(stage: Stage) -> Carried:
    """Return what the platform is said to carry."""
    return CARRIED[stage.platform]


def is_held(carried: Carried, what: Field | TaxOn | str) -> bool:
    """Whether a field of a line, a way of amounts and tax, or a field of the head is carried."""
    if isinstance(what, Field):
        return what in carried.fields
    return what in carried.tax_on if isinstance(what, TaxOn) else bool(getattr(carried, what))


async def offered(stage: Stage) -> None:
    """Let the platform have something to choose from; left out is one that cannot be asked to."""
    if Lack.LISTS in stage.lacks:
        pytest.skip("this platform has no lists to choose from")
    await stage.offer()


async def a_choice(stage: Stage, field: Field) -> ListItem:
    """Return a choice of a list, in use; of taxes one that adds something, where any can."""
    fits = [one for one in await stage.ledger.lists() if one.dimension.field is field]
    adds = Lack.ADDED_TAX not in stage.lacks
    return next(
        one for one in fits if one.active and (field is not Field.TAX or bool(one.rate) is adds)
    )


async def placed(stage: Stage, line: ReadyLine, field: Field) -> ReadyLine:
    """Return `line` on an account that carries such a field, where only some do."""
    if field is not Field.NAME or field not in carried_by(stage).by_account:
        return line
    wanting = next(one for one in await stage.ledger.accounts() if one.wants_name)
    return replace(line, account_id=wanting.external_id)


def taxed(entry: ReadyEntry, tax: ListItem, amounts: TaxOn) -> ReadyEntry:
    """Return `entry` with a tax on its credit; where it comes on top, the debit has it in it."""
    debit, credit = entry.lines
    exact = credit.amount.minor * (tax.rate or Decimal(0)) / 100
    added = int(exact.to_integral_value(ROUND_HALF_UP)) if amounts is TaxOn.EXCLUSIVE else 0
    gross = Money(debit.amount.minor + added, entry.currency)
    lines = replace(debit, amount=gross), replace(credit, coded=(Coded(tax.dimension, tax),))
    return replace(entry, lines=lines, amounts=amounts)


async def posted(stage: Stage, entry: ReadyEntry) -> tuple[LedgerLine, LedgerLine]:
    """Post an entry and return its debit and its credit as the ledger shows them."""
    outcome = await stage.ledger.post(entry)
    assert isinstance(outcome, Posted), outcome
    lines = (await stage.ledger.read(await surely_shown(stage))).lines
    (debit,) = (one for one in lines if one.side is Side.DEBIT)
    (credit,) = (one for one in lines if one.side is Side.CREDIT)
    return debit, credit


def refused(stage: Stage, coding: Coding | None = None, **head: object) -> Failure:
    """Return why an entry is not sent to the platform at all."""
    accounts = [Account(one, one) for one in stage.accounts]
    sides = zip((Side.DEBIT, Side.CREDIT), accounts, strict=True)
    lines = tuple(
        Line(side, Money(100, "USD"), account=account.name, coding=coding or Coding())
        for side, account in sides
    )
    content = NewEntry("S-1", JULY_7, "Shopify", EntryKind.SALES_SUMMARY, "USD", lines)
    entry: Entry = a_kept_entry(content=replace(content, **head))  # type: ignore[arg-type]
    known = Known(stage.platform, Chart(tuple(accounts)), {}, {}, lists=Lists())
    ready = prepare(entry, known).ready
    assert isinstance(ready, Failure), ready
    return ready


@pytest.mark.parametrize("field", Field)
async def test_each_field_of_a_line_is_carried_or_refused(stage: Stage, field: Field) -> None:
    """What a line carries is shown on it, and on no other; what cannot be is refused by name."""
    if not is_held(carried_by(stage), field):
        dimension = PLAIN if field is Field.TRACKING else Dimension(field)
        failure = refused(stage, Coding().with_word(dimension, "Web"))
        assert (failure.reason, failure.subject) == (FailureReason.NOT_CARRIED, dimension.key)
        return
    await offered(stage)
    entry, item = an_entry(stage), await a_choice(stage, field)
    coded = Coded(item.dimension, item)
    if field is Field.TAX:
        ways = carried_by(stage).tax_on - {TaxOn.NO_TAX}
        entry = taxed(entry, item, min(ways, default=TaxOn.NO_TAX))
    else:
        bare, line = entry.lines
        line = await placed(stage, line, field)
        entry = replace(entry, lines=(bare, replace(line, coded=(coded,))))

    debit, credit = await posted(stage, entry)

    assert is_among(coded.shown, (*credit.extras, *credit.tax))
    assert not is_among(coded.shown, (*debit.extras, *debit.tax))


@pytest.mark.parametrize("amounts", [TaxOn.EXCLUSIVE, TaxOn.INCLUSIVE])
async def test_amounts_without_and_with_their_tax(stage: Stage, amounts: TaxOn) -> None:
    """What the platform adds or takes out is its own; the lines stay as they were sent."""
    if not is_held(carried_by(stage), amounts):
        failure = refused(stage, amounts=amounts)
        assert (failure.reason, failure.subject) == (FailureReason.NOT_CARRIED, "amounts")
        return
    await offered(stage)
    entry = taxed(an_entry(stage), await a_choice(stage, Field.TAX), amounts)

    debit, credit = await posted(stage, entry)

    assert [debit.amount, credit.amount] == [line.amount for line in entry.lines]


async def test_a_rate_is_the_ledgers(stage: Stage) -> None:
    """A rate that is given is sent with its currency; the platform tells its own, with its day."""
    if not is_held(carried_by(stage), "exchange_rate"):
        failure = refused(stage, exchange_rate=RATE)
        assert (failure.reason, failure.subject) == (FailureReason.NOT_CARRIED, "exchange_rate")
        return
    await offered(stage)
    told = await stage.ledger.rate(FOREIGN, JULY_7)

    await posted(stage, replace(an_entry(stage, currency=FOREIGN), rate=RATE))

    shown = await stage.ledger.read(await surely_shown(stage))
    rates = [value for name, value in shown.extras if name == EXCHANGE_RATE]
    assert [Decimal(one) for one in rates] == [RATE]
    assert {line.amount.currency for line in shown.lines} == {FOREIGN}
    assert told is not None
    assert (told.value > 0, told.day <= JULY_7 <= NOW.date()) == (True, True)


async def test_an_adjusting_entry_is_marked(stage: Stage) -> None:
    """Where the platform has such a mark; else it is refused by name."""
    if not is_held(carried_by(stage), "adjusting"):
        failure = refused(stage, adjusting=True)
        assert (failure.reason, failure.subject) == (FailureReason.NOT_CARRIED, "adjusting")
        return
    await offered(stage)
    await posted(stage, replace(an_entry(stage), adjusting=True))

    shown = await stage.ledger.read(await surely_shown(stage))

    assert shown.extras


@needs(Lack.LISTS)
async def test_what_is_in_no_use_is_told_as_that(stage: Stage) -> None:
    """It is among the choices, so that its name can be told, and never among those in use."""
    await stage.offer()

    items = await stage.ledger.lists()

    gone = [one for one in items if not one.active]
    assert gone
    assert not set(gone) & set(Lists(tuple(items)).of(gone[0].dimension))
