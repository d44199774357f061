"""What lines choose from: an organisation's contacts, reporting tags, taxes, locations ...

They are switches of the organisation, kept with the others.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Literal
from zlib import crc32

from pydantic import Field, model_validator

from sandbox.ledger import things

_FIRST_ID: Final = 460000500000000


def id_of(kind: str, *names: str) -> str:
    """Return the id that a thing of a kind ("tag", "contact") has by its names."""
    return str(_FIRST_ID + crc32("/".join((kind, *names)).encode()))


class Thing(things.Thing):
    """One choice of a list."""

    name: Annotated[str, Field(min_length=1, max_length=200)]

    @classmethod
    def _id_of(cls, told: Mapping[str, Any]) -> str:
        return id_of(cls.__name__.lower(), *cls._names(told))

    @classmethod
    def _names(cls, told: Mapping[str, Any]) -> tuple[str, ...]:
        return (str(told.get("name", "")),)


class Contact(Thing):
    """A customer or a vendor: in Zoho both are contacts."""

    kind: Literal["customer", "vendor"] = "customer"
    number: str = ""

    @classmethod
    def _names(cls, told: Mapping[str, Any]) -> tuple[str, ...]:
        return (str(told.get("kind", "customer")), str(told.get("name", "")))


class Option(Thing):
    """An option of a reporting tag; `parent` is the name of the option it stands under."""

    parent: str = ""


class Tag(Thing):
    """A reporting tag; a draft of one takes part in nothing."""

    mandatory: bool = False
    draft: bool = False
    options: tuple[Option, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _own_options(cls, sent: Any) -> Any:
        """Give options their ids by both names: two tags may have one of the same name."""
        if not isinstance(sent, Mapping):
            return sent
        options = sent.get("options", [])
        told = [one if isinstance(one, Mapping) else {"name": one} for one in options]
        name = str(sent.get("name", ""))
        named = [{"id": id_of("option", name, str(one.get("name", ""))), **one} for one in told]
        return {**sent, "options": named}


class Tax(Thing):
    """A tax, or a group of taxes, as a percentage of what it is on."""

    percentage: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(0)
    kind: Literal["tax", "compound_tax", "tax_group"] = "tax"


class Location(Thing):
    """A place of business; the first one made is the primary one."""

    parent: str = ""


class Project(Thing):
    """A project."""


class Currency(Thing, things.Rates):
    """A currency by its code, with what one unit of it is worth in the organisation's own."""


class Lists(things.KeptLists):
    """All lists of an organisation."""

    contacts: tuple[Contact, ...] = ()
    tags: tuple[Tag, ...] = ()
    taxes: tuple[Tax, ...] = ()
    locations: tuple[Location, ...] = ()
    projects: tuple[Project, ...] = ()
    currencies: tuple[Currency, ...] = ()

    @property
    def options(self) -> dict[str, tuple[Tag, Option]]:
        """All options by id, each with its tag."""
        return {one.id: (tag, one) for tag in self.tags for one in tag.options}
