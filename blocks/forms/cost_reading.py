"""The form of costs read: what is wrong, what has to be asked, and what each variant would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blocks.forms.cost_text import are_mixed, cost_readings
from blocks.forms.costs import REST, CostsForm
from journal.amounts.money import Money
from journal.books.book import Book
from journal.entries.cost_doubts import Doubt, Question, Written, find_doubts
from journal.entries.costs import Uncosted
from journal.errors import BadInput

Sure = Mapping[str, str]
"""What a person said yes to, by SKU: the amount and the text that it was read from."""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What stands in the fields, by SKU and under `REST`. The costs are those without a question.

    `texts`: what was written, of which each question is.
    """

    costs: Mapping[str, Money]  # by SKU, with those that the cost of all the rest is for
    faults: Mapping[str, str]
    questions: Mapping[str, Question]
    texts: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was written."""
        return not (self.texts or self.faults)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a field asks the cost of."""

    currency: str
    last: Money | None = None  # what the same variant cost last


def read_form(form: CostsForm, sure: Sure | None = None) -> ReadForm:
    """Read every field of every page. `sure`: what was asked about before and said yes to."""
    asked = {
        one.sku: Asked(one.currency, one.last.cost if one.last else None) for one in form.lacking
    }
    book = form.case.book
    read = read_fields(form.typed, {**asked, REST: Asked(book.currency)}, book, sure)
    costs, questions, texts = {**read.costs}, {**read.questions}, {**read.texts}
    rest = costs.pop(REST, None)
    if rest is not None:
        for one in _covered(form, rest):
            costs[one.sku] = rest
            texts[one.sku] = form.typed[REST]
            if question := _against_last(one, rest, sure or {}, form.typed[REST]):
                questions[one.sku] = question
                del costs[one.sku]
    return ReadForm(costs, read.faults, questions, texts)


def read_fields(
    typed: Mapping[str, str], asked: Mapping[str, Asked], book: Book, sure: Sure | None = None
) -> ReadForm:
    """Read what stands in the fields that are `asked`, by SKU; what else was typed is left."""
    written, faults = _written(typed, asked, book, sure or {})
    texts = {key: typed[key] for key in written}
    questions = dict(find_doubts(written))
    costs = {
        key: one.value
        for key, one in written.items()
        if one.value is not None and key not in questions
    }
    return ReadForm(costs, faults, questions, texts)


def sure_of(cost: Money, text: str) -> str:
    """Return how a yes is kept: it holds for as long as the same is written."""
    return f"{cost.minor}:{text}"


def _written(
    fields: Mapping[str, str], asked: Mapping[str, Asked], book: Book, sure: Sure
) -> tuple[dict[str, Written], dict[str, str]]:
    locale = book.locale
    typed = {key: (text, asked[key].currency) for key, text in fields.items() if key in asked}
    mixed = are_mixed(typed.values(), locale)
    written: dict[str, Written] = {}
    faults: dict[str, str] = {}
    for key, (text, currency) in typed.items():
        try:
            readings = cost_readings(text, currency, locale, mixed=mixed)
        except BadInput as error:
            faults[key] = str(error)
            continue
        if readings:
            meant = _meant(readings, sure.get(key, ""), text)
            written[key] = Written(meant or readings, asked[key].last, is_sure=bool(meant))
    return written, faults


def _meant(readings: tuple[Money, ...], kept: str, text: str) -> tuple[Money, ...]:
    """Return the reading that a person said yes to, of this very text; none: nobody has."""
    return tuple(one for one in readings if kept == sure_of(one, text))


def _covered(form: CostsForm, rest: Money) -> list[Uncosted]:
    """Return the variants that the cost of all the rest is for."""
    return [
        one for one in form.lacking if not form.typed.get(one.sku) and one.currency == rest.currency
    ]


def _against_last(one: Uncosted, rest: Money, sure: Sure, text: str) -> Question | None:
    """Return the question about a variant that cost another sum before, if it is far from it."""
    last = one.last.cost if one.last else None
    meant = _meant((rest,), sure.get(one.sku, ""), text)
    found = find_doubts({one.sku: Written((rest,), last, is_sure=bool(meant))}).get(one.sku)
    return found if found and found.doubt is Doubt.LAST else None
