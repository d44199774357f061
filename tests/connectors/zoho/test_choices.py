"""The lists of an organisation as choices, and what it wants on its lines."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from journal.books.lists import LOCATION, NAME, PROJECT, TAX, Dimension, Field, ListItem
from journal.books.rates import Rate
from journal.errors import AuthorisationLost, LedgerError
from tests.connectors.zoho.bodies import NOT_AUTHORISED, ORGANIZATIONS, currencies, refused, shown
from tests.connectors.zoho.platform import AnsweringPlatform, Given, answering

CHANNEL, STORE = Dimension(Field.TRACKING, "Channel"), Dimension(Field.TRACKING, "Store")
TAGS: list[dict[str, Any]] = [
    {"tag_id": 901, "tag_name": "Channel", "is_active": True, "is_mandatory": True},
    {"tag_id": "902", "tag_name": "Store", "is_active": True, "is_draft": True},
]
WEB = {
    "option_id": 911,
    "option_name": "Web",
    "is_active": True,
    "children": [{"option_id": "912", "option_name": "Shop", "is_active": False}],
}
NO_LIST = (400, refused("Locations are not enabled", 2))
EVERY: list[Given] = [
    (200, shown("reporting_tags", *TAGS)),
    (200, shown("contacts", {"contact_id": 7, "contact_name": "Ada", "contact_type": "customer"})),
    (200, shown("taxes", {"tax_id": "8", "tax_name": "VAT 20", "tax_percentage": 20})),
    NO_LIST,
    (200, shown("projects", {"project_id": "3", "project_name": "Refit", "status": "inactive"})),
    (200, shown("options", WEB)),
    (200, shown("options", {"option_id": "921", "option_name": "Leeds"})),
]
ITEMS = [
    ListItem(CHANNEL, "901/911", "Web", stable_id="911"),
    ListItem(CHANNEL, "901/912", "Web:Shop", active=False, stable_id="912"),
    ListItem(STORE, "902/921", "Leeds", active=False, stable_id="921"),
    ListItem(NAME, "7", "Ada", kind="customer"),
    ListItem(TAX, "8", "VAT 20", rate=Decimal(20)),
    ListItem(PROJECT, "3", "Refit", active=False),
]


async def test_every_list_is_read() -> None:
    """A call a list and one for each tag; what is in no use is told as that; all statuses."""
    platform = answering(*EVERY)

    assert [*await platform.ledger().lists()] == ITEMS
    assert platform.paths == [
        "reportingtags",
        "contacts",
        "settings/taxes",
        "locations",
        "projects",
        "reportingtags/options",
        "reportingtags/options",
    ]
    statuses = {one.url.params.get("filter_by") for one in platform.asked}
    assert statuses == {None, "Status.All"}
    assert [one.url.params["tag_id"] for one in platform.asked[5:]] == ["901", "902"]


async def test_what_is_wanted_takes_one_more_call() -> None:
    """A mandatory tag in use is wanted on each line; only what has choices in use is offered."""
    platform = answering(*EVERY, (200, currencies("USD", "CAD")))
    ledger = platform.ledger()
    await ledger.lists()
    asked = len(platform.asked)

    rules = await ledger.company_rules()

    assert len(platform.asked) == asked + 1
    assert (rules.uses, rules.requires) == ((CHANNEL, NAME, TAX), (CHANNEL,))
    assert (rules.wants_tax, rules.currencies) == (False, True)


async def test_rules_are_read_on_their_own_too() -> None:
    """What was read before is used once; a single currency takes no others."""
    platform = answering((200, currencies("USD")), *EVERY)

    rules = await platform.ledger().company_rules()

    assert (rules.requires, rules.currencies) == ((CHANNEL,), False)


async def test_currencies_that_are_not_shown_hold_nobody_up() -> None:
    """An edition of one currency may have no list of them."""
    platform = answering((400, refused("Upgrade to use this feature")), *EVERY)

    rules = await platform.ledger().company_rules()

    assert (rules.requires, rules.currencies) == ((CHANNEL,), False)


@pytest.mark.parametrize("name", ["reporting_tags", "tags"])
async def test_tags_by_either_name(name: str) -> None:
    """Zoho's document calls the list otherwise than programs met it."""
    nothing = (200, shown("options"))
    answers = [(200, shown(name, TAGS[0])), NO_LIST, NO_LIST, NO_LIST, NO_LIST, nothing]

    assert [*await answering(*answers).ledger().lists()] == []


async def test_locations_stand_under_their_parents() -> None:
    """By full name; a location that is its own parent is not followed for ever."""
    rows = (
        {"location_id": "1", "location_name": "Leeds"},
        {"location_id": "2", "location_name": "Dock", "parent_location_id": "1"},
        {"location_id": "3", "location_name": "Loop", "parent_location_id": "3"},
    )
    answers = [NO_LIST, NO_LIST, NO_LIST, (200, shown("locations", *rows)), NO_LIST]

    leeds, dock, loop = await answering(*answers).ledger().lists()

    assert (leeds, dock) == (
        ListItem(LOCATION, "1", "Leeds"),
        ListItem(LOCATION, "2", "Leeds:Dock"),
    )
    assert loop.name.endswith("Loop")


async def test_a_list_without_the_right_is_empty() -> None:
    """A connection of before has no right to contacts: it goes on posting what names none."""
    forbidden: list[Given] = [(401, NOT_AUTHORISED), (200, ORGANIZATIONS)]
    answers = [NO_LIST, *forbidden, NO_LIST, NO_LIST, NO_LIST]

    assert [*await answering(*answers).ledger().lists()] == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [((500, b""), LedgerError), ((200, b"{}"), LedgerError)],
)
async def test_an_outage_is_no_empty_list(
    answer: tuple[int, bytes], error: type[LedgerError]
) -> None:
    """What was known before stays then."""
    with pytest.raises(error):
        await answering(answer).ledger().lists()


async def test_a_lost_connection_is_told() -> None:
    """Not taken for a missing right."""
    platform = answering((401, NOT_AUTHORISED))

    with pytest.raises(AuthorisationLost):
        await platform.ledger().lists()


def rates(*known: tuple[str, float]) -> bytes:
    """Return rates as Zoho lists them."""
    return shown("exchange_rates", *({"effective_date": day, "rate": rate} for day, rate in known))


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ([("2026-07-03", 0.7315)], Rate(Decimal("0.7315"), "Zoho Books", date(2026, 7, 3))),
        (
            [("2026-07-08", 0.8), ("2026-07-01", 0.7)],
            Rate(Decimal("0.7"), "Zoho Books", date(2026, 7, 1)),
        ),
        ([("2026-07-08", 0.8)], None),
        ([("2026-07-03", 0)], None),
        ([], None),
    ],
)
async def test_the_rate_of_a_day(known: list[tuple[str, float]], found: Rate | None) -> None:
    """The newest up to that day, with its source; never a later one."""
    platform = answering((200, currencies("USD", "CAD")), (200, rates(*known)))

    assert await platform.ledger().rate("CAD", date(2026, 7, 7)) == found
    assert platform.paths == ["settings/currencies", "settings/currencies/id-CAD/exchangerates"]
    assert platform.asked[1].url.params["from_date"] == "2026-07-07"


async def test_a_currency_that_is_not_kept_has_no_rate() -> None:
    """Nothing more is asked."""
    platform: AnsweringPlatform = answering((200, currencies("USD")))

    assert await platform.ledger().rate("CAD", date(2026, 7, 7)) is None
    assert platform.paths == ["settings/currencies"]
