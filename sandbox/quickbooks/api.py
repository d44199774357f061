"""The company calls of QuickBooks' accounting API that a poster of journal entries makes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from starlette.routing import Route

from sandbox.quickbooks.entries import Entry
from sandbox.quickbooks.faults import (
    RefusedError,
    missing_parameter,
    name_taken,
    not_found,
    query_invalid,
)
from sandbox.quickbooks.gate import Call, guarded
from sandbox.quickbooks.gateway_faults import MISSING_RIGHTS
from sandbox.quickbooks.query import Query, parse
from sandbox.quickbooks.reading import read_account, read_entry
from sandbox.quickbooks.replies import Reply, reply
from sandbox.quickbooks.search import ACCOUNT, COMPANY_INFO, JOURNAL_ENTRY, matching
from sandbox.quickbooks.services import Services

T = TypeVar("T")
CHANGES_REACH: Final = timedelta(days=30)
MOST_CHANGES: Final = 1000
_COMPANY: Final = "/v3/company/{realm}"


def api_routes(services: Services) -> list[Route]:
    """List the calls; all of them go through the gate."""
    writes = {"/journalentry": post_journal_entry, "/account": post_account}
    reads = {
        "/journalentry/{id}": get_journal_entry,
        "/account/{id}": get_account,
        "/query": get_query,
        "/cdc": get_changes,
        "/preferences": get_preferences,
        "/companyinfo/{id}": get_company_info,
    }
    return [
        *(
            Route(f"{_COMPANY}{path}", guarded(services, work, writes=True), methods=["POST"])
            for path, work in writes.items()
        ),
        *(
            Route(f"{_COMPANY}{path}", guarded(services, work), methods=["GET"])
            for path, work in reads.items()
        ),
    ]


def post_journal_entry(services: Services, call: Call) -> Reply:
    """Create or update an entry; a known `requestid` is answered as the first time."""
    company = call.company
    if not company.can_post:
        raise RefusedError(MISSING_RIGHTS[company.missing_right])

    def work() -> Reply:
        entry = services.poster.write(company.realm, read_entry(call.body))
        return _entry_reply(services, company.realm, entry)

    return _once(services, call, work)


def post_account(services: Services, call: Call) -> Reply:
    """Open an account; no two have one name, and a known `requestid` opens none."""
    company = call.company

    def work() -> Reply:
        sent = read_account(call.body)
        there = services.companies.accounts(company.realm).values()
        if any(one.full_name.casefold() == sent.name.casefold() for one in there):
            raise RefusedError(name_taken())
        account = services.companies.add_account(
            company.realm, sent.name, sent.acct_num, sent.account_type
        )
        return reply({"Account": account.wire(company.currency)}, services.now())

    return _once(services, call, work)


def _once(services: Services, call: Call, work: Callable[[], Reply]) -> Reply:
    company = call.company
    request_id = call.query.get("requestid")
    if not request_id:
        return work()
    return services.requests.once(
        company.realm, request_id, work, replay_refusals=company.replay_refusals
    )


def get_journal_entry(services: Services, call: Call) -> Reply:
    """Read one entry."""
    realm = call.company.realm
    return _entry_reply(services, realm, services.entries.get(realm, call.params["id"]))


def get_account(services: Services, call: Call) -> Reply:
    """Read one account, active or not."""
    account = services.companies.accounts(call.company.realm).get(call.params["id"])
    if account is None:
        raise RefusedError(not_found())
    return reply({"Account": account.wire(call.company.currency)}, services.now())


def get_preferences(services: Services, call: Call) -> Reply:
    """Read the preferences, with the day the books are closed to."""
    return reply({"Preferences": call.company.preferences()}, services.now())


def get_company_info(services: Services, call: Call) -> Reply:
    """Read the company's name; its path ends in the realm once more."""
    if call.params["id"] != call.company.realm:
        raise RefusedError(not_found())
    return reply({"CompanyInfo": call.company.info()}, services.now())


def get_query(services: Services, call: Call) -> Reply:
    """Answer a query; nothing found is an empty QueryResponse."""
    text = call.query.get("query", "")
    if not text:
        raise RefusedError(missing_parameter("query"))
    query = parse(text)
    if query.entity not in _FINDERS:
        raise RefusedError(query_invalid(f"entity {query.entity} is not supported"))
    return reply({"QueryResponse": _FINDERS[query.entity](services, call, query)}, services.now())


def get_changes(services: Services, call: Call) -> Reply:
    """Answer what changed since a moment, the deleted too; 30 days back and 1,000 at most."""
    try:
        since = datetime.fromisoformat(call.query.get("changedSince", ""))
    except ValueError:
        raise RefusedError(query_invalid("changedSince is not a moment")) from None
    if call.query.get("entities") != "JournalEntry":
        raise RefusedError(query_invalid("only JournalEntry is watched"))
    if since.tzinfo is None or services.now() - since > CHANGES_REACH:
        raise RefusedError(query_invalid("changedSince is more than 30 days back"))
    names = services.companies.account_names(call.company.realm)
    changed = services.entries.changed(call.company.realm, since)[:MOST_CHANGES]
    drawn = [entry.gone() if entry.deleted else entry.wire(names) for entry in changed]
    page = {"JournalEntry": drawn, "startPosition": 1, "maxResults": len(drawn)} if drawn else {}
    return reply({"CDCResponse": [{"QueryResponse": [page]}]}, services.now())


def _entry_reply(services: Services, realm: str, entry: Entry) -> Reply:
    drawn = entry.wire(services.companies.account_names(realm))
    return reply({"JournalEntry": drawn}, services.now())


def _find_accounts(services: Services, call: Call, query: Query) -> dict[str, Any]:
    """Find accounts; inactive ones only when the query speaks of Active."""
    accounts = services.companies.accounts(call.company.realm).values()
    asked = any(condition.prop == "Active" for condition in query.conditions)
    found = matching(query, (a for a in accounts if asked or a.active), ACCOUNT)
    return _page(query, found, lambda account: account.wire(call.company.currency))


def _find_entries(services: Services, call: Call, query: Query) -> dict[str, Any]:
    realm = call.company.realm
    found = matching(query, services.entries.living(realm), JOURNAL_ENTRY)
    names = services.companies.account_names(realm)
    return _page(query, found, lambda entry: entry.wire(names))


def _find_company(_services: Services, call: Call, query: Query) -> dict[str, Any]:
    found = matching(query, [call.company], COMPANY_INFO)
    return _page(query, found, lambda company: company.info())


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
}
