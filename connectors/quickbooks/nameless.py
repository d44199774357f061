"""Names of what an entry refers to by ids alone.

Names of references are "optionally returned, implementation dependent" (Intuit's reference of
ReferenceType); of tax codes QuickBooks shows the id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from connectors.quickbooks.calls import Calls
from connectors.quickbooks.extras import DETAIL, booked
from connectors.quickbooks.lists import KINDS, named
from connectors.shown import mapping_of, text_of

_REFS: Final = {"ClassRef": "Class", "DepartmentRef": "Department", "TaxCodeRef": "TaxCode"}
_PSEUDO: Final = frozenset({"TAX", "NON"})
"""Tax codes of the United States, whose ids are their names."""


async def with_names(raw: Mapping[str, Any], calls: Calls) -> Mapping[str, Any]:
    """Return an entry as shown with the names of all it refers to: a question for each list.

    With names for all it is returned as it is, without a call. Raises as `Calls.get`.
    """
    entry = deepcopy(dict(raw))
    lacking: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for kind, ref in _nameless(entry):
        lacking[kind].append(ref)
    for kind, refs in lacking.items():
        names = await named(calls, kind, sorted({str(ref["value"]) for ref in refs}))
        for ref in refs:
            ref["name"] = names.get(str(ref["value"]), "")
    return entry


def _nameless(entry: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the references of the lines that have no name, each with the kind it is to."""
    for line in booked(entry.get("Line")):
        detail = mapping_of(mapping_of(line).get(DETAIL))
        party = mapping_of(detail.get("Entity"))
        refs = [(kind, detail.get(name)) for name, kind in _REFS.items()]
        refs.append((text_of(party.get("Type")), party.get("EntityRef")))
        for kind, ref in refs:
            if isinstance(ref, dict) and kind in KINDS and _lacks_name(ref):
                yield kind, ref


def _lacks_name(ref: Mapping[str, Any]) -> bool:
    its_id = text_of(ref.get("value"))
    return bool(its_id) and its_id not in _PSEUDO and not text_of(ref.get("name"))
