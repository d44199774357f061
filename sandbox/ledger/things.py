"""What lines choose from, as switches of a company.

A name alone makes one of them; its id is then the same in every company, as those of the chart are.
"""

import datetime as dt
from abc import abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from pydantic import Field, model_validator

from sandbox.ledger.company import Company
from sandbox.ledger.hand_input import Input


class Thing(Input):
    """One choice of a list; a bare text is its name."""

    name: str = Field(min_length=1)
    id: str = ""
    active: bool = True

    @model_validator(mode="before")
    @classmethod
    def _identified(cls, sent: Any) -> Any:
        told = {"name": sent} if isinstance(sent, str) else dict(sent)
        return {"id": cls._id_of(told), **told}

    @classmethod
    @abstractmethod
    def _id_of(cls, told: Mapping[str, Any]) -> str:
        """Return the id of what is made by a name alone; each platform has its own kind."""


class Rates(Input):
    """A currency's rates in the company's own, by the day from which they hold."""

    rates: dict[dt.date, Decimal] = Field(default_factory=dict)

    def rate_on(self, day: dt.date) -> tuple[dt.date, Decimal] | None:
        """Return the newest rate up to a day, with the day from which it holds."""
        return max(((on, rate) for on, rate in self.rates.items() if on <= day), default=None)


class KeptLists(Input):
    """All lists of a company."""

    @classmethod
    def of(cls, company: Company) -> Self:
        """Read what a company keeps."""
        return cls.model_validate(cls.kept_by(company))

    @classmethod
    def kept_by(cls, company: Company) -> dict[str, Any]:
        """Return what a company keeps of these lists, as it was sent."""
        return {name: company.own[name] for name in cls.model_fields if name in company.own}
