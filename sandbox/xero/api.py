"""The calls of Xero's Accounting API that a poster of manual journals makes."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

from starlette.responses import Response
from starlette.routing import Route

from sandbox.ledger.entries import Entry
from sandbox.ledger.gate import Call, RefusedError, guarded
from sandbox.ledger.keys import Keys
from sandbox.ledger.services import Services
from sandbox.xero import faults
from sandbox.xero.accounts import list_accounts, put_account
from sandbox.xero.clock import wire_day
from sandbox.xero.doorman import XeroDoorman
from sandbox.xero.envelope import enveloped
from sandbox.xero.journals import drawn, history, read
from sandbox.xero.keyed import LONGEST, first_answer, key_of
from sandbox.xero.lists import list_currencies, list_rates
from sandbox.xero.rates import country_of
from sandbox.xero.tracking import list_categories, put_option
from sandbox.xero.where import WhereError, parse
from sandbox.xero.writing import write

PAGE = 100
_ROOT = "/api.xro/2.0"


def api_routes(services: Services, keys: Keys) -> list[Route]:
    """List the calls; all of them go through the gate."""
    doorman = XeroDoorman()

    def store(services: Services, call: Call) -> Response:
        return post_journals(services, keys, call)

    def change(services: Services, call: Call) -> Response:
        if services.entries.get(call.company.realm, call.request.path_params["id"]) is None:
            return faults.not_found()
        return post_journals(services, keys, call)

    def add_option(services: Services, call: Call) -> Response:
        return put_option(services, keys, call)

    def open_account(services: Services, call: Call) -> Response:
        return put_account(services, keys, call)

    reads = {
        "/ManualJournals": list_journals,
        "/ManualJournals/{id}": get_journal,
        "/ManualJournals/{id}/History": get_history,
        "/Accounts": list_accounts,
        "/Organisation": get_organisation,
        "/TaxRates": list_rates,
        "/TrackingCategories": list_categories,
        "/Currencies": list_currencies,
    }
    return [
        Route(
            f"{_ROOT}/ManualJournals",
            guarded(services, doorman, store, writes=True),
            methods=["PUT", "POST"],
        ),
        Route(
            f"{_ROOT}/ManualJournals/{{id}}",
            guarded(services, doorman, change, writes=True),
            methods=["POST"],
        ),
        Route(
            f"{_ROOT}/Accounts",
            guarded(services, doorman, open_account, writes=True),
            methods=["PUT"],
        ),
        Route(
            f"{_ROOT}/TrackingCategories/{{id}}/Options",
            guarded(services, doorman, add_option, writes=True),
            methods=["PUT"],
        ),
        *(
            Route(f"{_ROOT}{path}", guarded(services, doorman, work), methods=["GET"])
            for path, work in reads.items()
        ),
    ]


def post_journals(services: Services, keys: Keys, call: Call) -> Response:
    """Create journals (PUT), or change those that carry an id (POST), or the one of the path."""
    company, key = call.company, key_of(call)
    if not company.can_post:
        return faults.gateway(403, "Forbidden", faults.PERMISSION)
    if len(key) > LONGEST:
        return faults.query(f"The idempotency key is longer than {LONGEST} characters")
    if (first := first_answer(keys, call)) is not None:
        return first
    sent = read(call.body)
    if isinstance(sent, str):
        return faults.query(sent)
    if named := call.request.path_params.get("id"):
        sent = sent.all_of(named)
    elements = [write(services, company, one) for one in sent.manual_journals]
    refused = [one for one in elements if one["ValidationErrors"]]
    summarised = call.request.query_params.get("summarizeErrors", "true").lower() != "false"
    if refused and summarised:
        return faults.validation(refused)
    answer = faults.json(enveloped(services, "ManualJournals", elements))
    if key and not refused:
        keys.remember(company.realm, key, call.body, answer)
    return answer


def list_journals(services: Services, call: Call) -> Response:
    """List journals, newest change first; a page shows their lines, a list without does not."""
    query, realm = call.request.query_params, call.company.realm
    found = sorted(_asked_for(services, call), key=lambda one: one.updated_at, reverse=True)
    since = call.request.headers.get("if-modified-since")
    if since:
        found = [one for one in found if one.updated_at > _moment(since)]
        if not found:
            return Response(None, 304)
    page = query.get("page", "")
    if page:
        start = (max(int(page), 1) - 1) * PAGE if page.isdigit() else 0
        found = found[start : start + PAGE]
    accounts = services.companies.accounts(realm)
    shown = [drawn(one, call.company, accounts, whole=bool(page)) for one in found]
    return faults.json(enveloped(services, "ManualJournals", shown))


def get_journal(services: Services, call: Call) -> Response:
    """Read one journal."""
    entry = services.entries.get(call.company.realm, call.request.path_params["id"])
    if entry is None:
        return faults.not_found()
    shown = drawn(entry, call.company, services.companies.accounts(call.company.realm))
    return faults.json(enveloped(services, "ManualJournals", [shown]))


def get_history(services: Services, call: Call) -> Response:
    """Read who did what to a journal, of which the newest is kept here."""
    entry_id, realm = call.request.path_params["id"], call.company.realm
    entry = next((one for one in services.entries.all(realm) if one.id == entry_id), None)
    if entry is None:
        return faults.not_found()
    return faults.json(enveloped(services, "HistoryRecords", history(entry)))


def get_organisation(services: Services, call: Call) -> Response:
    """Read the organisation with its lock dates, which are absent while unset."""
    company = call.company
    locks = {
        "PeriodLockDate": company.day("period_lock_date"),
        "EndOfYearLockDate": company.day("year_lock_date"),
    }
    shown = {
        "OrganisationID": company.realm,
        "Name": company.name,
        "BaseCurrency": company.currency,
        **({"CountryCode": country} if (country := country_of(company)) else {}),
        "ShortCode": f"!{company.realm[:5]}",
        **{name: wire_day(day) for name, day in locks.items() if day is not None},
    }
    return faults.json(enveloped(services, "Organisations", [shown]))


def _asked_for(services: Services, call: Call) -> Sequence[Entry]:
    where = call.request.query_params.get("where", "")
    # What was voided is told to those who ask what changed; other lists are asked for what counts.
    tells_all = "if-modified-since" in call.request.headers
    of = services.entries.all if tells_all else services.entries.living
    kept = of(call.company.realm)
    if not where:
        return list(kept)
    try:
        condition = parse(where)
    except WhereError as error:
        raise RefusedError(faults.query(str(error))) from error
    return [entry for entry in kept if condition(entry)]


def _moment(told: str) -> datetime:
    """Read an `If-Modified-Since` in either form that Xero takes."""
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(told)
    except ValueError as error:
        raise RefusedError(faults.query("If-Modified-Since is not a moment")) from error
