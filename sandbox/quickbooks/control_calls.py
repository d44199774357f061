"""What each control call does in QuickBooks; `sandbox/ledger/control.py` lists them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request

from sandbox.ledger.control import HandError, Handler, UnknownError
from sandbox.quickbooks.chart import DEFAULT_CHART
from sandbox.quickbooks.checks import check_entry
from sandbox.quickbooks.control_input import (
    Active,
    HandChange,
    HandEntry,
    NewAccount,
    NewCompany,
    Pace,
    Switches,
)
from sandbox.quickbooks.control_state import account_state, company_state, entry_state
from sandbox.quickbooks.entries import Entry
from sandbox.quickbooks.faults import RefusedError
from sandbox.quickbooks.services import CLIENT_ID, CLIENT_SECRET, Services


def control_handlers(services: Services) -> dict[str, Handler]:
    """Return what each control call does here, by its name."""
    works = (
        see_state,
        open_company,
        turn_switches,
        expire_access,
        open_account,
        turn_account,
        type_entry,
        change_entry,
        delete_entry,
        see_calls,
        clear_calls,
        set_pace,
    )
    return {work.__name__: _by_hand(services, work) for work in works}


def _by_hand(
    services: Services, work: Callable[[Services, Request, bytes], dict[str, Any]]
) -> Handler:
    """Return `work` with QuickBooks' refusals told as a person sees them."""

    def handle(request: Request, body: bytes) -> dict[str, Any]:
        try:
            return work(services, request, body)
        except RefusedError as refused:
            raise HandError(refused.fault.detail) from refused

    return handle


def see_state(services: Services, request: Request, _body: bytes) -> dict[str, Any]:
    """Draw everything; `?entries=50` cuts each company's list to its newest 50."""
    most = request.query_params.get("entries", "")
    cut = int(most) if most.isdigit() else None
    return {
        "platform": "quickbooks",
        "app": {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
        "pace": {"enforce": services.throttle.enforced},
        "companies": [company_state(services, realm, cut) for realm in services.companies],
    }


def open_company(services: Services, _request: Request, body: bytes) -> dict[str, Any]:
    """Open a company, already connected to the app."""
    sent = NewCompany.model_validate_json(body)
    chart = sent.chart()
    known = services.companies.called(sent.name) if sent.once else None
    company = known or services.companies.create(
        sent.name,
        currency=sent.currency,
        multicurrency=sent.multicurrency,
        chart=DEFAULT_CHART if chart is None else chart,
    )
    tokens = services.grants.consent([company.realm], CLIENT_ID)
    services.feed.changed(company.realm)
    return {
        "realm": company.realm,
        "refresh_token": tokens.refresh_token,
        "access_token": tokens.access_token,
    }


def turn_switches(services: Services, request: Request, body: bytes) -> dict[str, Any]:
    """Turn the switches that were sent; a new mode without a count stays until turned off."""
    realm = _realm(services, request)
    sent = Switches.model_validate_json(body)
    changes = sent.model_dump(exclude_unset=True, exclude={"connected"})
    if "mode" in changes:
        changes.setdefault("mode_times", None)
    services.companies.change(realm, changes)
    if sent.connected is not None:
        turn = services.grants.reconnect if sent.connected else services.grants.disconnect
        turn(realm)
    services.feed.changed(realm)
    return company_state(services, realm, 0)


def expire_access(services: Services, request: Request, _body: bytes) -> dict[str, Any]:
    """End the company's access tokens now, as an hour would."""
    services.grants.expire_access(_realm(services, request))
    return {}


def open_account(services: Services, request: Request, body: bytes) -> dict[str, Any]:
    """Open an account."""
    realm = _realm(services, request)
    sent = NewAccount.model_validate_json(body)
    account = services.companies.add_account(realm, sent.name, sent.number, sent.type)
    services.feed.changed(realm)
    return account_state(account)


def turn_account(services: Services, request: Request, body: bytes) -> dict[str, Any]:
    """Make an account active or inactive."""
    realm, account_id = _realm(services, request), request.path_params["id"]
    if account_id not in services.companies.accounts(realm):
        raise UnknownError(f"there is no account {account_id}")
    sent = Active.model_validate_json(body)
    services.companies.set_active(realm, account_id, active=sent.active)
    services.feed.changed(realm)
    return account_state(services.companies.accounts(realm)[account_id])


def type_entry(services: Services, request: Request, body: bytes) -> dict[str, Any]:
    """Type an entry by hand: accounts and balance are checked, closed books only warn a person."""
    realm = _realm(services, request)
    sent = HandEntry.model_validate_json(body)
    company, now = services.companies[realm], services.now()
    entry = Entry(
        id=services.entries.next_id(realm),
        sync_token=0,
        date=sent.date,
        currency=company.currency,
        lines=tuple(line.line() for line in sent.lines),
        created_at=now,
        updated_at=now,
        doc_number=sent.doc_number,
        private_note=sent.private_note,
    )
    check_entry(entry, company, services.companies.accounts(realm))
    return _stored(services, realm, entry)


def change_entry(services: Services, request: Request, body: bytes) -> dict[str, Any]:
    """Change an entry by hand; its SyncToken moves on, so an app's older copy is stale.

    To match it with the bank changes nothing that it says, so an app's copy stays good.
    """
    realm = _realm(services, request)
    old = services.entries.get(realm, request.path_params["id"])
    changes = HandChange.model_validate_json(body).changes()
    changed = replace(old, **changes)
    if changes.keys() - {"matched"}:
        changed = replace(changed, sync_token=old.sync_token + 1, updated_at=services.now())
    if "lines" in changes:
        check_entry(changed, services.companies[realm], services.companies.accounts(realm))
    return _stored(services, realm, changed)


def delete_entry(services: Services, request: Request, _body: bytes) -> dict[str, Any]:
    """Delete an entry by hand."""
    realm = _realm(services, request)
    services.entries.delete(realm, request.path_params["id"], services.now())
    services.feed.changed(realm)
    return {}


def see_calls(services: Services, _request: Request, _body: bytes) -> dict[str, Any]:
    """Return the calls received, oldest first."""
    return {"calls": services.calls.all()}


def clear_calls(services: Services, _request: Request, _body: bytes) -> dict[str, Any]:
    """Forget the calls received."""
    services.calls.clear()
    return {}


def set_pace(services: Services, _request: Request, body: bytes) -> dict[str, Any]:
    """Enforce QuickBooks' limits or not."""
    services.throttle.enforced = Pace.model_validate_json(body).enforce
    return {"enforce": services.throttle.enforced}


def _realm(services: Services, request: Request) -> str:
    realm = str(request.path_params["realm"])
    if realm not in services.companies:
        raise UnknownError(f"there is no company {realm}")
    return realm


def _stored(services: Services, realm: str, entry: Entry) -> dict[str, Any]:
    services.entries.put(realm, entry)
    services.feed.changed(realm)
    return entry_state(entry, services.companies.account_names(realm))
