"""Many questions in one call.

Intuit's "Batch operation": up to 10 questions a call, and 40 such calls a minute
(https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/batch).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx

from connectors.exact import exact_json
from connectors.http import Answer
from connectors.quickbooks.calls import NAME, Calls
from connectors.quickbooks.replies import read
from connectors.shown import list_of, mapping_of
from journal.errors import LedgerError

MOST: Final = 10
_OK: Final = 200


async def ask_all(calls: Calls, queries: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    """Return the answer to each of the questions, in their order. Raises as `Calls.get`."""
    answers: list[Mapping[str, Any]] = []
    for start in range(0, len(queries), MOST):
        answers += await _asked(calls, queries[start : start + MOST])
    return answers


async def _asked(calls: Calls, queries: Sequence[str]) -> list[Mapping[str, Any]]:
    items = [{"bId": str(place), "Query": one} for place, one in enumerate(queries)]
    content = await calls.ask("batch", exact_json({"BatchItemRequest": items}).encode())
    answers = map(mapping_of, list_of(mapping_of(content).get("BatchItemResponse")))
    told = {str(one.get("bId")): one for one in answers}
    if {str(place) for place in range(len(queries))} - told.keys():
        raise LedgerError("QuickBooks left a question of a batch without an answer")
    return [_shown(told[str(place)]) for place in range(len(queries))]


def _shown(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one answer, which says no as an answer of its own does."""
    if "Fault" in item:
        body = exact_json({"Fault": item["Fault"]}).encode()
        read(Answer(_OK, httpx.Headers(), body)).shown(NAME)
    return item
