"""What lines carry beside their account, in words, for the page."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.hand_state import MONEY, Beside
from sandbox.quickbooks.company import reckons_tax
from sandbox.quickbooks.taxing import code_of, tax_on
from sandbox.quickbooks.things import Lists, Thing

_LABELS: Final = {"ClassRef": ("Class", "Class"), "DepartmentRef": ("Location", "Department")}
"""Reference -> what people call it, and the kind that it is to."""


def beside(company: Company) -> Beside:
    """Return what says it of the lines of a company, whose lists are read once."""
    lists = Lists.of(company)
    known = {kind: lists.called(kind) for _label, kind in _LABELS.values()}
    codes, reckons = lists.called("TaxCode"), reckons_tax(company)

    def told(_entry: Entry, line: Line) -> Mapping[str, str]:
        words = {
            label: _name(known[kind], line.own.get(ref, {}))
            for ref, (label, kind) in _LABELS.items()
        }
        words.update(_party(line, lists))
        if code := code_of(line, codes):
            tax = tax_on(line, code) if reckons else Decimal(0)
            words["Tax"] = f"{code.name} {tax:{MONEY}}" if tax else code.name
        return {label: said for label, said in words.items() if said}

    return told


def _party(line: Line, lists: Lists) -> Iterator[tuple[str, str]]:
    if party := line.own.get("Entity"):
        yield party["Type"], _name(lists.called(party["Type"]), party["EntityRef"])


def _name(known: Mapping[str, Thing], ref: Mapping[str, str]) -> str:
    its_id = str(ref.get("value", ""))
    return known[its_id].name if its_id in known else its_id
