"""The platform's lists: a word is found as an account is, in its own list alone."""

from journal.books.lists import CLASS, NAME, TAX, Dimension, Field, ListItem, Lists

REGION = Dimension(Field.TRACKING, "Region")
LISTS = Lists(
    (
        ListItem(CLASS, "1", "Retail:Online"),
        ListItem(CLASS, "2", "Wholesale:Online"),
        ListItem(CLASS, "3", "Stores", number="300"),
        ListItem(CLASS, "4", "Old stores", active=False),
        ListItem(REGION, "5", "GB"),
        ListItem(NAME, "6", "Faire", kind="customer"),
        ListItem(NAME, "7", "Faire", kind="vendor"),
        ListItem(TAX, "8", "20% (VAT on Income)", number="OUTPUT2"),
    )
)


def ids(dimension: Dimension, text: str, kind: str = "") -> list[str]:
    """Return the ids of what `text` may name."""
    return [one.external_id for one in LISTS.fitting(dimension, text, kind)]


def test_names_are_found_as_accounts_are() -> None:
    """Number, full name, unique short name; an id only where it is said; two are both shown."""
    assert ids(CLASS, "retail : online") == ["1"]
    assert ids(CLASS, "Online") == ["1", "2"]
    assert ids(CLASS, "300") == ["3"]
    assert ids(CLASS, "4") == []
    assert ids(CLASS, "id:4") == ["4"]
    assert ids(TAX, "output2") == ids(TAX, "20% (VAT on income)") == ["8"]
    assert ids(TAX, "(20% VAT on Income)") == []


def test_what_nobody_sees_in_a_name_makes_no_difference() -> None:
    """Copied from a page, it looks like the name that the list has."""
    assert ids(CLASS, "\u200bRetail:\u00a0Online\ufeff") == ["1"]
    assert ids(CLASS, "Whole\u00adsale:Online") == ["2"]


def test_each_list_is_its_own() -> None:
    """A class is no region, and a tracking category is known by its name, whatever its case."""
    assert ids(CLASS, "GB") == []
    assert ids(Dimension(Field.TRACKING, "region"), "gb") == ["5"]
    assert LISTS.dimension(Dimension(Field.TRACKING, "REGION")) == REGION
    assert LISTS.dimension(Dimension(Field.TRACKING, "Channel")) is None


def test_a_name_may_be_narrowed_to_its_kind() -> None:
    """Where a customer and a vendor are called the same, what the account wants decides."""
    assert ids(NAME, "Faire") == ["6", "7"]
    assert ids(NAME, "Faire", "vendor") == ["7"]


def test_names_of_no_kind_may_be_of_any() -> None:
    """A party of Tryton is neither customer nor vendor, so it may be meant as either."""
    parties = Lists((ListItem(NAME, "1", "Faire"),))

    assert [one.external_id for one in parties.fitting(NAME, "Faire", "customer")] == ["1"]


def test_only_what_is_in_use_is_offered() -> None:
    """An inactive class is found, so that it can be told, and never offered."""
    assert "4" not in [one.external_id for one in LISTS.of(CLASS)]
    assert ids(CLASS, "Old stores") == ["4"]


def test_a_dimension_is_kept_by_its_key() -> None:
    """Every dimension is read back from its key, a category with a colon in it too."""
    for one in (CLASS, NAME, TAX, REGION, Dimension(Field.TRACKING, "A:b")):
        assert Dimension.of(one.key) == one
