"""What is put in place of a mapping or of costs, read from the body."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.web.posting_service.kinds import BAD_BODY
from bot.web.problems import Problem
from journal.amounts.money import Money

M = TypeVar("M", bound=BaseModel)
Name = Annotated[
    str, Field(strict=True, min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Amount = Annotated[str, Field(strict=True, pattern=r"^[0-9]{1,13}([.][0-9]{1,3})?$")]
MOST_ROWS = 10_000


class MappedJson(BaseModel):
    """Which account one category goes to."""

    sales_channel: Name
    category: Name
    account: Name


class MappingJson(BaseModel):
    """The whole mapping of a book."""

    mapping: Annotated[tuple[MappedJson, ...], Field(max_length=MOST_ROWS)]

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (sales channel, category, account) rows."""
        return [(one.sales_channel, one.category, one.account) for one in self.mapping]


class CostJson(BaseModel):
    """What one piece of a SKU costs."""

    model_config = ConfigDict(strict=True)

    sales_channel: Name
    sku: Name
    cost: Amount
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class CostsJson(BaseModel):
    """All unit costs of a book."""

    costs: Annotated[tuple[CostJson, ...], Field(max_length=MOST_ROWS)]

    def rows(self) -> list[tuple[str, str, Money]]:
        """Return (sales channel, SKU, unit cost) rows. Raises BadInput: too many places."""
        return [
            (one.sales_channel, one.sku, Money.of(one.cost, one.currency)) for one in self.costs
        ]


def read_mapping(body: bytes) -> MappingJson:
    """Return the mapping in `body`. Raises Problem: it is not JSON, or not as agreed."""
    return _read(body, MappingJson)


def read_costs(body: bytes) -> CostsJson:
    """Return the costs in `body`. Raises Problem: it is not JSON, or not as agreed."""
    return _read(body, CostsJson)


def _read(body: bytes, model: type[M]) -> M:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = "/".join(str(part) for part in first["loc"])
        raise Problem(BAD_BODY, f"#/{where}: {first['msg']}.") from error
