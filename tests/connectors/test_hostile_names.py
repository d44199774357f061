"""Names from outside go through each platform's questions as they are, and end none early."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.quickbooks.query import compared, one_of, select
from journal.books.listing import folded
from journal.books.lists import CLASS, NAME, ListItem, Lists
from sandbox.quickbooks.query import parse
from tests.hostile import NAMES, names

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


@given(names, names)
def test_a_name_is_one_value_of_a_query(one: str, other: str) -> None:
    """Quotes and backslashes in it neither end it nor add a condition."""
    asked = select("Customer", compared("DisplayName", "=", one), one_of("Id", [other, one]))

    first, second = parse(asked).conditions

    assert [*first.values] == [one]
    assert [*second.values] == [other, one]


@given(names)
def test_a_name_is_one_value_of_an_address(name: str) -> None:
    """As a parameter it comes out as it went in, and adds none."""
    sent = name.encode("utf-8", "replace").decode()
    request = httpx.Request("GET", "https://books.invalid/x", params={"q": sent, "z": "1"})

    assert dict(httpx.QueryParams(request.url.query)) == {"q": sent, "z": "1"}
    assert json.loads(json.dumps([["name", "=", sent]])) == [["name", "=", sent]]


@given(names, names, st.sampled_from([str.upper, str.lower, str.title, lambda text: f" {text} "]))
def test_a_name_finds_itself_and_nothing_else(
    one: str, other: str, spell: Callable[[str], str]
) -> None:
    """In any case and spacing; where two are called so, both are found and a person is asked."""
    lists = Lists((ListItem(CLASS, "c1", one), ListItem(CLASS, "c2", other)))
    spelled = spell(one)
    if not folded(spelled) or folded(spelled).startswith("id:"):
        return  # written so, it is an id

    found = lists.fitting(CLASS, spelled)

    for item in found:
        assert folded(spelled) == folded(item.name) or folded(item.name).endswith(
            f":{folded(spelled)}"
        )
    if folded(spelled) == folded(one):
        assert lists.items[0] in found


@pytest.mark.parametrize("kind", ["", "customer"])
def test_two_customers_of_one_name_are_asked_about(kind: str) -> None:
    """Neither is guessed; one that is a vendor besides is told apart by its kind."""
    two = [ListItem(NAME, one, "Faire", kind="customer") for one in ("7", "8")]
    lists = Lists((*two, ListItem(NAME, "9", "Faire", kind="vendor")))

    assert len(lists.fitting(NAME, "FAIRE", kind)) == (2 if kind else 3)
    assert [one.external_id for one in lists.fitting(NAME, "faire", "vendor")] == ["9"]


def test_a_name_like_a_number_never_takes_the_numbers_place() -> None:
    """A customer called "100" and one numbered 100: the number counts, the name by its id."""
    numbered, named = ListItem(CLASS, "1", "Online", "100"), ListItem(CLASS, "2", "100")
    lists = Lists((numbered, named))

    assert lists.fitting(CLASS, "100") == [numbered]
    assert lists.fitting(CLASS, "id:2") == (named,)


def test_a_job_is_found_by_its_path_and_its_end() -> None:
    """Customer:Job by the whole path in any spacing, by the job where one alone is called so."""
    jobs = [ListItem(NAME, one, path) for one, path in (("1", "Ada:Roof"), ("2", "Ben:Roof"))]
    lists = Lists((*jobs, ListItem(NAME, "3", "Ada:Cellar:Stairs")))

    assert lists.fitting(NAME, "ada : roof") == [jobs[0]]
    assert len(lists.fitting(NAME, "Roof")) == 2
    assert [one.external_id for one in lists.fitting(NAME, "Cellar:Stairs")] == ["3"]
    assert not lists.fitting(NAME, "Ada:")


def test_the_list_of_names_is_whole() -> None:
    """Each kind of trouble is in it, so that no test here runs on plain names alone."""
    assert all(any(one in name for name in NAMES) for one in "'\"\\&<*_`:\0\n\u202e\ud800🧾")
    assert max(map(len, NAMES)) == 300
