"""The calls of Zoho Books' API v3 that a poster of journals makes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry
from sandbox.ledger.gate import Call, guarded, token_of
from sandbox.ledger.grants import StaleAccessError
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.accounts import create_account, list_accounts
from sandbox.zoho.called import called_as_before
from sandbox.zoho.doorman import ZohoDoorman
from sandbox.zoho.journals import SentJournal, drawn, read
from sandbox.zoho.lists import list_journals, list_locks
from sandbox.zoho.rules import complaints, final, locked, undecided
from sandbox.zoho.scopes import CREATE, READ, SETTINGS, UPDATE, grants, within

_ROOT = "/books/v3"


def api_routes(services: Services, new_id: Callable[[], str]) -> list[Route]:
    """List the calls; all but the list of organisations go through the gate."""
    doorman = ZohoDoorman()

    def create(services: Services, call: Call) -> Response:
        return create_journal(services, call, new_id())

    def open_account(services: Services, call: Call) -> Response:
        return create_account(services, call, new_id())

    writes = {
        "/journals": within(CREATE, create),
        "/journals/{id}/status/publish": within(CREATE, publish_journal),
        "/chartofaccounts": within(CREATE, open_account),
    }
    reads = {
        "/journals": within(READ, list_journals),
        "/journals/{id}": within(READ, get_journal),
        "/chartofaccounts": within(READ, list_accounts),
        "/transactionlocks": within(READ, list_locks),
    }
    return [
        Route(f"{_ROOT}/organizations", _organizations(services), methods=["GET"]),
        *(
            Route(f"{_ROOT}{path}", guarded(services, doorman, work, writes=True), methods=["POST"])
            for path, work in writes.items()
        ),
        Route(
            f"{_ROOT}/journals/{{id}}",
            guarded(services, doorman, within(UPDATE, change_journal), writes=True),
            methods=["PUT"],
        ),
        *(
            Route(f"{_ROOT}{path}", guarded(services, doorman, work), methods=["GET"])
            for path, work in reads.items()
        ),
    ]


def create_journal(services: Services, call: Call, new_id: str) -> Response:
    """Store a journal, published or as a draft; the same again is stored again."""
    company = call.company
    if not company.can_post:
        return answers.not_authorised()
    sent = read(call.body)
    if isinstance(sent, str):
        return answers.refused(sent, code=2)
    entry = _meant(services, call, sent, new_id)
    accounts = services.companies.accounts(company.realm)
    if wrong := [*complaints(company, accounts, entry.lines), *locked(company, entry)]:
        return answers.refused(wrong[0])
    services.entries.put(company.realm, entry)
    message = "The journal entry has been created."
    return answers.answer(201, 0, message, journal=drawn(entry, accounts))


def change_journal(services: Services, call: Call) -> Response:
    """Put what is sent in place of a journal; nothing asks which state of it was seen."""
    company = call.company
    old = services.entries.get(company.realm, call.request.path_params["id"])
    if not company.can_post:
        return answers.not_authorised()
    if old is None:
        return answers.missing("Journal")
    sent = read(call.body)
    if isinstance(sent, str):
        return answers.refused(sent, code=2)
    accounts = services.companies.accounts(company.realm)
    entry = called_as_before(old.changed(services.now(), **_content(company, sent)), old)
    wrong = [*final(old), *complaints(company, accounts, entry.lines)]
    if wrong := [*wrong, *locked(company, old), *locked(company, entry)]:
        return answers.refused(wrong[0])
    services.entries.put(company.realm, entry)
    message = "The journal entry has been updated."
    return answers.answer(200, 0, message, journal=drawn(entry, accounts))


def publish_journal(services: Services, call: Call) -> Response:
    """Put a draft into the books."""
    company = call.company
    entry = services.entries.get(company.realm, call.request.path_params["id"])
    if not company.can_post:
        return answers.not_authorised()
    if entry is None:
        return answers.missing("Journal")
    if not entry.is_draft:
        return answers.refused("The journal is already published.")
    accounts = services.companies.accounts(company.realm)
    wrong = [*undecided(company, entry), *complaints(company, accounts, entry.lines)]
    if wrong := [*wrong, *locked(company, entry)]:
        return answers.refused(wrong[0])
    services.entries.put(company.realm, entry.changed(services.now(), is_draft=False, state=""))
    return answers.answer(201, 0, "The journal has been published.")


def get_journal(services: Services, call: Call) -> Response:
    """Read one journal."""
    entry = services.entries.get(call.company.realm, call.request.path_params["id"])
    if entry is None:
        return answers.missing("Journal")
    return answers.shown(journal=drawn(entry, services.companies.accounts(call.company.realm)))


def _organizations(services: Services) -> Callable[[Request], Any]:
    """List the organisations that a token lets in to; no one of them is asked about."""

    async def endpoint(request: Request) -> Response:
        token = token_of(request, ZohoDoorman().scheme)
        try:
            realms = services.grants.realms_of(token)
        except StaleAccessError:
            return answers.not_authorised()
        if not grants(services.grants.scope_of(token), SETTINGS):
            return answers.not_authorised()
        shown = [
            {
                "organization_id": realm,
                "name": services.companies[realm].name,
                "currency_code": services.companies[realm].currency,
            }
            for realm in realms
        ]
        return answers.shown(organizations=shown)

    return endpoint


def _meant(services: Services, call: Call, sent: SentJournal, new_id: str) -> Entry:
    now, company = services.now(), call.company
    blank = Entry(new_id, sent.journal_date, company.currency, (), now, now)
    return replace(blank, **_content(company, sent))


def _content(company: Company, sent: SentJournal) -> dict[str, Any]:
    """Return what a caller can set, as fields of an entry.

    Where journals need approval, one that is sent to be published waits for it instead (what the
    API does then is documented nowhere; the states are, in Zoho's help on manual journals).
    """
    waits = sent.status == "published" and bool(company.own.get("approvals"))
    return {
        "date": sent.journal_date,
        "lines": tuple(line.line() for line in sent.line_items),
        "number": sent.reference_number,
        "note": sent.notes,
        "is_draft": sent.status == "draft" or waits,
        "state": "submitted" if waits else "",
        "own": sent.own(),
    }
