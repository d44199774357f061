"""Making a contact, and what is made in Zoho Books by people only."""

import json

import pytest

from journal.books.lists import LOCATION, NAME, Field, ListItem
from journal.errors import AuthorisationLost, ItemRefused, LedgerError
from tests.connectors.zoho.bodies import HTML, NOT_AUTHORISED, ORGANIZATIONS, refused
from tests.connectors.zoho.coded import CHANNEL
from tests.connectors.zoho.platform import Given, answering

MADE = json.dumps(
    {
        "code": 0,
        "message": "The contact has been added.",
        "contact": {"contact_id": 7, "contact_name": "Faire", "contact_type": "vendor"},
    }
).encode()
TAKEN = refused('The vendor "Faire" already exists. Please specify a different name.', 3062)


async def test_a_contact_is_made() -> None:
    """By name and kind, and answered as the list shows it from then on."""
    platform = answering((201, MADE))

    made = await platform.ledger().create_item(NAME, " Faire ", "vendor", "key-1")

    assert made == ListItem(NAME, "7", "Faire", kind="vendor")
    (asked,) = platform.asked
    assert (asked.method, platform.paths) == ("POST", ["contacts"])
    assert json.loads(asked.content) == {"contact_name": "Faire", "contact_type": "vendor"}


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([(400, TAKEN)], ItemRefused),
        ([(401, NOT_AUTHORISED), (200, ORGANIZATIONS)], ItemRefused),
        ([(401, NOT_AUTHORISED)], AuthorisationLost),
        ([(500, HTML)], LedgerError),
        ([(201, b"{}")], LedgerError),
    ],
)
async def test_a_contact_that_is_not_made(answers: list[Given], error: type[LedgerError]) -> None:
    """A name that is taken, a right that is missing; silence says neither yes nor no."""
    with pytest.raises(error) as refusal:
        await answering(*answers).ledger().create_item(NAME, "Faire", "vendor", "key-1")

    assert isinstance(refusal.value, ItemRefused) == (error is ItemRefused)


@pytest.mark.parametrize(
    ("dimension", "kind"), [(CHANNEL, ""), (LOCATION, ""), (NAME, "employee"), (NAME, "")]
)
async def test_what_people_make_there(dimension: object, kind: str) -> None:
    """Nothing is sent, and its capabilities say so."""
    platform = answering((201, MADE))
    ledger = platform.ledger()

    with pytest.raises(ItemRefused):
        await ledger.create_item(dimension, "Fair", kind, "key-1")  # type: ignore[arg-type]

    assert platform.asked == []
    assert ledger.capabilities.creates == {Field.NAME}
