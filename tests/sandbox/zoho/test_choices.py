"""What lines choose from an organisation's lists: shown by name, listed, added to, refused."""

from typing import Any

import pytest

from sandbox.zoho.things import id_of
from tests.sandbox.ledger.books import Books, Json
from tests.sandbox.zoho.books import (
    RECEIVABLE,
    SALES,
    a_journal,
    a_line,
    numbers,
    post,
    refusal_of,
)

CHANNEL, WEB = id_of("tag", "Channel"), id_of("option", "Channel", "Web")
ADA = id_of("contact", "customer", "Ada")
LISTS: dict[str, Any] = {
    "contacts": ["Ada", {"name": "Bo", "active": False}, {"name": "Ada", "kind": "vendor"}],
    "tags": [{"name": "Channel", "options": ["Web", {"name": "App", "parent": "Web"}]}],
    "taxes": [{"name": "VAT 20", "percentage": "20"}],
    "locations": ["Leeds", {"name": "Dock", "parent": "Leeds"}],
    "projects": ["Refit", {"name": "Old", "active": False}],
    "currencies": [{"name": "CAD", "rates": {"2026-07-01": "0.73", "2026-07-08": "0.74"}}],
}
CHOSEN: Json = {
    "customer_id": ADA,
    "location_id": id_of("location", "Leeds"),
    "project_id": id_of("project", "Refit"),
    "tags": [{"tag_id": CHANNEL, "tag_option_id": WEB}],
}


async def read(books: Books, what: str, **query: str) -> Json:
    """Return what is shown of a list."""
    shown: Json = (await books.call("GET", what, params=query)).json()
    assert shown["code"] == 0, shown
    return shown


async def choose(books: Books, **chosen: Any) -> Json:
    """Store a journal whose credit line chooses so; return it as shown, or the refusal."""
    line = {**a_line("credit", account=SALES), **chosen}
    answer = await post(books, a_journal(line_items=[a_line("debit"), line]))
    shown: Json = answer.json()
    return shown


async def test_a_line_is_shown_with_the_names_of_what_it_chose(books: Books) -> None:
    """Contact, location, project and tag by id as sent, and by name as people read them."""
    await books.switch(**LISTS)

    shown = (await choose(books, **CHOSEN))["journal"]["line_items"][1]

    assert {name: shown[name] for name in CHOSEN if name != "tags"} == {
        name: its_id for name, its_id in CHOSEN.items() if name != "tags"
    }
    named = [shown[f"{thing}_name"] for thing in ("customer", "location", "project")]
    assert named == ["Ada", "Leeds", "Refit"]
    (tag,) = shown["tags"]
    assert (tag["tag_id"], tag["tag_name"], tag["tag_option_name"]) == (CHANNEL, "Channel", "Web")
    assert tag["is_tag_mandatory"] is False


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"customer_id": "46"}, "The contact 46 does not exist."),
        ({"customer_id": id_of("contact", "customer", "Bo")}, "The contact Bo is inactive."),
        ({"location_id": "46"}, "The location 46 does not exist."),
        ({"project_id": id_of("project", "Old")}, "The project Old is inactive."),
        ({"tax_id": "46"}, "The tax 46 does not exist."),
        (
            {"tags": [{"tag_id": CHANNEL, "tag_option_id": "46"}]},
            "The reporting tag option 46 does not exist.",
        ),
        (
            {"tags": [{"tag_id": "46", "tag_option_id": WEB}]},
            f"The reporting tag option {WEB} does not exist.",
        ),
        ({"account_id": RECEIVABLE}, "Select a contact for the account Accounts Receivable."),
    ],
)
async def test_a_choice_that_is_none_is_refused(books: Books, chosen: Json, words: str) -> None:
    """Unknown, inactive, of another tag, or none where one is needed: nothing is stored."""
    await books.switch(**LISTS)

    refused = await choose(books, **chosen)

    assert (refused["code"] != 0, refused["message"]) == (True, words)
    assert await numbers(books) == []


async def test_a_receivable_takes_a_contact(books: Books) -> None:
    """With one it is stored; a draft without one is refused too."""
    await books.switch(**LISTS)

    assert (await choose(books, account_id=RECEIVABLE, customer_id=ADA))["code"] == 0


async def test_a_mandatory_tag_is_wanted_on_each_line(books: Books) -> None:
    """One line without it is enough; as a draft or switched off, the tag asks for nothing."""
    tag = {**LISTS["tags"][0], "mandatory": True}
    await books.switch(tags=[tag])
    words = "Select an option for the mandatory reporting tag Channel."

    assert (await choose(books, tags=CHOSEN["tags"]))["message"] == words
    tagged = [
        {**a_line("debit"), "tags": CHOSEN["tags"]},
        {**a_line("credit", account=SALES), "tags": CHOSEN["tags"]},
    ]
    assert (await post(books, a_journal(line_items=tagged))).status_code == 201
    for off in ({"active": False}, {"draft": True}):
        await books.switch(tags=[{**tag, **off}])
        assert (await choose(books))["code"] == 0


async def test_tax_is_added_and_counts_in_the_balance(books: Books) -> None:
    """Zoho computes it from the rate: net 100 at 20 % balances against 120."""
    await books.switch(**LISTS)
    tax = {"tax_id": id_of("tax", "VAT 20")}
    net = {**a_line("credit", 100, SALES), **tax}

    equal = await post(books, a_journal(line_items=[a_line("debit", 100), net]))
    whole = await post(books, a_journal(line_items=[a_line("debit", 120), net]))

    assert "not equal" in refusal_of(equal)[2]
    shown = whole.json()["journal"]
    assert (shown["total"], shown["line_item_total"]) == (120, 120)
    (added,) = shown["taxes"]
    assert (added["tax_name"], added["tax_amount"], added["debit_or_credit"]) == (
        "VAT 20",
        20,
        "credit",
    )
    assert shown["line_items"][1]["tax_name"] == "VAT 20"


@pytest.mark.parametrize(("sent", "rate"), [({"exchange_rate": 0.75}, 0.75), ({}, 0.73)])
async def test_another_currency(books: Books, sent: Json, rate: float) -> None:
    """At the rate that is sent, or at the organisation's own of that day."""
    await books.switch(**LISTS)
    cad = id_of("currency", "CAD")

    answer = await post(books, a_journal(currency_id=cad, **sent))

    shown = answer.json()["journal"]
    assert (shown["currency_code"], shown["currency_id"]) == ("CAD", cad)
    assert (float(shown["exchange_rate"]), shown["bcy_total"]) == (rate, 250 * rate)


async def test_currencies_that_are_none(books: Books) -> None:
    """An unknown one is refused, and the organisation's own at any rate but 1."""
    assert (
        "currency 46 does not exist"
        in refusal_of(await post(books, a_journal(currency_id="46")))[2]
    )
    usd = a_journal(currency_id=id_of("currency", "USD"), exchange_rate=0.9)
    assert "exchange rate" in refusal_of(await post(books, usd))[2]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-07-07", [("2026-07-01", 0.73)]),
        ("2026-07-08", [("2026-07-08", 0.74)]),
        ("2026-06-30", []),
    ],
)
async def test_rates_by_day(books: Books, day: str, found: list[tuple[str, float]]) -> None:
    """Of the day, or of the closest one before it."""
    await books.switch(**LISTS)

    shown = await read(
        books, f"settings/currencies/{id_of('currency', 'CAD')}/exchangerates", from_date=day
    )

    assert [(one["effective_date"], one["rate"]) for one in shown["exchange_rates"]] == found


async def test_lists_show_what_there_is(books: Books) -> None:
    """Contacts and projects with their states; options of a tag under their parents."""
    await books.switch(**LISTS)

    contacts = (await read(books, "contacts", filter_by="Status.All"))["contacts"]
    projects = (await read(books, "projects"))["projects"]
    (tag,) = (await read(books, "reportingtags"))["reporting_tags"]
    (web,) = (await read(books, "reportingtags/options", tag_id=tag["tag_id"]))["options"]
    locations = (await read(books, "locations"))["locations"]
    currencies = (await read(books, "settings/currencies"))["currencies"]

    assert [(one["contact_name"], one["contact_type"], one["status"]) for one in contacts] == [
        ("Ada", "customer", "active"),
        ("Bo", "customer", "inactive"),
        ("Ada", "vendor", "active"),
    ]
    assert [one["project_name"] for one in projects] == ["Refit"]
    assert (tag["tag_id"], tag["is_mandatory"], "options" in tag) == (CHANNEL, False, False)
    assert (web["option_id"], [one["option_name"] for one in web["children"]]) == (WEB, ["App"])
    assert [one["parent_location_id"] for one in locations] == ["", locations[0]["location_id"]]
    assert [one["currency_code"] for one in currencies] == ["USD", "CAD"]
    (tax,) = (await read(books, "settings/taxes"))["taxes"]
    assert (tax["tax_name"], tax["tax_percentage"]) == ("VAT 20", 20)


async def test_a_contact_is_made_once(books: Books) -> None:
    """It may be chosen at once; a second customer of the name is refused, a vendor is not."""
    sent = {"contact_name": "Bo Ltd", "contact_type": "customer"}

    made = await books.call("POST", "contacts", json=sent)

    assert (made.status_code, made.json()["contact"]["contact_name"]) == (201, "Bo Ltd")
    its_id = made.json()["contact"]["contact_id"]
    assert (await choose(books, customer_id=its_id, account_id=RECEIVABLE))["code"] == 0
    again = await books.call("POST", "contacts", json=sent)
    assert "already exists" in refusal_of(again)[2]
    vendor = await books.call("POST", "contacts", json={**sent, "contact_type": "vendor"})
    assert vendor.status_code == 201
    nameless = await books.call("POST", "contacts", json={"contact_name": ""})
    assert refusal_of(nameless)[:2] == (400, 2)


@pytest.mark.parametrize(
    ("scope", "what"),
    [("contacts.READ", "contacts"), ("projects.READ", "projects"), ("settings.READ", "locations")],
)
async def test_lists_want_their_scopes(books: Books, scope: str, what: str) -> None:
    """A consent without the scope is refused as Zoho refuses everything of the kind."""
    await books.switch(missing_scope=f"ZohoBooks.{scope}")

    assert refusal_of(await books.call("GET", what))[:2] == (401, 57)
