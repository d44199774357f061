"""The company calls of QuickBooks' accounting API that a poster of journal entries makes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

from starlette.responses import Response
from starlette.routing import Route

from sandbox.ledger.chart import Account
from sandbox.ledger.entries import Entry
from sandbox.ledger.gate import Call, Work, guarded
from sandbox.ledger.keys import Keys
from sandbox.ledger.services import Services
from sandbox.quickbooks import chart, choices, company, entries, faults
from sandbox.quickbooks.doorman import QuickBooksDoorman
from sandbox.quickbooks.faults import FaultError, query_invalid
from sandbox.quickbooks.gateway_faults import MISSING_RIGHTS
from sandbox.quickbooks.posting import existing, write
from sandbox.quickbooks.query import Query, parse
from sandbox.quickbooks.reading import read_account, read_batch, read_entry
from sandbox.quickbooks.replies import Refusal, fault_body, reply
from sandbox.quickbooks.search import ACCOUNT, COMPANY_INFO, JOURNAL_ENTRY, matching

T = TypeVar("T")
CHANGES_REACH: Final = timedelta(days=30)
MOST_CHANGES: Final = 1000
LONGEST_KEY: Final = 50
_COMPANY: Final = "/v3/company/{realm}"


def api_routes(services: Services, keys: Keys) -> list[Route]:
    """List the calls; all of them go through the gate."""
    doorman = QuickBooksDoorman(services.now)
    writes: dict[str, Work] = {"/journalentry": post_journal_entry, "/account": post_account}
    writes |= {f"/{one.lower()}": partial(choices.create, one) for one in choices.CREATED}
    reads: dict[str, Work] = {
        "/journalentry/{id}": get_journal_entry,
        "/account/{id}": get_account,
        "/query": get_query,
        "/cdc": get_changes,
        "/preferences": get_preferences,
        "/companyinfo/{id}": get_company_info,
        "/exchangerate": choices.get_rate,
    }

    def route(method: str, path: str, work: Work) -> Route:
        endpoint = guarded(services, doorman, partial(_worded, work), writes=method == "POST")
        return Route(f"{_COMPANY}{path}", endpoint, methods=[method])

    return [
        *(route("POST", path, partial(_once, keys, work)) for path, work in writes.items()),
        *(route("GET", path, work) for path, work in reads.items()),
        Route(
            f"{_COMPANY}/batch",
            guarded(services, doorman, partial(_worded, post_batch)),
            methods=["POST"],
        ),
    ]


def _worded(work: Work, services: Services, call: Call) -> Response:
    """Do the work, and answer a fault as QuickBooks does."""
    try:
        return work(services, call)
    except FaultError as refused:
        return Refusal(refused.fault, services.now())


def _once(keys: Keys, work: Work, services: Services, call: Call) -> Response:
    """Do the work unless its `requestid` is known: that is answered as the first time.

    A refusal did nothing, so its id may try again; whether it may at Intuit is unconfirmed.
    """
    realm, key = call.company.realm, call.request.query_params.get("requestid", "")
    if len(key) > LONGEST_KEY:
        raise FaultError(faults.wrong_length("requestid", LONGEST_KEY, len(key)))
    if key and (first := keys.known(realm, key)) is not None:
        return first.response()
    answer = work(services, call)
    if key:
        keys.remember(realm, key, call.body, answer)
    return answer


def post_journal_entry(services: Services, call: Call) -> Response:
    """Create or update an entry."""
    if not call.company.can_post:
        raise FaultError(MISSING_RIGHTS[call.company.own.get("missing_right", "5020")])
    entry = write(services, call.company, read_entry(call.body))
    return _entry_reply(services, call, entry)


def post_account(services: Services, call: Call) -> Response:
    """Open an account; no two have one name."""
    realm, sent = call.company.realm, read_account(call.body)
    there = services.companies.accounts(realm).values()
    if any(one.full_name.casefold() == sent.name.casefold() for one in there):
        raise FaultError(faults.name_taken())
    new_id = chart.next_account_id(services, realm)
    account = Account(new_id, sent.name, sent.acct_num, sent.account_type)
    services.companies.put_account(realm, account)
    return reply({"Account": chart.drawn(account, call.company.currency)}, services.now())


def get_journal_entry(services: Services, call: Call) -> Response:
    """Read one entry."""
    realm = call.company.realm
    entry_id = call.request.path_params["id"]
    return _entry_reply(services, call, existing(services, realm, entry_id))


def get_account(services: Services, call: Call) -> Response:
    """Read one account, active or not."""
    accounts = services.companies.accounts(call.company.realm)
    account = accounts.get(call.request.path_params["id"])
    if account is None:
        raise FaultError(faults.not_found())
    return reply({"Account": chart.drawn(account, call.company.currency)}, services.now())


def get_preferences(services: Services, call: Call) -> Response:
    """Read the preferences, with the day the books are closed to."""
    return reply({"Preferences": company.preferences(call.company)}, services.now())


def get_company_info(services: Services, call: Call) -> Response:
    """Read the company's name; its path ends in the realm once more."""
    if call.request.path_params["id"] != call.company.realm:
        raise FaultError(faults.not_found())
    return reply({"CompanyInfo": company.info(call.company)}, services.now())


def get_query(services: Services, call: Call) -> Response:
    """Answer a query; nothing found is an empty QueryResponse."""
    text = call.request.query_params.get("query", "")
    if not text:
        raise FaultError(faults.missing_parameter("query"))
    return reply({"QueryResponse": _found(services, call, text)}, services.now())


def _found(services: Services, call: Call, text: str) -> dict[str, Any]:
    query = parse(text)
    if query.entity not in _FINDERS:
        raise FaultError(query_invalid(f"entity {query.entity} is not supported"))
    return _FINDERS[query.entity](services, call, query)


def post_batch(services: Services, call: Call) -> Response:
    """Answer several queries, each as it would be alone; other payloads are not imitated."""
    items = [
        {"bId": one.b_id, **_answered(services, call, one.query)} for one in read_batch(call.body)
    ]
    return reply({"BatchItemResponse": items}, services.now())


def _answered(services: Services, call: Call, text: str) -> dict[str, Any]:
    try:
        return {"QueryResponse": _found(services, call, text)}
    except FaultError as refused:
        return fault_body(refused.fault)


def get_changes(services: Services, call: Call) -> Response:
    """Answer what changed since a moment, the deleted too; 30 days back and 1,000 at most."""
    try:
        since = datetime.fromisoformat(call.request.query_params.get("changedSince", ""))
    except ValueError:
        raise FaultError(query_invalid("changedSince is not a moment")) from None
    if call.request.query_params.get("entities") != "JournalEntry":
        raise FaultError(query_invalid("only JournalEntry is watched"))
    if since.tzinfo is None or services.now() - since > CHANGES_REACH:
        raise FaultError(query_invalid("changedSince is more than 30 days back"))
    draw = _drawing(services, call)
    changed = services.entries.changed(call.company.realm, since)[:MOST_CHANGES]
    drawn = [entries.deleted(one) if one.deleted else draw(one) for one in changed]
    page = {"JournalEntry": drawn, "startPosition": 1, "maxResults": len(drawn)} if drawn else {}
    return reply({"CDCResponse": [{"QueryResponse": [page]}]}, services.now())


def _entry_reply(services: Services, call: Call, entry: Entry) -> Response:
    return reply({"JournalEntry": _drawing(services, call)(entry)}, services.now())


def _drawing(services: Services, call: Call) -> entries.Drawing:
    return entries.Drawing.of(call.company, services.companies.accounts(call.company.realm))


def _find_accounts(services: Services, call: Call, query: Query) -> dict[str, Any]:
    """Find accounts; inactive ones only when the query speaks of Active."""
    accounts = services.companies.accounts(call.company.realm).values()
    asked = any(condition.prop == "Active" for condition in query.conditions)
    found = matching(query, (a for a in accounts if asked or a.active), ACCOUNT)
    return _page(query, found, lambda one: chart.drawn(one, call.company.currency))


def _find_entries(services: Services, call: Call, query: Query) -> dict[str, Any]:
    found = matching(query, services.entries.living(call.company.realm), JOURNAL_ENTRY)
    return _page(query, found, _drawing(services, call))


def _find_company(_services: Services, call: Call, query: Query) -> dict[str, Any]:
    found = matching(query, [call.company], COMPANY_INFO)
    return _page(query, found, company.info)


def _find_choices(_services: Services, call: Call, query: Query) -> dict[str, Any]:
    found, draw = choices.found(call, query)
    return _page(query, found, draw)


def _page(query: Query, found: list[T], draw: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """Cut the page asked for out of all that was found."""
    if query.counts:
        return {"totalCount": len(found)}
    page = found[query.start - 1 : query.start - 1 + query.size]
    if not page:
        return {}
    drawn = [draw(thing) for thing in page]
    return {query.entity: drawn, "startPosition": query.start, "maxResults": len(page)}


_FINDERS: Final = {
    "Account": _find_accounts,
    "JournalEntry": _find_entries,
    "CompanyInfo": _find_company,
    **dict.fromkeys(choices.READ, _find_choices),
}
