"""A figure in doubt is asked about by name: a field for a cost, with readings to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.models.blocks import InputBlock, Option, PlainTextObject, RadioButtonsElement

from blocks.forms.parts import BadField, chosen_in, plain
from blocks.kit import figures, limits, names
from blocks.kit.text import one_line
from journal.amounts.money import Money
from journal.entries.cost_doubts import Doubt, Question

ASKED = 8
"""How many questions are asked at a time."""
_TEXT = 60


def question_block(
    key: str,
    question: Question,
    *,
    called: str,
    text: str,
    comes_to: Callable[[Money], str],
    locale: str,
) -> InputBlock:
    """Draw the question about one cost.

    Args:
        key: what it was written for: a SKU, or "" for all the rest.
        question: what is in doubt.
        called: what that is called, in plain text.
        text: what was written.
        comes_to: what the pieces come to at a cost.
        locale: the book's.
    """
    options = [
        Option(
            value=str(one.minor),
            text=PlainTextObject(text=_option(question, one, locale)),
            description=plain(comes_to(one), limits.OPTION_TEXT),
        )
        for one in sorted(question.readings)
    ]
    return InputBlock(
        block_id=names.doubt_block(key),
        label=plain(f"{called}: {_asked(question, text, locale)}", limits.INPUT_LABEL),
        element=RadioButtonsElement(action_id=names.DOUBT_INPUT, options=options),
    )


def read_answers(view: Mapping[str, Any], questions: Mapping[str, Question]) -> dict[str, Money]:
    """Return what was said yes to, by SKU: only what was asked and is one of its readings."""
    answers = {key: chosen_in(view, names.doubt_block(key), names.DOUBT_INPUT) for key in questions}
    return {
        key: one
        for key, question in questions.items()
        for one in question.readings
        if answers[key] == str(one.minor)
    }


def refuse_unanswered(questions: Mapping[str, Question], chosen: Mapping[str, Money]) -> None:
    """Raise BadField under each question that was not answered."""
    blocks = [names.doubt_block(key) for key in questions if key not in chosen]
    if blocks:
        wrong = dict.fromkeys(blocks, "Choose the cost that is meant.")
        raise BadField(blocks[0], wrong[blocks[0]], wrong)


def _asked(question: Question, text: str, locale: str) -> str:
    """Return "did you mean $1.23 or $1,234.00?", in plain text."""
    values = [figures.amount(one, locale) for one in sorted(question.readings)]
    beside = figures.amount(question.beside, locale) if question.beside else ""
    said = {
        Doubt.SEPARATOR: f"did you mean {' or '.join(values)}?"
        f" You wrote “{one_line(text, _TEXT)}”.",
        Doubt.ZERO: "does one piece really cost nothing? Then no cost is booked for it.",
        Doubt.LAST: f"is {values[0]} right? One piece cost {beside} last time.",
        Doubt.OTHERS: f"is {values[0]} right? The others cost about {beside}.",
    }
    return said[question.doubt]


def _option(question: Question, one: Money, locale: str) -> str:
    value = figures.amount(one, locale)
    return value if question.doubt is Doubt.SEPARATOR else f"Yes, {value}"
