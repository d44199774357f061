"""Answering a query: which properties can be asked for, and how they compare."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import eq, ge, gt, le, lt
from typing import Any, Final, Generic, TypeVar

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry
from sandbox.quickbooks.chart import CLASSIFICATIONS
from sandbox.quickbooks.faults import FaultError, query_invalid
from sandbox.quickbooks.query import Condition, Query
from sandbox.quickbooks.things import Currency, Thing

T = TypeVar("T")
COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": eq,
    "<": lt,
    ">": gt,
    "<=": le,
    ">=": ge,
}


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Property(Generic[T]):
    """One property that can be filtered and sorted by: where it is, how its values read."""

    of: Callable[[T], Any]
    read: Callable[[str], Any] = str


Properties = Mapping[str, Property[T]]

ACCOUNT: Final[Properties[Account]] = {
    "Id": Property(lambda account: int(account.id), int),
    "Name": Property(lambda account: account.name),
    "FullyQualifiedName": Property(lambda account: account.full_name),
    "AcctNum": Property(lambda account: account.number),
    "AccountType": Property(lambda account: account.type),
    "Classification": Property(lambda account: CLASSIFICATIONS[account.type]),
    "Active": Property(lambda account: account.active, _boolean),
    "SubAccount": Property(lambda account: bool(account.parent), _boolean),
}
JOURNAL_ENTRY: Final[Properties[Entry]] = {
    "Id": Property(lambda entry: int(entry.id), int),
    "DocNumber": Property(lambda entry: entry.number),
    "PrivateNote": Property(lambda entry: entry.note),
    "TxnDate": Property(lambda entry: entry.date, date.fromisoformat),
    "MetaData.CreateTime": Property(lambda entry: entry.created_at, _moment),
    "MetaData.LastUpdatedTime": Property(lambda entry: entry.updated_at, _moment),
}
THING: Final[Properties[Thing]] = {
    "Id": Property(lambda thing: thing.id),
    "Name": Property(lambda thing: thing.name.rpartition(":")[2]),
    "DisplayName": Property(lambda thing: thing.name.rpartition(":")[2]),
    "FullyQualifiedName": Property(lambda thing: thing.name),
    "Active": Property(lambda thing: thing.active, _boolean),
}
CURRENCY: Final[Properties[Currency]] = {
    "Code": Property(lambda currency: currency.name),
    "Active": Property(lambda currency: currency.active, _boolean),
}
RATE: Final[Properties[dict[str, Any]]] = {
    "Id": Property(lambda rate: rate["Id"]),
    "Name": Property(lambda rate: rate["Name"]),
    "Active": Property(lambda rate: rate["Active"], _boolean),
}
COMPANY_INFO: Final[Properties[Company]] = {
    "CompanyName": Property(lambda company: company.name),
    "MetaData.CreateTime": Property(lambda company: company.created_at, _moment),
}


def matching(query: Query, things: Iterable[T], properties: Properties[T]) -> list[T]:
    """Return all that match, sorted; paging is the caller's.

    Raises:
        FaultError: 4001, a property that cannot be asked for or a value it cannot have.
    """
    tests = [_test(condition, properties) for condition in query.conditions]
    found = [thing for thing in things if all(test(thing) for test in tests)]
    for name, descending in reversed(query.order):
        found.sort(key=_property(name, properties).of, reverse=descending)
    return found


def _test(condition: Condition, properties: Properties[T]) -> Callable[[T], bool]:
    """Turn a condition into a question about one thing."""
    prop = _property(condition.prop, properties)
    if condition.operator == "LIKE":
        pattern = _pattern(condition.values[0])
        return lambda thing: pattern.fullmatch(str(prop.of(thing))) is not None
    values = [_read(prop, text) for text in condition.values]
    if condition.operator == "IN":
        return lambda thing: prop.of(thing) in values
    compare = COMPARE[condition.operator]
    return lambda thing: compare(prop.of(thing), values[0])


def _pattern(like: str) -> re.Pattern[str]:
    """Turn LIKE's `%` into a pattern; it is the only wildcard, and case is ignored."""
    return re.compile(".*".join(map(re.escape, like.split("%"))), re.IGNORECASE | re.DOTALL)


def _property(name: str, properties: Properties[T]) -> Property[T]:
    try:
        return properties[name]
    except KeyError:
        raise FaultError(query_invalid(f"property '{name}' is not queryable")) from None


def _read(prop: Property[T], text: str) -> Any:
    try:
        return prop.read(text)
    except (ValueError, KeyError):
        why = f"value {text} is not supported for this property"
        raise FaultError(query_invalid(why)) from None
