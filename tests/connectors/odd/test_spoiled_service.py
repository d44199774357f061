"""Whatever becomes of a posting service's good answers, it is told, it ends, and asks once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import httpx
import pytest
from hypothesis import settings

from connectors.posting_service.calls import CHANGED, Calls
from connectors.posting_service.client import ServiceClient
from connectors.posting_service.ledger import ServiceLedger
from journal.amounts.money import Money
from journal.entries.posting import Refused, Uncertain
from journal.errors import JefailError
from journal.ports import Wanted
from journal.posting_service.reports import Place, Report
from tests.connectors.odd.asking import IS_SOAKING, assert_written_once, for_seeds, spoiled
from tests.connectors.posting_service.platform import a_report_json, calls_to
from tests.fakes.ready import JULY_7

EXAMPLES: Final = settings().max_examples // 2 if IS_SOAKING else 40
pytestmark = pytest.mark.timeout(0 if IS_SOAKING else 300)
_POSTED: Final = a_report_json(
    state="posted",
    failure=None,
    ledger={"id": "9", "number": "JF-9", "url": "https://books.example/9"},
)
_ANSWERS: Final[Mapping[str, Any]] = {
    "/reports": {"reports": [a_report_json(), _POSTED], "cursor": "c2", "has_more": True},
    "/retry": a_report_json(state="waiting", failure=None),
    "/entries": {"reports": [_POSTED]},
    "/mapping": {"mapping": [{"sales_channel": "Shopify", "category": "Sales", "account": "4010"}]},
    "/costs": {"costs": [{"sales_channel": "*", "sku": "MUG", "cost": "4.00", "currency": "USD"}]},
    "/accounts": {"accounts": [{"id": "1", "name": "Sales", "number": "4010", "kind": "income"}]},
    "/northwind": {
        "id": "northwind",
        "name": "Northwind",
        "currency": "USD",
        "platform": "QuickBooks",
        "service": "Poster",
        "connected": True,
    },
}
Ask = Callable[[Calls], Awaitable[Any]]
ASKS: Final[Mapping[str, Ask]] = {
    "reports": lambda calls: ServiceClient(calls).reports(Place("c1", '"e1"')),
    "retry": lambda calls: ServiceClient(calls).retry("SHOP-7", "key-1"),
    "mapping": lambda calls: ServiceClient(calls).add_mapping([("Shopify", "Tips", "2300")]),
    "costs": lambda calls: ServiceClient(calls).add_costs([("Etsy", "POT", Money(150, "USD"))]),
    "find": lambda calls: ServiceLedger(calls).find([Wanted("JF-7", "SHOP-7", JULY_7)]),
    "accounts": lambda calls: ServiceLedger(calls).accounts(),
    "check": lambda calls: ServiceLedger(calls).check(),
}


def service(request: httpx.Request) -> httpx.Response:
    """Return what a service of one book answers to a call of the contract."""
    shown = next(one for end, one in _ANSWERS.items() if request.url.path.endswith(end))
    return httpx.Response(200, json=shown, headers={"ETag": '"e1"'})


@pytest.mark.parametrize("asked", ASKS)
def test_spoiled_answers_of_a_service_are_told(asked: str) -> None:
    """Parts lost, odd, doubled, cut off, another status: a right result, or an error of ours."""
    for_seeds(EXAMPLES, lambda seed: asked_of(asked, seed))


async def asked_of(asked: str, seed: int) -> None:
    """Ask one thing of a service whose answers are spoiled as `seed` has it."""
    spoiling = spoiled(service, seed)
    async with httpx.AsyncClient(transport=spoiling) as http:
        try:
            answer = await ASKS[asked](calls_to(http))
        except JefailError:
            assert asked != "retry"
            return
        finally:
            assert_written_once(spoiling, also_after=(CHANGED,))
    if asked == "retry":
        assert isinstance(answer, Report | Refused | Uncertain)
        assert not isinstance(answer, Report) or answer.content.reference == "SHOP-7"
