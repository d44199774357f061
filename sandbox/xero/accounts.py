"""The chart of accounts: it is listed, and an account is opened in it."""

from collections.abc import Iterator
from typing import Annotated, Any, Final
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_pascal
from starlette.responses import Response

from sandbox.ledger import wire_json
from sandbox.ledger.chart import Account
from sandbox.ledger.gate import Call
from sandbox.ledger.keys import Keys
from sandbox.ledger.services import Services
from sandbox.xero import faults
from sandbox.xero.envelope import enveloped
from sandbox.xero.keyed import first_answer, key_of

_NIL: Final = "00000000-0000-0000-0000-000000000000"
TYPES: Final = frozenset(
    {
        *("BANK", "CURRENT", "FIXED", "INVENTORY", "NONCURRENT", "PREPAYMENT"),
        *("CURRLIAB", "LIABILITY", "TERMLIAB", "EQUITY"),
        *("REVENUE", "SALES", "OTHERINCOME"),
        *("DIRECTCOSTS", "EXPENSE", "OVERHEADS", "DEPRECIATN"),
    }
)
"""Account types as Xero lists them."""


class SentAccount(BaseModel):
    """An account as sent."""

    model_config = ConfigDict(alias_generator=to_pascal, frozen=True)

    code: Annotated[str, Field(max_length=10)] = ""
    name: Annotated[str, Field(max_length=150)] = ""
    type: str = ""


def list_accounts(services: Services, call: Call) -> Response:
    """List the chart, archived accounts too."""
    accounts = services.companies.accounts(call.company.realm).values()
    shown = [_drawn(account) for account in accounts]
    return faults.json(enveloped(services, "Accounts", shown))


def put_account(services: Services, keys: Keys, call: Call) -> Response:
    """Open an account; a known key is answered as the first time."""
    realm, key = call.company.realm, key_of(call)
    if (first := first_answer(keys, call)) is not None:
        return first
    try:
        sent = SentAccount.model_validate(wire_json.loads(call.body))
    except (ValidationError, ValueError, RecursionError):
        return faults.query("The request body is not an account")
    if wrong := [*_complaints(services, realm, sent)]:
        refused = {**sent.model_dump(by_alias=True), "AccountID": _NIL}
        told = [{"Message": message} for message in wrong]
        return faults.validation([{**refused, "ValidationErrors": told}])
    account = Account(str(uuid4()), sent.name, sent.code, sent.type)
    services.companies.put_account(realm, account)
    answer = faults.json(enveloped(services, "Accounts", [_drawn(account)]))
    if key:
        keys.remember(realm, key, call.body, answer)
    return answer


def _complaints(services: Services, realm: str, sent: SentAccount) -> Iterator[str]:
    there = services.companies.accounts(realm).values()
    if not sent.code or any(one.number == sent.code for one in there):
        yield "Please enter a unique Code."
    if not sent.name or any(one.name.casefold() == sent.name.casefold() for one in there):
        yield "Please enter a unique Name."
    if sent.type not in TYPES:
        yield "Account type is not valid"


def _drawn(account: Account) -> dict[str, Any]:
    return {
        "AccountID": account.id,
        "Code": account.number,
        "Name": account.name,
        "Type": account.type,
        "Status": "ACTIVE" if account.active else "ARCHIVED",
        **({"SystemAccount": account.system} if account.system else {}),
    }
