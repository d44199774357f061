"""What lines may carry beside their account: parties, taxes, and analytic accounts.

Models of the modules party, account and analytic_account of Tryton 8.2. A party is neither customer
nor vendor there: it may be both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AliasPath, BaseModel, BeforeValidator, Field

from connectors.tryton.values import OptionalAmount, OptionalDay, Text
from journal.books.lists import NAME, TAX, Dimension, ListItem
from journal.books.lists import Field as Carries

ALL: Final = ["active", "in", [True, False]]
"""Tryton leaves inactive records out unless they are asked for."""
PARTY: Final = ("rec_name", "code", "active")
ANALYTIC: Final = ("name", "code", "type", "state", "active", "root", "parent")
TAXES: Final = (
    *("name", "type", "rate", "active", "start_date", "end_date", "childs", "group.kind"),
    *("invoice_account", "credit_note_account"),
)
_KINDS: Final = {"sale": "sales", "purchase": "purchase"}
_DEEPEST: Final = 20

Ids = Annotated[tuple[int, ...], BeforeValidator(lambda ids: ids or ())]


class WireParty(BaseModel):
    """A person or firm that the company trades with."""

    id: int
    rec_name: Text = ""
    code: Text = ""
    active: bool = True

    def item(self) -> ListItem:
        """Return it as a choice."""
        return ListItem(NAME, str(self.id), self.rec_name, self.code, active=self.active)


class WireTax(BaseModel):
    """A tax that people choose; the parts of another one are not asked for."""

    id: int
    name: Text = ""
    kind: Text = Field("", validation_alias=AliasPath("group", "kind"))
    type: str = "percentage"
    rate: OptionalAmount = None  # 0.2 for 20 %
    active: bool = True
    start_date: OptionalDay = None
    end_date: OptionalDay = None
    childs: Ids = ()
    invoice_account: int | None = None
    credit_account: int | None = Field(None, validation_alias="credit_note_account")

    @property
    def percent(self) -> Decimal | None:
        """What it comes to by itself, 20 for 20 %; None: by no percentage, or by several."""
        if self.type != "percentage" or self.rate is None or self.childs:
            return None
        return (self.rate * 100).normalize()

    def is_in_use(self, today: date) -> bool:
        """Whether lines of `today` may name it."""
        begun = self.start_date is None or self.start_date <= today
        return self.active and begun and (self.end_date is None or today <= self.end_date)

    def item(self, today: date) -> ListItem:
        """Return it as a choice."""
        return ListItem(
            TAX,
            str(self.id),
            self.name,
            active=self.is_in_use(today),
            kind=_KINDS.get(self.kind, ""),
            rate=self.percent,
        )


class WireAnalytic(BaseModel):
    """An analytic account, or the root or a heading that it stands under."""

    id: int
    name: Text = ""
    code: Text = ""
    type: str = "normal"
    state: str = "opened"
    active: bool = True
    root: int | None = None
    parent: int | None = None

    @property
    def is_root(self) -> bool:
        """Whether it is what Tryton wants one account of on each line of income or expense."""
        return self.parent is None

    @property
    def is_choice(self) -> bool:
        """Whether lines may name it; headings and shares of several are not for lines."""
        return self.type == "normal" and not self.is_root


def analytic_items(shown: Iterable[WireAnalytic]) -> Iterator[ListItem]:
    """Yield the analytic accounts that lines may name, under their root and its headings."""
    known = {one.id: one for one in shown}
    for one in known.values():
        root = known.get(one.root or 0)
        if one.is_choice and root is not None:
            yield ListItem(
                dimension_of(root),
                str(one.id),
                ":".join(_path(one, root, known)),
                one.code,
                active=one.active and one.state == "opened",
            )


def dimension_of(root: WireAnalytic) -> Dimension:
    """Return the category that an analytic root is."""
    return Dimension(Carries.TRACKING, root.name)


def _path(one: WireAnalytic, root: WireAnalytic, known: Mapping[int, WireAnalytic]) -> list[str]:
    names = [one.name]
    above = known.get(one.parent or 0)
    while above is not None and above.id != root.id and len(names) < _DEEPEST:
        names.append(above.name)
        above = known.get(above.parent or 0)
    return names[::-1]
