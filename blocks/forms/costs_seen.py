"""The second step of the form of costs: what is in doubt is asked, then what would be posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, InputBlock
from slack_sdk.models.views import View

from blocks.forms.cost_questions import ASKED, question_block, read_answers
from blocks.forms.cost_reading import ReadForm
from blocks.forms.costs import REST, CostsForm
from blocks.forms.parts import form, plain
from blocks.kit import figures, limits, names
from blocks.kit.card import context, section
from blocks.kit.pages import page_buttons, paragraphs
from blocks.kit.text import escape, one_line, outside
from blocks.words.costs import product, variant_name
from journal.amounts.money import Money
from journal.entries.cost_doubts import Question
from journal.entries.costs import cost_of
from journal.incidents.cost_preview import CostLine, Preview

PAGE = 30
"""How many variants a page shows."""
CHANGED = "⚠️ *This has changed since you looked.* Check it again before you go on."
_NAMED = 8
_NAME = 60


@dataclass(frozen=True, slots=True)
class SeenCosts:
    """What the second step shows. `form`: the first one, which stays open behind it."""

    form: CostsForm
    form_id: str  # Slack's id of the first view, by which its fields are kept
    read: ReadForm
    shown: Preview
    page: int = 0
    wants_second: bool = False  # one person is not enough for so much
    note: str = ""  # marked up: what has changed meanwhile

    @property
    def asked(self) -> Mapping[str, Question]:
        """The questions of this view: the first few, in the order of the form."""
        return dict(list(self.read.questions.items())[:ASKED])

    @property
    def pages(self) -> int:
        """How many pages the lines take."""
        return max(1, -(-len(self.shown.lines) // PAGE))


@dataclass(frozen=True, slots=True)
class SentSeen:
    """What a second step holds: its incident, what it showed, and which first step it is of."""

    incident_id: int
    mark: str  # `Preview.mark`; empty where it asked something
    page: int
    form_id: str
    view: Mapping[str, Any]

    def chosen(self, questions: Mapping[str, Question]) -> dict[str, Money]:
        """Return what was said yes to, by SKU: only what was asked and is one of its readings."""
        return read_answers(self.view, questions)


def seen_modal(seen: SeenCosts) -> View:
    """Draw the questions while there are any, and then what would be posted."""
    mark = "" if seen.read.questions else seen.shown.mark
    about = f"{seen.form.case.incident.id}:{mark}:{seen.page}:{seen.form_id}"
    label = "Continue" if seen.read.questions else _submit(seen)
    blocks = _questions(seen) if seen.read.questions else _blocks(seen)
    view = form(names.COSTS_SEEN_FORM, "Check the costs", label, about, blocks)
    view.close = plain("Back", limits.VIEW_BUTTON)
    return view


def read_seen(view: Mapping[str, Any]) -> SentSeen:
    """Return what a second step holds. Raises ValueError: it is not one of ours."""
    incident_id, mark, page, form_id = view["private_metadata"].split(":", 3)
    return SentSeen(int(incident_id), mark, int(page), form_id, view)


def had_one(form: CostsForm) -> str:
    """Return the sentence about what was typed for variants that got their cost meanwhile."""
    lacking = {REST, *(one.sku for one in form.lacking)}
    had = [outside(sku, limits.NAME_SHOWN) for sku in form.typed if sku not in lacking]
    if not had:
        return ""
    more = f" and {len(had) - _NAMED} more" if len(had) > _NAMED else ""
    yours = "Yours was" if len(had) == 1 else "Yours were"
    return f"Someone already saved a cost for {', '.join(had[:_NAMED])}{more}. {yours} not used."


def _submit(seen: SeenCosts) -> str:
    """Return "Post 3 entries ($412.50)", or as much of it as a button of a form holds."""
    tally, locale = seen.shown.tally, seen.form.case.book.locale
    if not tally.count:
        return f"Save {figures.counted(len(seen.read.costs), 'cost', locale)}"
    if seen.wants_second:
        return "Request approval"
    entries, money = figures.entries(tally.count, locale), figures.amounts(tally.amounts, locale)
    count = figures.number(tally.count, locale)
    labels = [f"Post {entries} ({money})", f"Post {count} ({money})"] if money else []
    fitting = [one for one in labels if len(one) <= limits.VIEW_BUTTON]
    return fitting[0] if fitting else f"Post {entries}"


def _questions(seen: SeenCosts) -> list[Block]:
    left = len(seen.read.questions) - len(seen.asked)
    drawn: list[Block] = [section(seen.note)] if seen.note else []
    drawn.append(section("*Please check these figures.* Nothing is saved or posted yet."))
    drawn += [_question(seen, key, one) for key, one in seen.asked.items()]
    quiet = ["If one is wrong, press Back and change it"]
    if left > 0:
        quiet.append(
            f"{figures.number(left, seen.form.case.book.locale)} more are asked after these"
        )
    drawn.append(context(*quiet))
    others = [one for one in seen.shown.lines if one.is_new]
    if others:
        lines = [_whole_line(one, seen) for one in others[:PAGE]]
        drawn += paragraphs(["*The other costs*", *lines])
    return drawn


def _question(seen: SeenCosts, key: str, question: Question) -> InputBlock:
    return question_block(
        key,
        question,
        called=_called(seen, key),
        text=seen.read.texts.get(key, ""),
        comes_to=lambda cost: _comes_to(seen, key, cost),
        locale=seen.form.case.book.locale,
    )


def _comes_to(seen: SeenCosts, key: str, cost: Money) -> str:
    """Return what all pieces that wait come to at that cost."""
    locale = seen.form.case.book.locale
    asked = {one.sku: one for one in seen.form.lacking}
    if key not in asked:
        return "One piece of each"
    return product(asked[key].sold, cost, cost_of(asked[key].sold, cost), locale)


def _called(seen: SeenCosts, key: str) -> str:
    if key == REST:
        return "All that is left empty"
    titles = {one.sku: one.title for one in seen.form.lacking}
    return one_line(variant_name(key, titles.get(key, "")), limits.NAME_SHOWN)


def _blocks(seen: SeenCosts) -> list[Block]:
    lines = seen.shown.lines[seen.page * PAGE : (seen.page + 1) * PAGE]
    drawn: list[Block] = [section(seen.note)] if seen.note else []
    drawn.append(section(_top(seen)))
    drawn += paragraphs([_line(one, seen) for one in lines])
    back, onward = names.COSTS_SEEN_BACK, names.COSTS_SEEN_NEXT
    buttons = page_buttons(seen.page, back, onward, has_more=seen.page + 1 < seen.pages)
    drawn += [one for one in buttons if isinstance(one, ActionsBlock)]
    drawn.append(section("\n".join(_sum(seen))))
    if waits := _still_waiting(seen):
        drawn.append(context(waits))
    return drawn


def _top(seen: SeenCosts) -> str:
    """Return how many entries of whom are posted."""
    case, locale = seen.form.case, seen.form.case.book.locale
    name, count = outside(case.book.name, limits.NAME_SHOWN), seen.shown.tally.count
    if not count:
        return f"*No entry of {name} is complete yet.* The costs are saved, and nothing is posted."
    verb = "asks a second person to post" if seen.wants_second else "posts"
    of_all = f" of {figures.number(seen.shown.waiting, locale)}" * (count < seen.shown.waiting)
    entries = (
        figures.counted(count, "entry", locale, "entries")
        if not of_all
        else (f"{figures.number(count, locale)}{of_all} entries")
    )
    return f"This {verb} *{entries}* of {name}."


def _line(one: CostLine, seen: SeenCosts) -> str:
    """Return one variant as it is posted; pieces that still wait are said behind it."""
    locale = seen.form.case.book.locale
    name = escape(one_line(variant_name(one.sku, one.title), _NAME))
    known = " · cost known before" if not one.is_new else ""
    back = f"{figures.pieces(one.kept_back, locale)} more wait for another cost"
    if not one.pieces:
        return f"{name}  {figures.amount(one.unit, locale)}{known} · {back.replace(' more', '')}"
    tail = f" · {back}" if one.kept_back else ""
    return f"{name}  {product(one.pieces, one.unit, one.amount, locale)}{known}{tail}"


def _whole_line(one: CostLine, seen: SeenCosts) -> str:
    name = escape(one_line(variant_name(one.sku, one.title), _NAME))
    locale = seen.form.case.book.locale
    return f"{name}  {product(one.all_pieces, one.unit, one.whole, locale)}"


def _sum(seen: SeenCosts) -> Sequence[str]:
    shown, locale = seen.shown, seen.form.case.book.locale
    other = f"Other lines of these entries  {figures.amounts(shown.fixed, locale)}"
    total = figures.amounts(shown.tally.amounts, locale) or _nothing(seen)
    return [*([other] if shown.fixed else []), f"*Total  {total}*"]


def _nothing(seen: SeenCosts) -> str:
    book = seen.form.case.book
    return figures.amount(Money(0, book.currency), book.locale)


def _still_waiting(seen: SeenCosts) -> str:
    """Return which variants lack a cost still, and how many entries wait for them."""
    locale = seen.form.case.book.locale
    left = [one for one in seen.form.lacking if one.sku not in seen.read.costs]
    if not left:
        return ""
    named = [escape(_called(seen, one.sku)) for one in left[:_NAMED]]
    more = len(left) - len(named)
    tail = f" and {figures.number(more, locale)} more" if more > 0 else ""
    waits = seen.shown.waiting - seen.shown.tally.count
    verb = "waits" if waits == 1 else "wait"
    return f"{figures.entries(waits, locale)} {verb} for the cost of {', '.join(named)}{tail}"
