"""The chart of accounts: it is listed, and an account is opened in it."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from sandbox.ledger import wire_json
from sandbox.ledger.chart import Account
from sandbox.ledger.gate import Call
from sandbox.ledger.services import Services
from sandbox.zoho import answers
from sandbox.zoho.lists import PAGE

TYPES: Final = frozenset(
    {
        *("cash", "bank", "other_asset", "other_current_asset", "fixed_asset"),
        *("credit_card", "other_current_liability", "long_term_liability", "other_liability"),
        *("equity", "income", "other_income"),
        *("expense", "cost_of_goods_sold", "other_expense"),
        *("accounts_receivable", "accounts_payable"),
    }
)
"""Account types as Zoho lists them, without those that are for few editions."""


class SentAccount(BaseModel):
    """An account as sent."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    account_name: Annotated[str, Field(min_length=1, max_length=100)]
    account_type: str
    account_code: Annotated[str, Field(max_length=50)] = ""


def list_accounts(services: Services, call: Call) -> Response:
    """List the chart, inactive accounts too."""
    accounts = [*services.companies.accounts(call.company.realm).values()]
    query = call.request.query_params
    page, context = answers.page_of(
        accounts, query.get("page", ""), query.get("per_page", ""), PAGE
    )
    return answers.shown(chartofaccounts=[_drawn(one) for one in page], page_context=context)


def create_account(services: Services, call: Call, new_id: str) -> Response:
    """Open an account; no two have one name."""
    realm = call.company.realm
    try:
        sent = SentAccount.model_validate(wire_json.loads(call.body))
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        return answers.refused(f"Invalid value passed for {place or 'the body'}", code=2)
    except (ValueError, RecursionError):
        return answers.refused("Invalid value passed for JSONString", code=2)
    there = services.companies.accounts(realm).values()
    if sent.account_type not in TYPES:
        return answers.refused("Invalid value passed for account_type", code=2)
    if any(one.name.casefold() == sent.account_name.casefold() for one in there):
        return answers.refused(answers.NAME_TAKEN, code=11002)
    account = Account(new_id, sent.account_name, sent.account_code, sent.account_type)
    services.companies.put_account(realm, account)
    message = "The account has been created."
    return answers.answer(201, 0, message, chart_of_account=_drawn(account))


def _drawn(account: Account) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "account_name": account.name,
        "account_code": account.number,
        "account_type": account.type,
        "is_active": account.active,
        "parent_account_name": account.parent,
    }
