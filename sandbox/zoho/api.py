"""The calls of Zoho Books' API v3 that a poster of journals makes."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.ledger.gate import Call, guarded, token_of
from sandbox.ledger.grants import StaleAccessError
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.accounts import create_account, list_accounts
from sandbox.zoho.choices import (
    create_contact,
    list_contacts,
    list_locations,
    list_options,
    list_projects,
    list_tags,
    list_taxes,
)
from sandbox.zoho.currencies import list_currencies, list_rates
from sandbox.zoho.doorman import ZohoDoorman
from sandbox.zoho.drawing import drawing_of
from sandbox.zoho.lists import list_journals, list_locks
from sandbox.zoho.scopes import (
    CONTACTS,
    CREATE,
    CREATE_CONTACT,
    PROJECTS,
    READ,
    SETTINGS,
    UPDATE,
    grants,
    within,
)
from sandbox.zoho.writing import change_journal, create_journal, publish_journal

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
        "/contacts": within(CREATE_CONTACT, create_contact),
    }
    reads = {
        "/journals": within(READ, list_journals),
        "/journals/{id}": within(READ, get_journal),
        "/chartofaccounts": within(READ, list_accounts),
        "/transactionlocks": within(READ, list_locks),
        "/contacts": within(CONTACTS, list_contacts),
        "/projects": within(PROJECTS, list_projects),
        "/users/me": within(SETTINGS, show_user),
        "/locations": within(SETTINGS, list_locations),
        "/reportingtags": within(SETTINGS, list_tags),
        "/reportingtags/options": within(SETTINGS, list_options),
        "/settings/taxes": within(SETTINGS, list_taxes),
        "/settings/currencies": within(SETTINGS, list_currencies),
        "/settings/currencies/{id}/exchangerates": within(SETTINGS, list_rates),
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


def get_journal(services: Services, call: Call) -> Response:
    """Read one journal."""
    entry = services.entries.get(call.company.realm, call.request.path_params["id"])
    if entry is None:
        return answers.missing("Journal")
    return answers.shown(journal=drawing_of(services, call).whole(entry))


def show_user(services: Services, call: Call) -> Response:
    """Show who gave the consent, as a user of the organisation (users.yml, get_current_user)."""
    person = services.grants.person_of(token_of(call.request, ZohoDoorman().scheme))
    addresses = [{"email": person.email, "is_selected": True}] if person.email else []
    user = {"user_id": f"{call.company.realm}001", "name": person.name, "email_ids": addresses}
    return answers.shown(user={**user, "status": "active", "user_role": "admin"})


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
