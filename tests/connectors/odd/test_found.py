"""Parts of answers that once ended in an error of ours, each where it stood."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from connectors.exact import bounded, read_exact
from connectors.path import path_of
from connectors.posting_service.client import ServiceClient
from connectors.quickbooks.coding import coding_of
from connectors.reply import json_of
from connectors.shown import is_amount
from connectors.tryton.extras import line_extras
from connectors.tryton.lists import WireTax
from connectors.tryton.values import ids_in, plain, read_all
from connectors.xero.journals import WireJournal
from journal.entries.posting import Uncertain
from journal.errors import LedgerError
from tests.connectors.posting_service.platform import a_report_json, always

BROKEN = [
    {"__class__": "date"},
    {"__class__": "date", "year": "x", "month": 1, "day": 1},
    {"__class__": "date", "year": 2026, "month": 13, "day": 1},
    {"__class__": "date", "year": 2**70, "month": 1, "day": 1},
    {"__class__": "datetime", "year": []},
    {"__class__": "Decimal"},
]


@pytest.mark.parametrize("value", BROKEN)
def test_a_value_of_tryton_without_its_parts(value: Any) -> None:
    """It is no value, and a record that has it is not as agreed; one shown beside is left out."""
    with pytest.raises(ValueError, match=r".+"):
        plain(value)
    with pytest.raises(LedgerError):
        read_all([{"id": 8, "end_date": value, "rate": value}], WireTax)
    line_extras({"maturity_date": value, "analytic_lines": [{"account": {"id": "x"}}]}, {})


@pytest.mark.parametrize("records", [7, ["x"], [{}], [None], [{"account": None}]])
def test_records_of_tryton_that_are_none(records: Any) -> None:
    """What is no list of records, or lacks the id, is refused as such."""
    with pytest.raises(ValueError, match=r".+"):
        ids_in(records, "account")


@pytest.mark.parametrize("childs", [0.5, "x", {"a": 1}, True])
def test_ids_that_are_no_list(childs: Any) -> None:
    """A tax whose parts are no list is not as agreed."""
    with pytest.raises(LedgerError):
        read_all([{"id": 8, "childs": childs}], WireTax)


@pytest.mark.parametrize("ref", ["x", 7, ["x"], {"value": None}, {"value": {}}])
def test_a_reference_of_quickbooks_that_is_none(ref: Any) -> None:
    """A class or a name that is no reference refers to nothing."""
    assert set(coding_of({"ClassRef": ref, "Entity": ref})) <= {"ClassRef"}


@pytest.mark.parametrize("told", ["9" * 30, "²", "", "253402300800000"])
def test_a_moment_of_xero_beyond_the_calendar(told: str) -> None:
    """It is no moment, and the journal is read all the same."""
    journal = WireJournal.model_validate(
        {"ManualJournalID": "1", "Status": "POSTED", "Date": "2026-07-07", "UpdatedDateUTC": told}
    )
    assert journal.changed_at is None


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "NaN", "Infinity", "x", "1e9e9"])
def test_numbers_that_nobody_means(text: str) -> None:
    """Nine letters that are a gigabyte once written out are no number."""
    with pytest.raises(ValueError, match=r".+"):
        read_exact(text)
    assert not is_amount(text)
    assert json_of(b'{"a": %b}' % text.encode()) is None


@pytest.mark.parametrize("number", ["0", "-12.30", "9007199254740.93", "1e20", "0.000001"])
def test_numbers_that_are_meant(number: str) -> None:
    """Amounts and rates pass as they are."""
    assert bounded(Decimal(number)) == read_exact(number) == Decimal(number)
    assert json_of(b'{"a": 12.30}') == {"a": Decimal("12.30")}


@pytest.mark.parametrize(
    ("step", "written"),
    [
        ("460000000038001", "460000000038001"),
        ("../settings", "..%2Fsettings"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("7?x=1#y", "7%3Fx%3D1%23y"),
        ("a\nb", "a%0Ab"),
        ("\ud800", "%3F"),
    ],
)
def test_an_id_is_one_step_of_a_path(step: str, written: str) -> None:
    """Whatever a platform calls a record, the next question is about that record."""
    assert path_of("journals", step) == f"journals/{written}"


@pytest.mark.parametrize("body", [a_report_json(reference="OTHER"), {}, [], None, "x"])
async def test_a_retry_that_does_not_show_its_entry(body: Any) -> None:
    """The service took it, and what came of it is not known."""
    assert isinstance(await ServiceClient(always(200, body)).retry("SHOP-7", "k"), Uncertain)
