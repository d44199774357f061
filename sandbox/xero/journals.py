"""Manual journals on Xero's wire: as callers send them, and as they are shown."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_pascal

from sandbox.ledger import wire_json
from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.xero.clock import wire_day, wire_moment
from sandbox.xero.rates import untaxed
from sandbox.xero.tax import tax_of
from sandbox.xero.tracking import shown

_WIRE_DAY: Final = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")


def _day(value: Any) -> Any:
    match = _WIRE_DAY.fullmatch(str(value))
    return dt.date.fromtimestamp(int(match[1]) / 1000) if match else value  # noqa: DTZ012  a day


class _Sent(BaseModel):
    """A part of a body: PascalCase on the wire; what Xero does not know it overlooks."""

    model_config = ConfigDict(alias_generator=to_pascal, frozen=True, coerce_numbers_to_str=True)


class SentTracking(_Sent):
    """One choice of a tracking category: both by their ids, or by their names."""

    name: str = ""
    option: str = ""
    tracking_category_id: str = Field("", alias="TrackingCategoryID")
    tracking_option_id: str = Field("", alias="TrackingOptionID")


class SentLine(_Sent):
    """One line: a signed amount, debit positive, and the account by code or by id."""

    line_amount: Annotated[Decimal, Field(max_digits=15, decimal_places=2)]
    account_code: Annotated[str, Field(max_length=10)] = ""
    account_id: UUID | None = Field(None, alias="AccountID")
    description: str = ""
    tax_type: str = ""
    tax_amount: Annotated[Decimal | None, Field(max_digits=15, decimal_places=2)] = None
    tracking: tuple[SentTracking, ...] = ()

    def account(self, by_code: Mapping[str, str]) -> str:
        """Return the id of its account; an unknown code stays as it is."""
        account = str(self.account_id) if self.account_id else self.account_code
        return by_code.get(account, account)

    def tracked(self) -> list[dict[str, Any]]:
        """Return its tracking by the names of the wire."""
        return [one.model_dump(by_alias=True) for one in self.tracking]


class SentJournal(_Sent):
    """One journal as sent; only the narration is required, and no status means DRAFT."""

    narration: Annotated[str, Field(min_length=1)]
    journal_lines: tuple[SentLine, ...] = ()
    date: Annotated[dt.date | None, BeforeValidator(_day)] = None
    status: Literal["DRAFT", "POSTED", "DELETED", "VOIDED"] = "DRAFT"
    url: str = ""
    line_amount_types: Literal["NoTax", "Exclusive", "Inclusive"] = "NoTax"
    show_on_cash_basis_reports: bool = True
    manual_journal_id: UUID | None = Field(None, alias="ManualJournalID")

    def own(self) -> dict[str, Any]:
        """Return what only Xero has of a journal, by its names on the wire."""
        return {
            "LineAmountTypes": self.line_amount_types,
            "ShowOnCashBasisReports": self.show_on_cash_basis_reports,
        }


class Sent(_Sent):
    """A whole body."""

    manual_journals: tuple[SentJournal, ...]

    def all_of(self, journal_id: str) -> Self:
        """Return it with that id on every journal, whatever id they were sent with."""
        named = {"manual_journal_id": UUID(journal_id)}
        return self.model_copy(
            update={
                "manual_journals": tuple(
                    one.model_copy(update=named) for one in self.manual_journals
                )
            }
        )


def read(body: bytes) -> Sent | str:
    """Read a body, or say what is wrong with it."""
    try:
        return Sent.model_validate(wire_json.loads(body))
    except ValidationError as error:
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except (ValueError, RecursionError):
        return "The request body is not JSON"


def drawn(
    entry: Entry, company: Company, accounts: Mapping[str, Account], *, whole: bool = True
) -> dict[str, Any]:
    """Draw a journal; lists show no lines unless a page is asked for."""
    lines = [_line(line, entry, company, accounts) for line in entry.lines] if whole else []
    return {
        "ManualJournalID": entry.id,
        "Narration": entry.note,
        "Date": wire_day(entry.date),
        "Status": _status(entry),
        "LineAmountTypes": "NoTax",
        "Url": entry.url,
        "ShowOnCashBasisReports": True,
        "HasAttachments": False,
        **entry.own,
        "UpdatedDateUTC": wire_moment(entry.updated_at),
        "JournalLines": lines,
    }


def history(entry: Entry) -> list[dict[str, Any]]:
    """Draw the newest record of a journal's history; what apps do is the system's."""
    change = "Voided" if entry.deleted else "Edited" if entry.version else "Created"
    return [
        {
            "Changes": change,
            "DateUTC": wire_moment(entry.updated_at),
            "User": entry.by or "System Generated",
            "Details": "",
        }
    ]


def _status(entry: Entry) -> str:
    """Return its status: what was posted is voided, what was a draft is deleted."""
    if entry.deleted:
        return "DELETED" if entry.is_draft else "VOIDED"
    return "DRAFT" if entry.is_draft else "POSTED"


def _line(
    line: Line, entry: Entry, company: Company, accounts: Mapping[str, Account]
) -> dict[str, Any]:
    account = accounts[line.account]
    return {
        "LineAmount": line.amount.quantize(Decimal("0.01")),
        "AccountCode": account.number,
        "AccountID": account.id,
        "Description": line.description,
        "TaxType": untaxed(company),
        "IsBlank": False,
        **line.own,
        "Tracking": shown(company, line.own.get("Tracking", ())),
        "TaxAmount": tax_of(line, entry, company),
    }
