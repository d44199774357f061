"""Tracking on lines: categories and options by name or by id, and what is refused."""

from typing import Any

import pytest

from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.xero.books import a_journal, journals, messages_of, post

REGION: Json = {
    "id": "region",
    "name": "Region",
    "options": ["North", {"id": "south", "name": "South"}, {"name": "West", "active": False}],
}
CHANNEL: Json = {"id": "channel", "name": "Channel", "options": ["Online"]}
OLD: Json = {"id": "old", "name": "Old", "active": False, "options": ["One"]}


@pytest.fixture
async def tracked(books: Books) -> Books:
    """An organisation with two categories in use and an archived one."""
    await books.switch(tracking=[REGION, CHANNEL, OLD])
    return books


def by_name(category: str, option: str) -> Json:
    """Return a choice by its names."""
    return {"Name": category, "Option": option}


def with_tracking(*tracking: Json) -> Json:
    """Return a journal with this tracking on its first line."""
    journal = a_journal()
    journal["JournalLines"][0]["Tracking"] = [*tracking]
    return journal


async def shown_tracking(books: Books) -> list[tuple[str, str]]:
    """Return the tracking of the first line of the one journal."""
    (journal,) = await journals(books)
    return [(one["Name"], one["Option"]) for one in journal["JournalLines"][0]["Tracking"]]


@pytest.mark.parametrize(
    "tracking",
    [
        [by_name("Region", "South"), by_name("Channel", "Online")],
        [by_name("region", "south "), by_name("CHANNEL", "online")],
        [
            {"TrackingCategoryID": "region", "TrackingOptionID": "south"},
            by_name("Channel", "Online"),
        ],
    ],
)
async def test_it_is_kept(tracked: Books, tracking: list[Json]) -> None:
    """By names, however they are spelled, or by ids; it is shown with both."""
    answer = await post(tracked, with_tracking(*tracking))

    assert answer.status_code == 200
    assert await shown_tracking(tracked) == [("Region", "South"), ("Channel", "Online")]
    (journal,) = await journals(tracked)
    assert journal["JournalLines"][0]["Tracking"][0]["TrackingOptionID"] == "south"
    assert journal["JournalLines"][1]["Tracking"] == []


@pytest.mark.parametrize(
    ("tracking", "words"),
    [
        ([by_name("Regions", "South")], "tracking category 'Regions'"),
        ([by_name("Old", "One")], "tracking category 'Old'"),
        ([by_name("Region", "Online")], "tracking option 'Online' of category 'Region'"),
        ([by_name("Region", "West")], "tracking option 'West' of category 'Region'"),
        ([by_name("Region", "North"), by_name("Region", "South")], "at most 2"),
        (
            [by_name("Region", "North"), by_name("Channel", "Online"), by_name("Old", "One")],
            "at most 2",
        ),
    ],
    ids=["no category", "archived", "no option", "archived option", "one twice", "three"],
)
async def test_what_is_refused(tracked: Books, tracking: list[Json], words: str) -> None:
    """It is said by name, and nothing is stored."""
    answer = await post(tracked, with_tracking(*tracking))

    assert answer.status_code == 400
    assert words in "; ".join(messages_of(answer))
    assert await journals(tracked) == []


async def test_it_is_shown_under_its_name_of_now(tracked: Books) -> None:
    """An option that was renamed, or archived since, is still the one that was chosen."""
    await post(tracked, with_tracking(by_name("Region", "South")))

    await tracked.switch(
        tracking=[{**REGION, "options": [{"id": "south", "name": "Deep South", "active": False}]}]
    )

    assert await shown_tracking(tracked) == [("Region", "Deep South")]


async def listed(books: Books, **query: str) -> dict[str, dict[str, str]]:
    """Return the options of each category, each with its status."""
    answer = await books.call("GET", "TrackingCategories", params=query)
    return {
        one["Name"]: {option["Name"]: option["Status"] for option in one["Options"]}
        for one in answer.json()["TrackingCategories"]
    }


async def test_categories_are_listed(tracked: Books) -> None:
    """What is archived only where it is asked for."""
    assert await listed(tracked) == {
        "Region": {"North": "ACTIVE", "South": "ACTIVE"},
        "Channel": {"Online": "ACTIVE"},
    }
    every = await listed(tracked, includeArchived="true")
    assert every["Region"]["West"] == "ARCHIVED"
    assert every["Old"] == {"One": "ACTIVE"}


async def put_option(books: Books, category: str, body: Any, key: str = "") -> Any:
    """Add an option; return the answer."""
    headers = {"Idempotency-Key": key} if key else {}
    what = f"TrackingCategories/{category}/Options"
    return await books.call("PUT", what, json=body, headers=headers)


async def test_an_option_is_added(tracked: Books) -> None:
    """Under one key once; it may be chosen at once."""
    first = await put_option(tracked, "region", {"Name": "East"}, "key-1")
    again = await put_option(tracked, "region", {"Name": "East"}, "key-1")

    assert (first.status_code, again.content) == (200, first.content)
    assert first.json()["Options"][0]["Status"] == "ACTIVE"
    assert (await post(tracked, with_tracking(by_name("Region", "East")))).status_code == 200
    assert [*(await listed(tracked))["Region"]] == ["North", "South", "East"]


async def test_what_is_no_option(tracked: Books) -> None:
    """A name that is taken, a body that is none, a category that there is not."""
    assert (await put_option(tracked, "region", {"Name": "north"})).status_code == 400
    assert (await put_option(tracked, "region", ["East"])).status_code == 400
    assert (await put_option(tracked, "region", {"Name": ""})).status_code == 400
    assert (await put_option(tracked, "nowhere", {"Name": "East"})).status_code == 500


async def test_tracking_may_be_dropped_in_silence(tracked: Books) -> None:
    """As users of Xero's libraries tell: the journal is stored, and its lines are without."""
    await tracked.switch(drops_tracking=True)

    answer = await post(tracked, with_tracking(by_name("Region", "North")))

    assert answer.status_code == 200
    assert await shown_tracking(tracked) == []
