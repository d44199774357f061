"""What each control call does; `control.py` lists them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.control import HandError, Handler, UnknownError
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.hand_input import (
    Active,
    HandChange,
    HandEntry,
    NewAccount,
    NewCompany,
    Pace,
    Switches,
)
from sandbox.ledger.hand_state import (
    Beside,
    account_state,
    company_state,
    entry_state,
    nothing_beside,
)
from sandbox.ledger.services import Services

Complaints = Callable[[Company, Mapping[str, Account], Sequence[Line]], Sequence[str]]
"""What a platform has against an entry's lines, in its words; closed days only warn a person."""
OfWhole = Callable[[Company, Mapping[str, Account], Entry], Sequence[str]]
"""What it has against an entry as a whole, where that takes more than its lines."""


def _nothing(_company: Company, _accounts: Mapping[str, Account], _entry: Entry) -> Sequence[str]:
    return ()


def _tells_nothing(_company: Company) -> Beside:
    return nothing_beside


@dataclass(frozen=True, slots=True)
class Hand:
    """What people do in one platform itself, by the control calls."""

    services: Services
    new_realm: Callable[[], str]
    new_account_id: Callable[[str], str]  # in the company of that realm
    new_entry_id: Callable[[str], str]
    chart: Callable[[], Sequence[Account]]  # of a new company
    account_types: Collection[str]
    switches: type[Switches]
    complaints: Complaints
    of_whole: OfWhole = _nothing
    beside: Callable[[Company], Beside] = _tells_nothing

    def handlers(self) -> dict[str, Handler]:
        """Return what each control call does here, by its name."""
        works: tuple[Handler, ...] = (
            self.see_state,
            self.open_company,
            self.turn_switches,
            self.expire_access,
            self.open_account,
            self.turn_account,
            self.type_entry,
            self.change_entry,
            self.delete_entry,
            self.see_calls,
            self.clear_calls,
            self.set_pace,
        )
        return {work.__name__: work for work in works}

    def see_state(self, request: Request, _body: bytes) -> dict[str, Any]:
        """Draw everything; `?entries=50` cuts each company's list to its newest 50."""
        most = request.query_params.get("entries", "")
        cut = int(most) if most.isdigit() else None
        client = self.services.client
        return {
            "platform": self.services.platform,
            "app": {"client_id": client.id, "client_secret": client.secret},
            "pace": {"enforce": self.services.throttle.enforced},
            "companies": [self._drawn(realm, cut) for realm in self.services.companies],
        }

    def open_company(self, _request: Request, body: bytes) -> dict[str, Any]:
        """Open a company, already connected to the app."""
        sent = NewCompany.model_validate_json(body)
        realm = self.services.companies.called(sent.name) if sent.once else None
        if realm is None:
            realm, chart = self.new_realm(), sent.chart() or self.chart()
            self._check_types(chart)
            self.services.companies.create(realm, sent.name, sent.currency, chart)
        tokens = self.services.grants.consent([realm], self.services.client.id)
        self.services.feed.changed(realm)
        return {
            "realm": realm,
            "refresh_token": tokens.refresh_token,
            "access_token": tokens.access_token,
        }

    def turn_switches(self, request: Request, body: bytes) -> dict[str, Any]:
        """Turn the switches that were sent; a new mode without a count stays until turned off."""
        realm = self._realm(request)
        sent = self.switches.model_validate_json(body)
        changes = sent.model_dump(mode="json", exclude_unset=True, exclude={"connected"})
        if "mode" in changes:
            changes = {"mode_times": None, **changes, "mode": sent.mode}
        self.services.companies.change(realm, changes)
        if sent.connected is not None:
            grants = self.services.grants
            (grants.reconnect if sent.connected else grants.disconnect)(realm)
        self.services.feed.changed(realm)
        return self._drawn(realm, 0)

    def expire_access(self, request: Request, _body: bytes) -> dict[str, Any]:
        """End the company's access tokens now, as their time would."""
        self.services.grants.expire_access(self._realm(request))
        return {}

    def open_account(self, request: Request, body: bytes) -> dict[str, Any]:
        """Open an account."""
        realm, sent = self._realm(request), NewAccount.model_validate_json(body)
        account = sent.account(self.new_account_id(realm))
        self._check_types([account])
        return self._put_account(realm, account)

    def turn_account(self, request: Request, body: bytes) -> dict[str, Any]:
        """Make an account active or inactive."""
        realm, account_id = self._realm(request), request.path_params["id"]
        account = self.services.companies.accounts(realm).get(account_id)
        if account is None:
            raise UnknownError(f"there is no account {account_id}")
        sent = Active.model_validate_json(body)
        return self._put_account(realm, replace(account, active=sent.active))

    def type_entry(self, request: Request, body: bytes) -> dict[str, Any]:
        """Type an entry by hand."""
        realm, sent = self._realm(request), HandEntry.model_validate_json(body)
        company, now = self.services.companies[realm], self.services.now()
        lines = tuple(line.line() for line in sent.lines)
        accounts = self.services.companies.accounts(realm)
        if wrong := self.complaints(company, accounts, lines):
            raise HandError(wrong[0])
        entry = Entry(self.new_entry_id(realm), sent.date, company.currency, lines, now, now)
        self._check_whole(company, accounts, entry)
        named = replace(entry, number=sent.doc_number, note=sent.private_note)
        return self._stored(realm, replace(named, is_draft=sent.draft))

    def change_entry(self, request: Request, body: bytes) -> dict[str, Any]:
        """Change an entry by hand, or post a draft. Matching it with the bank is no change."""
        realm, old = self._realm(request), self._entry(self._realm(request), request)
        changes = HandChange.model_validate_json(body).changes()
        if changes.keys() == {"matched"}:
            return self._stored(realm, replace(old, **changes))
        company, accounts = self.services.companies[realm], self.services.companies.accounts(realm)
        if "lines" in changes and (wrong := self.complaints(company, accounts, changes["lines"])):
            raise HandError(wrong[0])
        changed = old.changed(self.services.now(), **changes)
        if "lines" in changes or "own" in changes:
            self._check_whole(company, accounts, changed)
        return self._stored(realm, changed)

    def delete_entry(self, request: Request, _body: bytes) -> dict[str, Any]:
        """Delete an entry by hand; `?by=Ben Okafor` says who does it."""
        realm = self._realm(request)
        by = request.query_params.get("by", "")
        entry = self._entry(realm, request)
        self.services.entries.delete(realm, entry, self.services.now(), by)
        self.services.feed.changed(realm)
        return {}

    def see_calls(self, _request: Request, _body: bytes) -> dict[str, Any]:
        """Return the calls received, oldest first."""
        return {"calls": self.services.calls.all()}

    def clear_calls(self, _request: Request, _body: bytes) -> dict[str, Any]:
        """Forget the calls received."""
        self.services.calls.clear()
        return {}

    def set_pace(self, _request: Request, body: bytes) -> dict[str, Any]:
        """Enforce the platform's limits or not."""
        self.services.throttle.enforced = Pace.model_validate_json(body).enforce
        return {"enforce": self.services.throttle.enforced}

    def _check_whole(self, company: Company, accounts: Mapping[str, Account], entry: Entry) -> None:
        if wrong := self.of_whole(company, accounts, entry):
            raise HandError(wrong[0])

    def _check_types(self, accounts: Sequence[Account]) -> None:
        if any(account.type not in self.account_types for account in accounts):
            raise HandError(f"an account's type is one of {', '.join(sorted(self.account_types))}")

    def _drawn(self, realm: str, most_entries: int | None) -> dict[str, Any]:
        fields = self.switches.model_fields.keys() - Switches.model_fields.keys()
        own = {name: self.switches.model_fields[name].get_default() for name in sorted(fields)}
        beside = self.beside(self.services.companies[realm])
        return company_state(self.services, realm, own, most_entries, beside)

    def _realm(self, request: Request) -> str:
        realm = str(request.path_params["realm"])
        if realm not in self.services.companies:
            raise UnknownError(f"there is no company {realm}")
        return realm

    def _entry(self, realm: str, request: Request) -> Entry:
        entry = self.services.entries.get(realm, request.path_params["id"])
        if entry is None:
            raise UnknownError(f"there is no entry {request.path_params['id']}")
        return entry

    def _put_account(self, realm: str, account: Account) -> dict[str, Any]:
        self.services.companies.put_account(realm, account)
        self.services.feed.changed(realm)
        return account_state(account)

    def _stored(self, realm: str, entry: Entry) -> dict[str, Any]:
        self.services.entries.put(realm, entry)
        self.services.feed.changed(realm)
        companies = self.services.companies
        return entry_state(entry, companies.accounts(realm), self.beside(companies[realm]))
