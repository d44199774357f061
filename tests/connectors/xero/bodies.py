"""Bodies as Xero writes them."""

import json
from typing import Any
from uuid import UUID, uuid5

JOURNAL_ID = "d312dd5e-a53e-46d1-9d51-c569ef4570b7"
NIL = "00000000-0000-0000-0000-000000000000"
JULY_7_MS = "/Date(1783382400000+0000)/"
"""7 July 2026, midnight in UTC."""
UPDATED = "1783425600"
"""When every journal of these tests was changed last: noon of that day, in seconds."""


def journal(
    narration: str = "shopify S-JF-1 [JF-1]",
    *,
    status: str = "POSTED",
    journal_id: str = JOURNAL_ID,
    day: str = JULY_7_MS,
    **more: Any,
) -> dict[str, Any]:
    """Return a manual journal as an element of an answer."""
    return {
        "Date": day,
        "Status": status,
        "LineAmountTypes": "NoTax",
        "UpdatedDateUTC": f"/Date({UPDATED}000+0000)/",
        "ManualJournalID": journal_id,
        "Narration": narration,
        "JournalLines": [],
        "ShowOnCashBasisReports": True,
        "HasAttachments": False,
        **more,
    }


def journals(*elements: dict[str, Any], **more: Any) -> bytes:
    """Return an answer with these elements."""
    return _answer(ManualJournals=elements, **more)


def warned(text: str, status: str = "DRAFT") -> bytes:
    """Return the answer that stored a journal, but not as it was sent."""
    return journals(journal(status=status, Warnings=[{"Message": text}], ValidationErrors=[]))


def refused(*texts: str, on_line: str = "") -> bytes:
    """Return the refusal of a journal (status 400), perhaps with one more message on a line."""
    line = {"LineAmount": 250.00, "AccountCode": "79"}
    if on_line:
        line["ValidationErrors"] = [{"Message": on_line}]
    errors = [{"Message": text} for text in texts]
    element = {**journal(journal_id=NIL), "JournalLines": [line], "ValidationErrors": errors}
    head = {"ErrorNumber": 10, "Type": "ValidationException"}
    general = "A validation exception occurred"
    return json.dumps({**head, "Message": general, "Elements": [element]}).encode()


def refused_under_200(*texts: str) -> bytes:
    """Return the same refusal as it comes with `summarizeErrors=false`."""
    errors = [{"Message": text} for text in texts]
    element = journal(journal_id=NIL, StatusAttributeString="ERROR", ValidationErrors=errors)
    return journals(element)


def gateway(status: int, title: str, detail: str) -> bytes:
    """Return a refusal of the gateway before the Accounting API."""
    body = {"Type": None, "Title": title, "Status": status, "Detail": detail}
    return json.dumps({**body, "Instance": "1-instance", "Extensions": {}}).encode()


def account(code: str, name: str, kind: str = "REVENUE", **more: Any) -> dict[str, Any]:
    """Return an account as an element of an answer."""
    return {
        "AccountID": f"c4f29c22-28c2-4a13-9eab-{code:0>12}",
        "Code": code,
        "Name": name,
        "Status": "ACTIVE",
        "Type": kind,
        **more,
    }


def accounts(*elements: dict[str, Any]) -> bytes:
    """Return an answer with these accounts."""
    return _answer(Accounts=elements)


def tax_rate(kind: str, name: str, percent: float = 0, **more: Any) -> dict[str, Any]:
    """Return a tax rate as an element of an answer; it may be used with any account."""
    fits = {f"CanApplyTo{one}": True for one in ("Assets", "Expenses", "Liabilities", "Revenue")}
    rates = {"DisplayTaxRate": percent, "EffectiveRate": percent}
    return {"Name": name, "TaxType": kind, "Status": "ACTIVE", **fits, **rates, **more}


def tax_rates(*elements: dict[str, Any]) -> bytes:
    """Return an answer with these tax rates."""
    return _answer(TaxRates=elements)


def id_of(name: str) -> str:
    """Return the id that a category or an option of this name has here."""
    return str(uuid5(UUID(JOURNAL_ID), name))


def category(name: str, *options: str, archived: tuple[str, ...] = (), **more: Any) -> Any:
    """Return a tracking category as an element of an answer, ids made of the names."""
    return {
        "Name": name,
        "Status": "ACTIVE",
        "TrackingCategoryID": id_of(name),
        "Options": [
            {
                "TrackingOptionID": id_of(option),
                "Name": option,
                "Status": "ARCHIVED" if option in archived else "ACTIVE",
            }
            for option in (*options, *archived)
        ],
        **more,
    }


def categories(*elements: dict[str, Any]) -> bytes:
    """Return an answer with these tracking categories."""
    return _answer(TrackingCategories=elements)


def options(*elements: dict[str, Any]) -> bytes:
    """Return the answer that added options to a category."""
    return _answer(Options=elements)


def organisation(**fields: Any) -> bytes:
    """Return an answer with the organisation."""
    return _answer(Organisations=[{"Name": "Northwind", "BaseCurrency": "USD", **fields}])


def _answer(**content: Any) -> bytes:
    head = {"Id": "1-request", "Status": "OK", "ProviderName": "jefail"}
    return json.dumps({**head, "DateTimeUTC": "/Date(1783425600000)/", **content}).encode()


STORED = journals(journal())
NONE = journals()
HTML = b"<html><body><h1>Bad day</h1></body></html>"
TOKEN_EXPIRED = gateway(401, "Unauthorized", "TokenExpired: token expired at 07/07/2026 10:00:00")
DISCONNECTED = gateway(403, "Forbidden", "AuthenticationUnsuccessful")
LOCKED = "The document date cannot be before the period lock date, currently set at 31-Jul-2026"
YEAR_LOCKED = "The document date cannot be before the end of year lock date, set at 30-Jun-2026"
BAD_ACCOUNT = "Account code '79' is not a valid code for this document."
REMOVED = "Account code '79' has been removed as it does not match a recognised account."
UNBALANCED = "The total debits (100.00) must equal total credits (-10.00)"
