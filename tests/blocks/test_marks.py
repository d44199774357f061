"""Texts of others format nothing, name nobody and link nowhere, on whatever they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC
from enum import Enum
from typing import Any, Final

import pytest
from slack_sdk.models.views import View

from blocks.answers.home import home_view
from blocks.answers.rights import refusal_text, rules_card
from blocks.answers.status import entry_answer, list_card, notice, status_card
from blocks.card.details import AttemptLine, details_modal
from blocks.card.incident import incident_card, plain_card
from blocks.forms.account_options import account_groups
from blocks.forms.assign import assign_modal
from blocks.forms.code import CodeForm, code_modal
from blocks.forms.costs import CostsForm, costs_modal
from blocks.forms.duplicate import compare_form
from blocks.forms.item_options import item_groups
from blocks.forms.map import map_modal
from blocks.forms.map_draft import Draft
from blocks.forms.resolve import resolve_modal
from blocks.forms.skip import skip_confirmation, skip_modal
from blocks.forms.snooze import snooze_modal
from blocks.forms.support import support_modal, support_summary
from blocks.kit.card import Card
from blocks.kit.text import code, escape, link, outside, quoted
from blocks.kit.validate import checked, checked_view
from blocks.notices.assign import assigned_notice
from blocks.notices.offer import offer_notice
from blocks.notices.offer_faults import offer_faults_notice
from blocks.notices.support import support_notice
from blocks.timeline import thread_reply
from blocks.words.refused import sentence_of
from journal.errors import BadInput
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.notices import ToSupport
from journal.offers.file_offer import OfferState
from journal.rights import Group, Refusal, Rule, WhyNot
from tests.blocks.forms import test_code, test_costs, test_map, test_side_by_side
from tests.blocks.gallery import FACES
from tests.blocks.notices.test_offer import seen
from tests.blocks.test_any_text import HELP, PAST, marked_up
from tests.build import NOW, a_book, a_case, a_status, an_entry, an_event, some_content
from tests.kept_turns import KEPT, Kept

HOSTILE: Final = (
    "*zq* _zq_ ~zq~ `zq` :tada: <!channel> <@U0EVE> <http://evil.example|zq> &zq; ```zq```"
)
_WORKS: Final = re.compile(
    r"\*zq|zq\*|_zq|zq_|~zq|zq~|`zq|zq`|:tada:|<!channel|<@U0EVE|<http://evil|&zq"
)
_CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_KEPT: Final = {
    *("currency", "locale", "id", "channel_id", "external_id", "key", "thread_ts", "file_ts"),
    *("ledger_url", "subject", "uid", "how", "kind", "state", "fields", "digest", "url"),
    *("permalink", "amounts", "lost", "value", "notice"),
}
"""Fields that are no text of others: codes, ids, addresses, and the words of our own lists."""
_PERSON: Final = re.compile(r"[UW]0?[A-Z_]+")


def spoiled(value: Any, name: str = "") -> Any:
    """Return `value` with the hostile text wherever others have a say."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value if name in _KEPT or _PERSON.fullmatch(value) else HOSTILE
    if isinstance(value, Mapping):
        return {key: spoiled(one, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(spoiled(one, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: spoiled(getattr(value, one.name), one.name)
            for one in fields(value)
            if one.init
        }
        return replace(value, **changed)
    return value


PEOPLE: Final = {"U0ANA": HOSTILE, "U0BEN": HOSTILE}


def drawn_of(surface: Card | View | Mapping[str, Any] | str) -> tuple[list[str], Any]:
    """Return the marked-up texts of what is shown, and all of it as Slack takes it."""
    if isinstance(surface, str):
        return [surface], None
    if isinstance(surface, Card):
        blocks = checked(surface.blocks)
        return [surface.text, *marked_up(blocks)], blocks
    whole = checked_view(surface) if isinstance(surface, View) else surface
    return marked_up([whole]), whole


def faults_of(surface: Card | View | Mapping[str, Any] | str) -> list[str]:
    """Return what of the hostile text works in what is shown."""
    texts, whole = drawn_of(surface)
    found = [text for text in texts if _WORKS.search(_CODE.sub("", text))]
    return [*found, *(f"emoji: {one}" for one in _plain_texts(whole) if one["emoji"] is not False)]


def _plain_texts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _plain_texts(one)
    elif isinstance(part, dict):
        if part.get("type") == "plain_text":
            yield {"emoji": None, **part}
        yield from _plain_texts(list(part.values()))


@pytest.mark.parametrize("face", FACES)
def test_no_card_is_formatted_by_others(face: str) -> None:
    """Each face of a card, its lists and its forms, with hostile text in all of it."""
    case: Case = spoiled(FACES[face])
    for surface in _of_case(case):
        assert not faults_of(surface)


def _of_case(case: Case) -> Iterator[Card | View]:
    entry = an_entry(content=spoiled(some_content()))
    attempts = [AttemptLine(NOW, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 400, HOSTILE)] * 3
    yield incident_card(case, PEOPLE)
    yield plain_card(incident_card(case, PEOPLE))
    yield list_card([case], 1, has_more=True)
    yield status_card([a_status(book=case.book)], NOW)
    yield entry_answer(entry, case.book, case)
    yield assigned_notice(case, "U0ANA", PEOPLE)
    yield support_notice(case, "U0ANA", ToSupport(HOSTILE))
    yield home_view([a_status(book=case.book)], [case], NOW)
    yield resolve_modal(case)
    yield assign_modal(case, "U0ANA")
    yield snooze_modal(case, NOW, UTC)
    yield skip_modal(case, [entry] * 3)
    yield skip_confirmation(case, entry, HOSTILE)
    yield support_modal(case, support_summary(case, [entry], PAST, "1"), HELP)
    yield details_modal(case, [entry] * 3, attempts, 1, 3)


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: str(kept.kind))
def test_no_turn_is_formatted_by_others(kept: Kept) -> None:
    """Each turn of the story, with hostile text in whatever it tells."""
    facts = spoiled(kept.facts)
    assert not faults_of(thread_reply([an_event(kept.kind, kept.actor, facts)], a_case()))


@pytest.mark.parametrize("state", OfferState)
def test_no_file_formats_its_offer(state: OfferState) -> None:
    """The name of a file, of its book, and what is wrong in it."""
    shown = spoiled(seen(state))
    assert not faults_of(offer_notice(shown))
    assert not faults_of(offer_faults_notice(shown))


FORMS: Final[Mapping[str, Callable[[], View]]] = {
    "map": lambda: map_modal(spoiled(test_map.a_form(test_map.a_gap()))),
    "code": lambda: code_modal(
        CodeForm(spoiled(test_code.seen_of(test_code.a_gap())), Draft(7), {})
    ),
    "costs": lambda: costs_modal(
        CostsForm(spoiled(test_costs.case()), [spoiled(test_costs.a_variant())], {})
    ),
    "compare": lambda: compare_form(spoiled(test_side_by_side.TWINS), test_side_by_side.THERE),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_formatted_by_others(form: str) -> None:
    """Accounts, categories, variants and entries of the platform in the forms that show them."""
    assert not faults_of(FORMS[form]())


def test_nothing_else_is_formatted_by_others() -> None:
    """Lists to choose from, rules, refusals, what errors say, and how a book is connected."""
    book = a_book(name=HOSTILE)
    rule = Rule(anyone=False, groups=(Group("S1", HOSTILE, HOSTILE),))
    refusal = Refusal(WhyNot.NOT_NAMED, MoveName.RETRY, "U0ANA", rule, HOSTILE, "en_US", ())
    surfaces: Sequence[Card | Mapping[str, Any] | str] = (
        account_groups([spoiled(test_map.SALES)], [spoiled(test_map.TIPS)]),
        item_groups([spoiled(test_code.ONLINE)], [spoiled(test_code.FAIRE)]),
        rules_card([(book, [rule])]),
        refusal_text(refusal),
        sentence_of(BadInput(f"“{HOSTILE}” is no amount")),
        notice(sentence_of(BadInput(HOSTILE))),
    )
    for surface in surfaces:
        assert not faults_of(surface)


def test_every_way_to_show_a_text_is_safe() -> None:
    """However a text of others is put into a sentence, nothing in it works."""
    for shown in (escape(HOSTILE), outside(HOSTILE, 500), quoted(HOSTILE, 500), code(HOSTILE)):
        assert not faults_of(shown)
    assert not faults_of(link("https://firm.example", HOSTILE))


@pytest.mark.parametrize(
    "text",
    ["JE_1042_a", "2*3*4", "12:30", "Sales:Gift cards:Etsy", "A - B", "ana@firm.example", "50%"],
)
def test_what_can_be_no_mark_stays_as_it_is(text: str) -> None:
    """References, times and names of accounts can be copied from a card."""
    assert escape(text) == text
