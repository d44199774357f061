"""Which answers of platforms ask for something, and which only say that it did not work."""

import pytest

from journal.entries.asking import asks_for_something

ASKING = [
    "When you use Accounts Receivable, you must choose a customer in the Name field.",
    "Make sure all your transactions have a VAT rate before you save.",
    "Required param missing, need to supply the required value for the API",
    "String length is longer than supported by specification. Supplied value:4001",
    "Account code '400' does not exist or cannot be applied to Items.",
    "Invalid value passed for notes",
    "Invalid Enumeration: HAS_BEEN_BILLED",
    "The name supplied already exists: Another customer is already using this name.",
    "Please enter a valid date and try again.",
    "Notes are too long",
    'A value is required for field "Description" in record "1" of "Account Move".',
    'To post move "(5)", you must fill in its lines.',
]
NOT_ASKING = [
    "",
    "Business Validation Error: Unexpected Internal Error. (-30003)",
    "Feature Not Supported",
    "Operation failed. Please try again.",
    "An error has occurred. You must try again later.",
    "You must wait a few minutes.",
    "Something went wrong. Please contact our support team.",
    "Internal error",
    "<html><body><h1>Bad day</h1></body></html>",
    "Unsupported Operation: Operation vendor is not supported.",
]


@pytest.mark.parametrize("words", ASKING)
def test_asks(words: str) -> None:
    """What has to be there, may not be there or has to be chosen can be put right."""
    assert asks_for_something(words)


@pytest.mark.parametrize("words", NOT_ASKING)
def test_asks_nothing(words: str) -> None:
    """A breakdown, a missing feature and a plea to come back name nothing to put right."""
    assert not asks_for_something(words)
