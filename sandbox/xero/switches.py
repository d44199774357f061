"""The switches that only an organisation in Xero has."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import Field, model_validator

from sandbox.ledger.hand_input import Input, Switches


class _Named(Input):
    """Something of a list: a name alone will do, and an id is made where none is sent."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    id: str
    active: bool

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, sent: Any) -> Any:
        fields = {"name": sent} if isinstance(sent, str) else sent
        return {"id": str(uuid4()), "active": True, **fields}


class Option(_Named):
    """An option of a tracking category."""


class Category(_Named):
    """A tracking category with its options."""

    options: Annotated[tuple[Option, ...], Field(max_length=100)] = ()


class TaxRate(Input):
    """A tax rate of the organisation's own, or one of its country's that it changed."""

    type: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    percent: Decimal = Decimal(0)
    active: bool = True


class XeroSwitches(Switches):
    """Lock dates, whether the connected user is an adviser, which limit a 429 is about, lists.

    `drops_tracking`: it keeps journals without the tracking that they were sent with, and says
    nothing of it, as users of Xero's libraries report (Xero-NetStandard #350, xero-node #516).
    """

    period_lock_date: dt.date | None = None
    year_lock_date: dt.date | None = None
    adviser: bool = False
    throttle_problem: Literal["minute", "day", "concurrent"] = "minute"
    tracking: tuple[Category, ...] = ()
    tax_rates: tuple[TaxRate, ...] = ()
    currencies: tuple[str, ...] = ()  # beside its own
    drops_tracking: bool = False
