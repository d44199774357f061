"""What lines choose from: a company's classes, departments, names, tax codes and currencies.

They are switches of the company, kept with the others.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self
from zlib import crc32

from pydantic import Field

from sandbox.ledger import things
from sandbox.ledger.company import Company

_FIRST_ID: Final = 5_000_000_000
NO_TAX, TAXED = "NON", "TAX"
"""The two codes of a company in the United States."""


def id_of(kind: str, name: str) -> str:
    """Return the Id that a thing of a kind ("class", "customer") has by its full name."""
    return str(_FIRST_ID + crc32(f"{kind}/{name}".encode()))


class Thing(things.Thing):
    """One choice of a list; its name is the full one, "Retail:Online" with its parents."""

    name: Annotated[str, Field(min_length=1, max_length=500)]

    @classmethod
    def _id_of(cls, told: Mapping[str, Any]) -> str:
        return id_of(cls.__name__.lower(), str(told.get("name", "")))


class Class(Thing):
    """A class."""


class Department(Thing):
    """A location, which the wire calls a department."""


class Customer(Thing):
    """A customer, a sub-customer or a project."""


class Vendor(Thing):
    """A vendor."""


class Employee(Thing):
    """An employee."""


class TaxCode(Thing):
    """A tax code with its rates in percent; None: it has none on that side."""

    sales: Annotated[Decimal, Field(ge=0, le=100)] | None = Decimal(0)
    purchase: Annotated[Decimal, Field(ge=0, le=100)] | None = Decimal(0)

    def percent(self, on: str) -> Decimal:
        """Return its rate on "Sales" or "Purchase"."""
        return (self.purchase if on == "Purchase" else self.sales) or Decimal(0)


class Currency(Thing, things.Rates):
    """A currency that the company uses."""


class Lists(things.KeptLists):
    """All lists of a company."""

    classes: tuple[Class, ...] = ()
    departments: tuple[Department, ...] = ()
    customers: tuple[Customer, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    employees: tuple[Employee, ...] = ()
    tax_codes: tuple[TaxCode, ...] = ()
    currencies: tuple[Currency, ...] = ()

    @classmethod
    def of(cls, company: Company) -> Self:
        """Read what a company keeps; one in the United States has its two tax codes always."""
        kept = cls.kept_by(company)
        if company.own.get("country", "US") == "US":
            kept["tax_codes"] = [{"name": one, "id": one} for one in (TAXED, NO_TAX)]
        return cls.model_validate(kept)

    def called(self, entity: str) -> Mapping[str, Thing]:
        """Return the things of a kind ("Class", "TaxCode") by id."""
        listed: tuple[Thing, ...] = getattr(self, FIELDS[entity])
        return {one.id: one for one in listed}


Entity = Literal["Class", "Department", "Customer", "Vendor", "Employee", "TaxCode"]
FIELDS: Final[Mapping[str, str]] = {
    "Class": "classes",
    "Department": "departments",
    "Customer": "customers",
    "Vendor": "vendors",
    "Employee": "employees",
    "TaxCode": "tax_codes",
}
"""Kind on the wire -> the list that it stands in."""
