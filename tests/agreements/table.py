"""What each platform is shown to do, as a page: `python -m tests.agreements.table` writes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from journal.books.book import Platform
from journal.books.lists import Field
from journal.entries.carried import CARRIED, Carried
from journal.entries.coding import TaxOn
from tests.agreements import test_fields_agreement as fields
from tests.agreements import test_ledger_agreement as posting
from tests.agreements import test_posting_service_agreement as services
from tests.agreements import test_replacing_agreement as replacing
from tests.agreements import test_states_agreement as states
from tests.agreements import test_watching_agreement as watching
from tests.agreements import test_writing_agreement as writing
from tests.agreements.quickbooks_stage import QuickBooksStage
from tests.agreements.stages import Lack, lacks_of
from tests.agreements.tryton_stage import TrytonStage
from tests.agreements.xero_stage import XeroStage
from tests.agreements.zoho_stage import ZohoStage
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "platforms.md"
STAGES: Mapping[Platform, type[Any]] = {
    Platform.QUICKBOOKS: QuickBooksStage,
    Platform.XERO: XeroStage,
    Platform.ZOHO: ZohoStage,
    Platform.TRYTON: TrytonStage,
}

_HELD = {True: "✅ carried", False: "refused by name"}
OF_FIELDS: Mapping[str, tuple[Callable[[Carried], bool], Callable[..., Any]]] = {
    **{
        f"A line's {label}": (
            partial(fields.is_held, what=field),
            fields.test_each_field_of_a_line_is_carried_or_refused,
        )
        for field, label in (
            (Field.CLASS, "class"),
            (Field.LOCATION, "location"),
            (Field.TRACKING, "tracking"),
            (Field.NAME, "customer or vendor"),
            (Field.TAX, "tax code"),
            (Field.PROJECT, "project"),
        )
    },
    "Amounts that the platform adds tax to": (
        partial(fields.is_held, what=TaxOn.EXCLUSIVE),
        fields.test_amounts_without_and_with_their_tax,
    ),
    "Amounts with the tax in them": (
        partial(fields.is_held, what=TaxOn.INCLUSIVE),
        fields.test_amounts_without_and_with_their_tax,
    ),
    "An exchange rate": (
        partial(fields.is_held, what="exchange_rate"),
        fields.test_a_rate_is_the_ledgers,
    ),
    "The mark of an adjusting entry": (
        partial(fields.is_held, what="adjusting"),
        fields.test_an_adjusting_entry_is_marked,
    ),
}
"""Fields of an entry, by how they are called: whether a platform carries one, and the test."""

OF_EACH: Mapping[str, Mapping[Platform, str]] = {
    "People let us in from a personal link": {
        Platform.QUICKBOOKS: "tests/connectors/consent/test_quickbooks.py",
        Platform.XERO: "tests/connectors/consent/test_xero.py",
        Platform.ZOHO: "tests/connectors/consent/test_zoho.py",
        Platform.TRYTON: "tests/connectors/consent/test_tryton.py",
    },
    "Who signed in is told by name and address": dict.fromkeys(
        (Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO, Platform.TRYTON),
        "tests/agreements/test_sign_in_agreement.py",
    ),
    "Every refusal that is known has its reason, word by word": {
        Platform.QUICKBOOKS: "tests/connectors/quickbooks/test_reasons.py",
        Platform.XERO: "tests/connectors/xero/test_reasons.py",
        Platform.ZOHO: "tests/connectors/zoho/test_reasons.py",
        Platform.TRYTON: "tests/connectors/tryton/test_reasons.py",
    },
    "What we send is read by a part that is not ours": {
        Platform.QUICKBOOKS: "tests/connectors/quickbooks/test_against_sdk.py",
        Platform.XERO: "tests/connectors/xero/test_against_sdk.py",
        Platform.ZOHO: "– without a kept library that has models of journals",
        Platform.TRYTON: "tests/agreements/tryton_stage.py",
    },
    "Refused, mended and retried from its card in Slack, it is in the books once": {
        Platform.QUICKBOOKS: "tests/stories/test_main_job.py",
        Platform.XERO: "tests/stories/test_each_platform.py",
        Platform.ZOHO: "tests/stories/test_each_platform.py",
        Platform.TRYTON: "tests/stories/test_tryton.py",
    },
    "`make demo` shows a book on it, on a bad day": {
        Platform.QUICKBOOKS: "tests/demo/test_demo.py",
        Platform.XERO: "tests/demo/test_demo.py",
        Platform.ZOHO: "tests/demo/test_demo.py",
        Platform.TRYTON: "tests/demo/test_demo.py",
    },
}
"""Shown for one platform at a time: the sentence, and the test of each, or what it lacks."""

OF_SERVICES: Mapping[str, str] = {
    "The contract is OpenAPI 3.1, and the reference server keeps it whatever it is asked": (
        "tests/bot/web/posting_service/test_fuzz.py"
    ),
    "Nothing is missed or told twice when transactions commit out of order": (
        "tests/bot/web/posting_service/test_order.py"
    ),
    "It is read from a cursor, page by page, under ETags, and goes on where it was stopped": (
        "tests/journal/posting_service/test_read_reports.py"
    ),
    "Whatever it answers is read or refused, and what is told of it holds no key": (
        "tests/connectors/posting_service/test_client.py"
    ),
    "What is mapped where the people are is posted where the entries are": (
        "tests/connectors/posting_service/test_two_desks.py"
    ),
    "People let us in from a personal link": "tests/connectors/consent/test_posting_service.py",
    "Refused there, told and retried from its card in Slack, it is in the books once": (
        "tests/stories/test_posting_service.py"
    ),
    "`make demo` shows a book of it, on a bad day": "tests/demo/test_demo.py",
}
"""What is shown of posting services beside their agreement: the sentence, and its test."""

_SERVICES = """
## Posting services

Software that posts by itself is watched over [its own contract](posting-service.yaml), so another
table is asked of it.

"""

_HEAD = """# What each accounting platform is shown to do

Every connector is put to the same agreement, and has tests of its own beside it. ✅ leads to the
test that shows it; all of them pass before a change is merged. – says what the platform itself does
not have.

This page is written by `python -m tests.agreements.table`.

"""


def page() -> str:
    """Return the page as it has to be."""
    names = [one.label for one in STAGES]
    lines = [_row("", *names), _row("---", *("---" for _ in names))]
    shown = (*_agreed(), *_of_fields(), *_of_each())
    lines += [_row(sentence, *cells) for sentence, cells in shown]
    watched = [_row("", Platform.POSTING_SERVICE.label), _row("---", "---")]
    watched += [_row(_sentence(one), _at(one)) for one in _tests_in(services)]
    watched += [_row(sentence, _shown(test)) for sentence, test in OF_SERVICES.items()]
    return _HEAD + "\n".join(lines) + "\n" + _SERVICES + "\n".join(watched) + "\n"


def _tests_in(suite: ModuleType) -> list[Callable[..., Any]]:
    """Return the tests of an agreement, in the order in which they stand."""
    tests = inspect.getmembers(suite, inspect.iscoroutinefunction)
    shown = [test for name, test in tests if name.startswith("test_")]
    return sorted(shown, key=lambda one: one.__code__.co_firstlineno)


def _agreed() -> Iterator[tuple[str, list[str]]]:
    for test in (
        *_tests_in(posting),
        *_tests_in(states),
        *_tests_in(replacing),
        *_tests_in(writing),
        *_tests_in(watching),
    ):
        wanted = _needed(test)
        yield _sentence(test), [_cell(test, wanted & lacks_of(stage)) for stage in STAGES.values()]


def _of_fields() -> Iterator[tuple[str, list[str]]]:
    """Yield a row for each field of an entry: carried, or refused by its name."""
    for named, (held, test) in OF_FIELDS.items():
        cells = []
        for platform, stage in STAGES.items():
            link = _at(test).removeprefix("[✅]")
            is_held = held(CARRIED[platform])
            lacking = is_held and Lack.LISTS in lacks_of(stage)
            cells.append("– not shown yet" if lacking else f"[{_HELD[is_held]}]{link}")
        yield named, cells


def _of_each() -> Iterator[tuple[str, list[str]]]:
    for sentence, tests in OF_EACH.items():
        yield sentence, [_shown_or_lacking(tests.get(one, "")) for one in STAGES]


def _shown_or_lacking(test: str) -> str:
    return test if not test or test.startswith("–") else _shown(test)


def _needed(test: Callable[..., Any]) -> frozenset[Lack]:
    marks = getattr(test, "pytestmark", [])
    return frozenset(lack for mark in marks if mark.name == "needs" for lack in mark.args)


def _sentence(test: Callable[..., Any]) -> str:
    return (inspect.getdoc(test) or "").rstrip(".")


def _cell(test: Callable[..., Any], lacking: frozenset[Lack]) -> str:
    if lacking:
        return f"– without {' and '.join(sorted(lacking))}"
    return _at(test)


def _at(test: Callable[..., Any]) -> str:
    file = Path(test.__code__.co_filename).relative_to(ROOT).as_posix()
    return _shown(f"{file}#L{test.__code__.co_firstlineno}")


def _shown(test: str) -> str:
    return f"[✅](../{test})"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
