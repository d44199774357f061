"""What changed since a moment, from a list that shows neither times nor states."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.connectors.zoho.bodies import journal, journals, listed
from tests.connectors.zoho.platform import AnsweringPlatform, answering

SINCE = datetime(2026, 7, 7, 12, tzinfo=UTC)
NEWER, OLDER = "2026-07-07T17:31:00+0530", "2026-07-07T17:29:00+0530"


def newest_first(
    *elements: dict[str, Any], more: bool = False, context: dict[str, str] | None = None
) -> bytes:
    """Return a page as Zoho sorts it when asked for the newest change first."""
    page = json.loads(journals(*elements, more=more))
    order = {"sort_column": "last_modified_time", "sort_order": "D"}
    page["page_context"] |= {**order, **(context or {})}
    return json.dumps(page).encode()


def numbered(count: int, **more: Any) -> list[dict[str, Any]]:
    """Return journals with ids 0, 1, 2 ..."""
    return [listed(f"JF-{number}", **more, journal_id=str(number)) for number in range(count)]


async def ids_since(platform: AnsweringPlatform) -> list[str]:
    """Return the ids of what changed since noon."""
    return [one.ledger_id for one in await platform.ledger().changes(SINCE)]


async def test_an_idle_organisation_costs_two_calls() -> None:
    """The list, and the newest of it, whose time only it shows itself."""
    platform = answering(
        (200, newest_first(*numbered(9))), (200, journal(last_modified_time=OLDER))
    )

    assert await ids_since(platform) == []
    assert platform.paths == ["journals", "journals/0"]
    asked = platform.asked[0].url.params
    assert (asked["sort_column"], asked["sort_order"]) == ("last_modified_time", "D")
    assert (asked["filter_by"], asked["per_page"]) == ("JournalDate.All", "200")


async def test_where_the_list_shows_times_it_costs_one() -> None:
    """Up to the first that is older, which is not asked for either."""
    changed = [*numbered(2, last_modified_time=NEWER), *numbered(5, last_modified_time=OLDER)]
    platform = answering((200, newest_first(*changed)))

    assert await ids_since(platform) == ["0", "1"]
    assert platform.paths == ["journals"]


@pytest.mark.parametrize("context", [{"sort_order": "A"}, {"sort_column": "journal_date"}])
async def test_another_order_counts_all_as_changed(context: dict[str, str]) -> None:
    """Where Zoho does not sort as asked nothing can be told apart, so everything is looked for."""
    old = numbered(2, last_modified_time=OLDER)

    assert await ids_since(answering((200, newest_first(*old, context=context)))) == ["0", "1"]


async def test_the_boundary_is_found_in_few_calls() -> None:
    """The newest is read, then the middle of what is left, and so on: not one after the other."""
    whole = [(200, journal(last_modified_time=at)) for at in (NEWER, OLDER, NEWER)]
    platform = answering((200, newest_first(*numbered(4))), *whole)

    assert await ids_since(platform) == ["0", "1"]
    assert platform.paths == ["journals", "journals/0", "journals/2", "journals/1"]


async def test_a_page_of_changes_is_followed_by_the_next() -> None:
    """As long as all of it is new and Zoho says that there is more."""
    first = newest_first(*numbered(2, last_modified_time=NEWER), more=True)
    second = newest_first(*numbered(2, last_modified_time=OLDER), more=True)
    platform = answering((200, first), (200, second))

    assert await ids_since(platform) == ["0", "1"]
    assert [one.url.params["page"] for one in platform.asked] == ["1", "2"]


async def test_a_time_that_cannot_be_read_counts_as_new() -> None:
    """What may have changed is looked for; what was deleted meanwhile too."""
    odd = numbered(1, last_modified_time="yesterday")
    gone = answering((200, newest_first(*numbered(1))), (404, b'{"code":1002,"message":"gone"}'))

    assert await ids_since(answering((200, newest_first(*odd)))) == ["0"]
    assert await ids_since(gone) == ["0"]
