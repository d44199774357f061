"""One entry as JSON, the same in the HTTP API and in files of JSON lines."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from connectors.intake import entry_schema
from connectors.intake.dates import read_date
from connectors.intake.exact_json import loads_exact
from connectors.intake.json_advice import advice
from connectors.intake.text import plain
from journal.amounts.money import Money, currency_code
from journal.books.listing import BY_ID
from journal.books.lists import NameKind
from journal.books.sales_channels import proper_name
from journal.entries.coding import NOTHING, Coding, TaxOn
from journal.entries.entry import (
    MAX_LINES,
    MAX_OWN_NUMBER,
    EntryKind,
    Line,
    NewEntry,
    OnChange,
    Side,
)
from journal.entries.tax_balance import amounts_by_balance
from journal.errors import BadInput
from journal.quoting import quoted

_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,12})?")
_TOO_LONG = re.compile(r"-?(\d{19,}(\.\d+)?|\d+\.\d{13,})")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONG_TEXT: Final = 4000  # what QuickBooks takes as a line's description
_SHORT_TEXT: Final = 255
_NAME: Final = 500  # of a customer in QuickBooks, the longest that a platform has
_MOST_TRACKING: Final = 10
_CODING: Final = frozenset(
    {"class_name", "location", "tracking", "project", "tax_code"}
    | {"customer", "vendor", "employee", "name"}
)
"""Fields of a line whose texts are its coding."""


def _kept(text: str) -> str:
    try:
        return plain(text)
    except BadInput as error:
        raise ValueError(str(error)) from error


_kept_short = lru_cache(maxsize=4096)(_kept)
"""The same of short texts: accounts, classes and customers come again on line after line."""


def _exact(value: Any) -> Decimal:
    if isinstance(value, str) and _DECIMAL.fullmatch(value):  # most amounts
        return Decimal(value)
    if isinstance(value, float):
        raise ValueError("came through a float and is no longer exact; read the JSON exactly")  # noqa: TRY004
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f'must be a decimal number such as "12.30"; it is {quoted(value)}')  # noqa: TRY004
    text = format(value, "f") if isinstance(value, Decimal) and _is_short(value) else str(value)
    if _TOO_LONG.fullmatch(text.strip()):
        raise ValueError(
            "may have 18 digits before the point and 12 after it; it has more: " + quoted(value)
        )
    if not _DECIMAL.fullmatch(text.strip()):
        raise ValueError(
            f'must be a decimal number such as "12.30", without separators; it is {quoted(value)}'
        )
    return Decimal(text)


def _is_short(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= 18  # noqa: PLR2004  1e999999 stays as it is


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value.strip()):
        raise ValueError(f"must be a date such as 2026-07-31; it is {quoted(value)}")
    try:
        return read_date(value, None)
    except BadInput as error:
        raise ValueError(str(error)) from error


Said = Annotated[str, Field(max_length=_SHORT_TEXT), AfterValidator(_kept_short)]
"""A short text whose rules a field adds itself."""
Text = Annotated[Said, Field(json_schema_extra=entry_schema.TEXT)]
Name = Annotated[
    str,
    Field(max_length=_NAME, json_schema_extra=entry_schema.TEXT),
    AfterValidator(_kept),
]
LongText = Annotated[
    str,
    Field(max_length=_LONG_TEXT, json_schema_extra=entry_schema.TEXT),
    AfterValidator(_kept),
]
Amount = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema(entry_schema.AMOUNT)]
Quantity = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema(entry_schema.QUANTITY)]
Rate = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema(entry_schema.RATE)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(entry_schema.DAY)]


Tracking = Annotated[
    dict[Text, Text],
    BeforeValidator(lambda value: {} if value in (None, [], "") else value),
    Field(
        max_length=_MOST_TRACKING,
        description='Other categories and their options: {"Region": "GB"}.',
    ),
]


class LineJson(BaseModel):
    """One line: an account or a category to be mapped; an amount, or a SKU and a quantity."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=entry_schema.LINE)

    side: Side
    amount: Amount | None = None
    category: Text = ""
    account: Annotated[
        Text, Field(description="Its number, full name or unique leaf name, as the chart has it.")
    ] = ""
    account_id: Annotated[
        Text,
        Field(description="Instead of `account`: the accounting platform's own id."),
    ] = ""
    description: LongText = ""
    sku: Text = ""
    title: Text = ""
    quantity: Quantity | None = None
    class_name: Annotated[
        Name, Field(alias="class", description="Its class: number, full or unique short name.")
    ] = ""
    location: Annotated[Name, Field(description="Location, store or department.")] = ""
    tracking: Tracking = Field(default_factory=dict)  # a default would be copied for each line
    customer: Name = ""
    vendor: Name = ""
    employee: Name = ""
    name: Annotated[
        Name, Field(description="A customer or vendor, where the account says which is meant.")
    ] = ""
    tax_code: Annotated[Name, Field(description="A tax code or rate, by name or code.")] = ""
    tax_amount: Annotated[
        Amount | None, Field(description="The tax of this line, where you have worked it out.")
    ] = None
    project: Name = ""

    def _coding(self) -> Coding:
        """Return what it says beside its account. Raises BadInput: two names."""
        if self.model_fields_set.isdisjoint(_CODING):
            return NOTHING
        named = {
            kind: name
            for kind, name in (
                (NameKind.CUSTOMER, self.customer),
                (NameKind.VENDOR, self.vendor),
                (NameKind.EMPLOYEE, self.employee),
                (None, self.name),
            )
            if name
        }
        if len(named) > 1:
            raise BadInput("it has two names; keep one of customer, vendor, employee and name")
        kind, name = next(iter(named.items()), (None, ""))
        return Coding(
            class_name=self.class_name,
            location=self.location,
            tracking=tuple(self.tracking.items()),
            name=name,
            name_kind=kind,
            tax=self.tax_code,
            project=self.project,
        )

    def _account(self) -> str | None:
        account_id = self.account_id.strip()
        if account_id and self.account:
            raise BadInput("it names an account and an account_id; leave one of them out")
        return f"{BY_ID}{account_id}" if account_id else self.account or None

    def to_line(self, currency: str) -> Line:
        """Return the line in the entry's currency.

        Raises:
            BadInput: the amount has too many places, or two accounts are named.
        """
        return Line(
            side=self.side,
            amount=None if self.amount is None else Money.of(self.amount, currency),
            category=self.category or None,
            account=self._account(),
            description=self.description,
            sku=self.sku or None,
            title=self.title,
            quantity=self.quantity,
            coding=self._coding(),
            tax_amount=None if self.tax_amount is None else Money.of(self.tax_amount, currency),
        )


class EntryJson(BaseModel):
    """One journal entry. `revision` counts up when an entry is handed in again, corrected."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: Annotated[Said, Field(json_schema_extra=entry_schema.REFERENCE)]
    date: Day
    sales_channel: Annotated[Said, Field(json_schema_extra=entry_schema.NEEDED)]
    kind: EntryKind
    lines: Annotated[
        tuple[LineJson, ...],
        Field(max_length=MAX_LINES, json_schema_extra=entry_schema.LINES),
    ]
    revision: Annotated[int, Field(strict=True, ge=1, lt=2**31)] = 1
    currency: Annotated[Said, Field(json_schema_extra=entry_schema.CURRENCY)] = ""
    description: Annotated[LongText, Field(description="The memo that people read on it.")] = ""
    number: Annotated[
        str,
        Field(
            max_length=MAX_OWN_NUMBER,
            description="Your own journal number, where you have one.",
            json_schema_extra=entry_schema.TEXT,
        ),
        AfterValidator(_kept),
    ] = ""
    class_name: Annotated[
        Name, Field(alias="class", description="The class of all lines that name none.")
    ] = ""
    location: Annotated[Name, Field(description="The location of all lines that name none.")] = ""
    tracking: Tracking = Field(default_factory=dict)  # a default would be copied for each line
    amounts: Annotated[
        TaxOn | None,
        Field(
            description="How amounts and the tax of their codes go together. Left out, lines that"
            " balance are taken to have it in them, others to be without it."
        ),
    ] = None
    exchange_rate: Annotated[
        Rate | None,
        Field(description="The book's own currency for one unit of `currency`."),
    ] = None
    adjusting: Annotated[bool, Field(strict=True, description="An adjusting entry.")] = False
    reverse_on: Annotated[
        Day | None, Field(description="The day on which it is booked the other way round.")
    ] = None
    prepared_by: Annotated[
        Said,
        Field(
            description="Who prepared it: a Slack user id or an e-mail address.",
            json_schema_extra=entry_schema.PREPARER,
        ),
    ] = ""
    on_change: Annotated[
        OnChange,
        Field(
            description="What is done with a version that reads as another entry, since its day,"
            " its sales channel or most of its lines differ: `refuse` it (409), `replace` the one"
            " before, or `ask` the team on a card in Slack."
        ),
    ] = OnChange.REFUSE

    def _coded(self, line: Line) -> Line:
        """Return `line` with what is said for all lines where it says nothing itself."""
        if not (self.class_name or self.location or self.tracking):
            return line
        coding = line.coding
        own = dict(coding.tracking)
        whole = replace(
            coding,
            class_name=coding.class_name or self.class_name,
            location=coding.location or self.location,
            tracking=tuple({**self.tracking, **own}.items()),
        )
        return replace(line, coding=whole)

    def to_entry(self, default_currency: str) -> NewEntry:
        """Return the entry, in the book's currency when it names none.

        Raises:
            BadInput: it may not be taken in; the text names the line.
            Unbalanced: debits and credits differ.
        """
        currency = currency_code(self.currency or default_currency)
        lines = []
        for number, line in enumerate(self.lines, start=1):
            try:
                lines.append(self._coded(line.to_line(currency)))
            except BadInput as error:
                raise BadInput(f"line {number}: {error}") from error
        return NewEntry(
            reference=self.reference,
            date=self.date,
            sales_channel=proper_name(self.sales_channel),
            kind=self.kind,
            currency=currency,
            lines=tuple(lines),
            revision=self.revision,
            description=self.description,
            number=self.number.strip(),
            amounts=self.amounts or amounts_by_balance(lines),
            exchange_rate=self.exchange_rate,
            adjusting=self.adjusting,
            reverse_on=self.reverse_on,
            prepared_by=self.prepared_by.strip(),
            on_change=self.on_change,
        ).checked()


def entry_of(value: Any, default_currency: str) -> NewEntry:
    """Return the entry that a JSON value, read by `loads_exact`, describes.

    Raises:
        BadInput: it is not one; the text names the fields and says what to do.
    """
    try:
        return EntryJson.model_validate(value).to_entry(default_currency)
    except ValidationError as error:
        raise BadInput(advice(error, EntryJson, LineJson)) from error


def read_entry(raw: str | bytes, default_currency: str) -> NewEntry:
    """Return the entry that is written in `raw` as one JSON object. Raises as `entry_of`."""
    return entry_of(loads_exact(raw), default_currency)
