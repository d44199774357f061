"""From consent to the books at the imitation: signed in, posted, revoked, and let in again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from connectors.consent.zoho import ZohoSignIn
from connectors.zoho.client import ZohoLedger
from connectors.zoho.opening import open_zoho
from connectors.zoho.settings import ZohoSettings
from journal.amounts.money import Money
from journal.books.book import Connection, ConnectionState, Platform
from journal.books.rates import Rate
from journal.entries.coding import Coded, TaxOn
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, ReadyEntry, Refused
from journal.ports import Asking, Granted, Wanted
from sandbox.keep import Keep
from sandbox.zoho.app import zoho_app
from tests.connectors.zoho.platform import NOW
from tests.fakes.ready import a_ready_entry
from tests.fakes.tokens import FakeTokenSafe

ROOT = "http://sandbox.invalid/zoho"
APP = ("local-zoho-app", "local-zoho-secret")
ASKING = Asking(state="s-1", verifier="", back="http://127.0.0.1:8000/oauth/callback")
ENTRY = a_ready_entry(debit_account="460000000000304", credit_account="460000000000313")


@dataclass
class Imitation:
    """The imitation with one organisation, at the paces that Zoho keeps."""

    http: httpx.AsyncClient
    realm: str

    async def consent(self) -> Granted:
        """Go where jefail sends a person, approve there, and come back to it."""
        way = ZohoSignIn(self.http, *APP, lambda: NOW, accounts_url=ROOT, api_url=ROOT)
        page = urlsplit(way.address(ASKING, ""))
        form = {**dict(parse_qsl(page.query)), "realm": self.realm, "answer": "approve"}
        back = await self.http.post(f"{ROOT}/oauth/v2/auth", data=form)
        answer = dict(parse_qsl(urlsplit(back.headers["location"]).query))
        return await way.take(answer, ASKING)

    def ledger(self, granted: Granted) -> ZohoLedger:
        """Open the organisation with what was granted."""
        (company,) = granted.companies
        connection = Connection(
            1,
            1,
            Platform.ZOHO,
            company.realm,
            ConnectionState.CONNECTED,
            site=company.site,
            consent_id=1,
        )
        settings = ZohoSettings(*APP, api_url=ROOT, accounts_url=ROOT)
        safe = FakeTokenSafe({1: granted.tokens})
        return open_zoho(connection, http=self.http, settings=settings, safe=safe, now=lambda: NOW)

    async def turn(self, **switches: object) -> None:
        """Turn switches of the organisation."""
        await self.http.post(f"{ROOT}/control/companies/{self.realm}", json=switches)


@pytest.fixture
async def imitation() -> AsyncIterator[Imitation]:
    """The imitation in this process."""
    app = Starlette(routes=[Mount("/zoho", zoho_app(Keep(None), now=lambda: NOW))])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
        made = await http.post(f"{ROOT}/control/companies", json={"name": "Northwind"})
        yield Imitation(http, made.json()["realm"])


async def test_from_consent_to_the_books_and_back(imitation: Imitation) -> None:
    """What was granted posts; once revoked nothing does; a new consent posts again."""
    ledger = imitation.ledger(await imitation.consent())
    await ledger.check()
    assert isinstance(await ledger.post(ENTRY), Posted)

    await imitation.turn(connected=False)
    lost = await ledger.post(ENTRY)
    assert isinstance(lost, Refused)
    assert (lost.failure.reason, lost.failure.words) == (
        FailureReason.CONNECTION_LOST,
        "invalid_code",
    )

    again = imitation.ledger(await imitation.consent())
    assert isinstance(await again.post(ENTRY), Posted)


async def test_entries_without_a_right_leave_the_tokens_to_others(imitation: Imitation) -> None:
    """Twenty in a row are refused as what they are, and the right that comes back is seen."""
    ledger = imitation.ledger(await imitation.consent())
    await imitation.turn(can_post=False)

    reasons = {await _reason(ledger, ENTRY) for _ in range(20)}

    assert reasons == {FailureReason.PERMISSION}
    await imitation.turn(can_post=True)
    assert isinstance(await ledger.post(ENTRY), Posted)


async def _reason(ledger: ZohoLedger, entry: ReadyEntry) -> FailureReason:
    outcome = await ledger.post(entry)
    assert isinstance(outcome, Refused)
    return outcome.failure.reason


LISTS = {
    "contacts": ["Ada", {"name": "Faire", "kind": "vendor"}],
    "tags": [{"name": "Channel", "mandatory": True, "options": ["Web"]}, {"name": "Class"}],
    "taxes": [{"name": "VAT 20", "percentage": "20"}],
    "locations": ["Leeds"],
    "projects": ["Refit"],
    "currencies": [{"name": "CAD", "rates": {"2026-07-01": "0.7315"}}],
}


async def coded(ledger: ZohoLedger, *words: str) -> tuple[Coded, ...]:
    """Return the choices of these names, as the organisation has them."""
    found = {one.name: one for one in await ledger.lists()}
    return tuple(Coded(found[word].dimension, found[word]) for word in words)


async def test_whole_lines_from_lists_to_the_books(imitation: Imitation) -> None:
    """What is read as a choice is taken back as one; the tag that is mandatory is wanted."""
    await imitation.turn(**LISTS)
    ledger = imitation.ledger(await imitation.consent())
    web = await coded(ledger, "Web")
    debit, credit = ENTRY.lines
    whole = await coded(ledger, "Web", "Ada", "Leeds", "Refit")
    entry = replace(ENTRY, lines=(replace(debit, coded=web), replace(credit, coded=whole)))

    bare, posted = await ledger.post(ENTRY), await ledger.post(entry)

    assert isinstance(bare, Refused)
    assert bare.failure.reason is FailureReason.DIMENSION_MISSING
    assert isinstance(posted, Posted)
    assert posted.remark == ""
    shown = (await ledger.read(posted.entry)).lines
    assert [line.extras for line in shown] == [
        (("Channel", "Web"),),
        (("Contact", "Ada"), ("Location", "Leeds"), ("Project", "Refit"), ("Channel", "Web")),
    ]
    assert (await ledger.company_rules()).requires == (web[0].dimension,)


async def test_tax_that_zoho_adds_makes_the_balance(imitation: Imitation) -> None:
    """Net sales with a tax balance against the gross; ours is found by its net lines."""
    await imitation.turn(taxes=LISTS["taxes"])
    ledger = imitation.ledger(await imitation.consent())
    debit, credit = ENTRY.lines
    vat = await coded(ledger, "VAT 20")
    net = replace(credit, amount=Money(25000, "USD"), coded=vat)
    gross = replace(debit, amount=Money(30000, "USD"))
    entry = replace(ENTRY, lines=(gross, net), amounts=TaxOn.EXCLUSIVE)

    posted = await ledger.post(entry)

    assert isinstance(posted, Posted)
    (found,) = await ledger.find([Wanted("JF-1", "S-JF-1", entry.date, entry.total)])
    assert [str(line.amount) for line in found.lines] == ["300.00 USD", "250.00 USD"]
    assert found.lines[1].tax == (("Tax code", "VAT 20"),)


async def test_another_currency_at_its_rate(imitation: Imitation) -> None:
    """The rate that is read is taken, and a currency that is not kept is refused by name."""
    await imitation.turn(currencies=LISTS["currencies"])
    ledger = imitation.ledger(await imitation.consent())
    rate = await ledger.rate("CAD", ENTRY.date)
    assert rate == Rate(Decimal("0.7315"), "Zoho Books", date(2026, 7, 1))

    posted = await ledger.post(replace(in_currency("CAD"), rate=rate.value))

    assert isinstance(posted, Posted)
    shown = await ledger.read(posted.entry)
    assert (shown.lines[0].amount, shown.extras) == (
        Money(25000, "CAD"),
        (("Exchange rate", "0.7315"),),
    )
    other = await ledger.post(in_currency("EUR"))
    assert isinstance(other, Refused)
    assert (other.failure.reason, other.failure.subject) == (FailureReason.CURRENCY, "EUR")


def in_currency(currency: str) -> ReadyEntry:
    """Return the usual entry in another currency."""
    return a_ready_entry(
        currency=currency, debit_account="460000000000304", credit_account="460000000000313"
    )
