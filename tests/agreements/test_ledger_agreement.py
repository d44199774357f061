"""What every ledger promises, whatever stands behind it."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from journal.books.book import NewAccount
from journal.entries.entry import Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused, Uncertain
from journal.errors import AccountRefused, AuthorisationLost, LedgerError
from journal.ports import Wanted
from tests.agreements.stages import NOW, Lack, Stage
from tests.agreements.weather import Spoil
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason
needs = pytest.mark.needs
SPOILS = [
    pytest.param(one, marks=needs(Lack.WIRE) if one is not Spoil.LOST else ()) for one in Spoil
]


pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")


def an_entry(stage: Stage, number: str = "JF-1", **changes: Any) -> ReadyEntry:
    """Return an entry on accounts that the platform has."""
    debit, credit = stage.accounts
    return a_ready_entry(number, **{"debit_account": debit, "credit_account": credit, **changes})


async def post_again(stage: Stage, entry: ReadyEntry) -> Outcome:
    """Try once more as the use case does: look first, then send with the same key."""
    there = await shown(stage, entry.number)
    if there and not there.is_draft:
        return Posted(there, found=True)
    return await stage.ledger.post(entry, draft=there)


async def shown(stage: Stage, number: str = "JF-1") -> LedgerEntry | None:
    """Return the one entry that the ledger shows for our number; None: it shows none."""
    found = await stage.ledger.find([wanted(number)])
    assert len(found) <= 1
    return found[0] if found else None


async def surely_shown(stage: Stage, number: str = "JF-1") -> LedgerEntry:
    """Return the one entry that the ledger shows for our number."""
    there = await shown(stage, number)
    assert there is not None
    return there


def wanted(number: str = "JF-1", reference: str = "") -> Wanted:
    """Return the entry of 7 July to look for."""
    return Wanted(number, reference or f"S-{number}", JULY_7)


def refusal(outcome: Outcome, stage: Stage) -> Failure:
    """Return why it was refused: always with the platform's words, status and trace."""
    assert isinstance(outcome, Refused)
    assert outcome.failure.words
    assert outcome.failure.http_status
    assert outcome.failure.trace or Lack.TRACES in stage.lacks
    assert not [secret for secret in stage.secrets if secret in outcome.failure.words]
    return outcome.failure


async def test_posted_entry_is_shown(stage: Stage) -> None:
    """What was posted is found by its number, on its day."""
    outcome = await stage.ledger.post(an_entry(stage))

    assert isinstance(outcome, Posted)
    assert not outcome.found
    assert not outcome.entry.is_draft
    assert outcome.entry.date == JULY_7
    assert any("JF-1" in text for text in outcome.entry.texts)
    assert (await surely_shown(stage)).ledger_id == outcome.entry.ledger_id
    assert await stage.numbers() == ["JF-1"]


@needs(Lack.KEYS)
async def test_same_key_stores_once(stage: Stage) -> None:
    """The same key again stores nothing and tells of the first entry."""
    first = await stage.ledger.post(an_entry(stage))
    again = await stage.ledger.post(an_entry(stage))

    assert isinstance(first, Posted)
    assert isinstance(again, Posted)
    assert again.entry.ledger_id == first.entry.ledger_id
    assert await stage.numbers() == ["JF-1"]


@needs(Lack.KEYS)
async def test_same_key_at_once_stores_once(stage: Stage) -> None:
    """Sent by several at the same moment, it is stored once."""
    sendings = (stage.ledger.post(an_entry(stage)) for _ in range(5))

    outcomes = await asyncio.gather(*sendings)

    assert {type(outcome) for outcome in outcomes} == {Posted}
    assert await stage.numbers() == ["JF-1"]


async def test_second_try_stores_nothing_more(stage: Stage) -> None:
    """With keys or without, looking before a second try leaves one entry."""
    await stage.ledger.post(an_entry(stage))

    again = await post_again(stage, an_entry(stage))

    assert isinstance(again, Posted)
    assert again.found
    assert await stage.numbers() == ["JF-1"]


@pytest.mark.parametrize("spoil", SPOILS)
async def test_spoiled_answer_is_uncertain_and_found(stage: Stage, spoil: Spoil) -> None:
    """An answer that does not come, or shows nothing, is no refusal: the entry is there."""
    await stage.spoil_next(spoil)

    lost = await stage.ledger.post(an_entry(stage))
    again = await post_again(stage, an_entry(stage))

    assert isinstance(lost, Uncertain)
    assert lost.failure.reason is R.UNCERTAIN
    assert isinstance(again, Posted)
    assert await stage.numbers() == ["JF-1"]


@needs(Lack.RATE_LIMIT)
async def test_rate_limit_says_how_long(stage: Stage) -> None:
    """A rate limit stores nothing and says how long to wait; the same key works later."""
    await stage.throttle_next()

    limited = await stage.ledger.post(an_entry(stage))

    assert isinstance(limited, Refused)
    assert limited.failure.reason is R.RATE_LIMITED
    assert limited.failure.http_status == 429
    assert limited.retry_after is not None
    assert 0 < limited.retry_after <= 86_400
    assert await stage.numbers() == []
    assert isinstance(await stage.ledger.post(an_entry(stage)), Posted)


@needs(Lack.BREAKDOWNS)
async def test_breakdown_is_transient(stage: Stage) -> None:
    """A breakdown stores nothing; the same key works later."""
    await stage.break_down_next()

    assert refusal(await stage.ledger.post(an_entry(stage)), stage).reason is R.TRANSIENT
    assert await stage.numbers() == []
    assert isinstance(await stage.ledger.post(an_entry(stage)), Posted)


@needs(Lack.RENEWAL)
async def test_expired_token_is_renewed_unseen(stage: Stage) -> None:
    """A token that ran out troubles nobody, not even five callers at once."""
    await stage.expire_token()
    entries = [an_entry(stage, f"JF-{number}") for number in range(1, 6)]

    outcomes = await asyncio.gather(*(stage.ledger.post(entry) for entry in entries))

    assert {type(outcome) for outcome in outcomes} == {Posted}
    assert len(await stage.numbers()) == 5


async def test_lost_authorisation(stage: Stage) -> None:
    """A dead authorisation refuses posting and reading, until someone reconnects."""
    await stage.connect(connected=False)

    outcome = await stage.ledger.post(an_entry(stage))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CONNECTION_LOST
    assert outcome.failure.words
    for read in (
        stage.ledger.check,
        stage.ledger.accounts,
        stage.ledger.closed_days,
        lambda: stage.ledger.find([wanted()]),
    ):
        with pytest.raises(AuthorisationLost):
            await read()
    await stage.connect(connected=True)
    await stage.ledger.check()
    assert isinstance(await stage.ledger.post(an_entry(stage)), Posted)


async def test_closed_period(stage: Stage) -> None:
    """Closed days are told and refuse entries, naming the month; the first open day does not."""
    assert not (await stage.ledger.closed_days()).covers(JULY_7)
    open_day = await stage.close_books(JULY_7)

    failure = refusal(await stage.ledger.post(an_entry(stage)), stage)

    assert failure.reason is R.PERIOD_CLOSED
    assert failure.subject == "2026-07"
    closed = await stage.ledger.closed_days()
    assert closed.covers(JULY_7)
    assert not closed.covers(open_day)
    later = an_entry(stage, "JF-2", on=open_day)
    assert isinstance(await stage.ledger.post(later), Posted)
    assert await stage.numbers() == ["JF-2"]


@needs(Lack.DRAFTS)
async def test_draft_is_not_in_the_books(stage: Stage) -> None:
    """A draft is taken where the books are closed; it is found as what it is, and can be posted."""
    await stage.close_books(JULY_7)

    saved = await stage.ledger.save_draft(an_entry(stage))

    assert isinstance(saved, Posted)
    assert saved.entry.is_draft
    assert await stage.numbers() == []
    found = await surely_shown(stage)
    assert found.is_draft
    refused = await stage.ledger.post(an_entry(stage), draft=found)
    assert isinstance(refused, Refused)
    assert refused.failure.reason is R.PERIOD_CLOSED


@needs(Lack.DRAFTS)
async def test_draft_becomes_the_entry(stage: Stage) -> None:
    """Posting what is there as a draft leaves one entry, and no draft beside it."""
    await stage.ledger.save_draft(an_entry(stage))

    outcome = await post_again(stage, an_entry(stage))

    assert isinstance(outcome, Posted)
    assert not outcome.entry.is_draft
    assert await stage.numbers() == ["JF-1"]
    assert not (await surely_shown(stage)).is_draft


async def test_inactive_account_is_named(stage: Stage) -> None:
    """An inactive account refuses the entry and is named, though still part of the chart."""
    checking, sales = stage.accounts
    await stage.deactivate(sales)

    failure = refusal(await stage.ledger.post(an_entry(stage)), stage)

    assert failure.reason is R.ACCOUNT_INVALID
    assert failure.subject in {"Sales", sales}
    chart = {account.external_id: account for account in await stage.ledger.accounts()}
    assert not chart[sales].active
    assert chart[checking].active
    assert await stage.numbers() == []


async def test_unknown_account_is_named(stage: Stage) -> None:
    """An account that is not there refuses the entry and is named by its id."""
    entry = an_entry(stage, credit_account=stage.unknown_account)

    failure = refusal(await stage.ledger.post(entry), stage)

    assert failure.reason is R.ACCOUNT_INVALID
    assert failure.subject == stage.unknown_account


async def test_missing_permission(stage: Stage) -> None:
    """Who may not post is told so."""
    await stage.forbid_posting()

    assert refusal(await stage.ledger.post(an_entry(stage)), stage).reason is R.PERMISSION
    assert await stage.numbers() == []


async def test_unbalanced_entry(stage: Stage) -> None:
    """Debits and credits that differ are refused, and nothing of it stays behind."""
    outcome = await stage.ledger.post(an_entry(stage, credit="249.99"))

    assert refusal(outcome, stage).reason is R.UNBALANCED
    assert await shown(stage) is None


@needs(Lack.FOREIGN_CURRENCY)
async def test_foreign_currency(stage: Stage) -> None:
    """A currency that the company does not keep is refused as what it is."""

    outcome = await stage.ledger.post(an_entry(stage, currency="CHF"))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CURRENCY
    assert outcome.failure.words
    assert await stage.numbers() == []


@needs(Lack.UNIQUE_NUMBERS)
async def test_number_taken_by_another_entry(stage: Stage) -> None:
    """A new key does not store a second entry under a number that is taken."""
    await stage.ledger.post(an_entry(stage))

    failure = refusal(await stage.ledger.post(an_entry(stage, key="JF-1-key-2")), stage)

    assert failure.reason is R.DUPLICATE
    assert await stage.numbers() == ["JF-1"]


async def test_find_what_was_typed_by_hand(stage: Stage) -> None:
    """An entry typed by hand is found by the caller's reference or by our number in its note."""
    await stage.type_by_hand("SHOP-7", JULY_7)
    await stage.type_by_hand("", JULY_7, "done by hand, see JF-2.")
    await stage.type_by_hand("JF-33", JULY_7, "JF-30 was wrong")

    found = await stage.ledger.find(
        [wanted("JF-1", "SHOP-7"), wanted("JF-2"), wanted("JF-3"), wanted("JF-33")]
    )

    texts = sorted(" ".join(dict.fromkeys(one.texts)) for one in found)
    assert len(texts) == 3
    assert "SHOP-7" in texts[1]
    assert "JF-33" in texts[0]
    assert "JF-2" in texts[2]


async def test_find_many(stage: Stage) -> None:
    """Many entries are found in one go, and those that are not there are left out."""
    for number in range(1, 13):
        await stage.ledger.post(an_entry(stage, f"JF-{number}"))

    found = await stage.ledger.find([wanted(f"JF-{number}") for number in range(1, 61)])

    assert {one.number for one in found} == {f"JF-{number}" for number in range(1, 13)}
    assert len(found) == 12
    assert await stage.ledger.find([]) == []


async def test_an_entry_is_read_with_its_lines(stage: Stage) -> None:
    """Sides, amounts and accounts as people call them, to be laid beside ours."""
    await stage.ledger.post(an_entry(stage))
    found = await surely_shown(stage)

    read = await stage.ledger.read(found)

    assert read.ledger_id == found.ledger_id
    assert read.version == found.version
    told = {(line.side.value, str(line.amount)) for line in read.lines}
    ids = {(line.side.value, line.account_id) for line in found.lines}
    assert ids == {("debit", stage.accounts[0]), ("credit", stage.accounts[1])}
    assert told == {("debit", "250.00 USD"), ("credit", "250.00 USD")}
    (credit,) = (line for line in read.lines if line.side is Side.CREDIT)
    assert credit.account == "Sales"
    assert str(read.total) == "250.00 USD"


async def test_what_is_not_there_cannot_be_read(stage: Stage) -> None:
    """An id that no entry has is an error, not an empty entry."""
    await stage.ledger.post(an_entry(stage))
    found = await surely_shown(stage)
    nobodys = replace(found, ledger_id=_other_id(found.ledger_id))

    with pytest.raises(LedgerError):
        await stage.ledger.read(nobodys)


def _other_id(ledger_id: str) -> str:
    """Return an id in the platform's form that no entry has."""
    return f"{ledger_id[:-1]}{(int(ledger_id[-1], 16) + 1) % 10}"


async def test_number_with_a_place_is_another_number(stage: Stage) -> None:
    """What was posted beside another entry is found as itself, and the other is not it."""
    await stage.ledger.post(an_entry(stage, "JF-1-2"))

    assert await stage.ledger.find([wanted("JF-1", "nothing")]) == []
    assert (await surely_shown(stage, "JF-1-2")).number == "JF-1-2"


async def test_an_entry_is_looked_for_on_every_day_it_had(stage: Stage) -> None:
    """Asked for twice, with two days, what names the reference alone is found on either."""
    await stage.type_by_hand("SHOP-7", JULY_7)
    days = (date(2026, 8, 20), JULY_7)

    found = await stage.ledger.find([Wanted("JF-1", "SHOP-7", day) for day in days])

    assert [one.date for one in found] == [JULY_7]


@needs(Lack.CHANGES)
async def test_changes_are_told_since_a_moment(stage: Stage) -> None:
    """What came or changed since then is among them; of the future there is nothing."""
    await stage.ledger.post(an_entry(stage))

    changed = await stage.ledger.changes(NOW - timedelta(minutes=5))

    there = [one.there for one in changed if one.there]
    assert any("JF-1" in text for one in there for text in one.texts)
    assert await stage.ledger.changes(NOW + timedelta(days=1)) == []


async def test_chart_is_told(stage: Stage) -> None:
    """Accounts carry their name and kind, and say whether an entry may touch them."""
    chart = {account.external_id: account for account in await stage.ledger.accounts()}

    checking, sales = stage.accounts
    assert chart[sales].name == "Sales"
    assert chart[sales].kind
    assert chart[checking].postable
    assert chart[sales].postable


def new_account(stage: Stage, name: str = "Gift cards sold", number: str = "4150") -> NewAccount:
    """Return an account of the first kind that can be made."""
    return NewAccount(name, number, stage.ledger.capabilities.account_kinds[0].value)


@needs(Lack.NEW_ACCOUNTS)
async def test_account_that_is_made_takes_entries(stage: Stage) -> None:
    """It is answered as the chart shows it from then on, and an entry may be posted to it."""
    made = await stage.ledger.create_account(new_account(stage), "made-1")

    assert (made.name, made.number, made.takes_entries) == ("Gift cards sold", "4150", True)
    assert made in await stage.ledger.accounts()
    entry = an_entry(stage, credit_account=made.external_id)
    assert isinstance(await stage.ledger.post(entry), Posted)


@needs(Lack.NEW_ACCOUNTS)
async def test_no_account_is_made_twice(stage: Stage) -> None:
    """A name that is taken is refused in the platform's words; with keys, the same is answered."""
    first = await stage.ledger.create_account(new_account(stage), "made-1")

    if stage.ledger.capabilities.native_idempotency:
        assert await stage.ledger.create_account(new_account(stage), "made-1") == first
    with pytest.raises(AccountRefused) as caught:
        await stage.ledger.create_account(new_account(stage), "made-2")

    assert caught.value.words
    names = [account.name for account in await stage.ledger.accounts()]
    assert names.count("Gift cards sold") == 1


@needs(Lack.NEW_ACCOUNTS)
async def test_account_is_not_made_by_whom_nobody_lets_in(stage: Stage) -> None:
    """A consent that is gone is told as such, not as a refusal of the account."""
    await stage.connect(connected=False)

    with pytest.raises(AuthorisationLost):
        await stage.ledger.create_account(new_account(stage), "made-1")


@needs(Lack.NEW_ACCOUNTS, Lack.BREAKDOWNS, Lack.WIRE)
async def test_account_of_a_broken_platform_is_left_open(stage: Stage) -> None:
    """A server error says neither that it was made nor that it was refused."""
    await stage.break_down_next()

    with pytest.raises(LedgerError) as caught:
        await stage.ledger.create_account(new_account(stage), "made-1")

    assert not isinstance(caught.value, AccountRefused)


async def test_capabilities_say_what_is_there(stage: Stage) -> None:
    """What it says of itself is true, since callers go by it."""
    told = stage.ledger.capabilities

    assert told.native_idempotency is (Lack.KEYS not in stage.lacks)
    assert told.drafts is (Lack.DRAFTS not in stage.lacks)
    assert told.changes is (Lack.CHANGES not in stage.lacks)
    assert bool(told.account_kinds) is (Lack.NEW_ACCOUNTS not in stage.lacks)
    entry = an_entry(stage, on=date(2026, 7, 9))
    if not told.drafts:
        assert isinstance(await stage.ledger.save_draft(entry), Refused)
        assert await stage.numbers() == []
