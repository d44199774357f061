"""The second step of changing a cost: what is in doubt is asked, then what would be corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, Option, PlainTextObject, RadioButtonsElement
from slack_sdk.models.views import View

from blocks.forms.change_cost import TITLE, ChangeForm, entry_said
from blocks.forms.cost_questions import ASKED, question_block, read_answers
from blocks.forms.cost_reading import ReadForm
from blocks.forms.parts import chosen_in, form, plain
from blocks.kit import figures, limits, names
from blocks.kit.card import context, section
from blocks.kit.pages import paragraphs
from blocks.kit.text import one_line, outside
from blocks.words.costs import changed_line, changed_sum, difference, product, variant_name
from blocks.words.months import months_said
from journal.amounts.money import Money
from journal.entries.cost_doubts import Question
from journal.entries.costs import cost_of
from journal.incidents.change_cost_preview import ChangePreview, Costed, LeftOut
from journal.incidents.cost_preview import Portion

LINES = 30
"""How many variants are shown."""
NUMBERS = 8
ENTRY, LEAVE, CORRECT = "entry", "leave", "correct"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a change may reach. `since`: as in `GivenChange`; None: one entry alone."""

    since: date | None
    shown: ChangePreview

    @property
    def value(self) -> str:
        """How the form names it."""
        return self.since.isoformat() if self.since else ENTRY

    @property
    def concerned(self) -> int:
        """How many entries would change, also those on closed days."""
        return len({one.id for one in (*self.shown.entries, *self.shown.closed)})


@dataclass(frozen=True, slots=True)
class SeenChange:
    """What the second step shows. `form`: the first one, which stays open behind it."""

    form: ChangeForm
    form_id: str  # Slack's id of the first view, by which its fields are kept
    read: ReadForm
    reaches: Sequence[Reach] = ()
    chosen: Reach | None = None  # one of them; None: something is asked first
    wants_second: bool = False  # one person is not enough for so much
    note: str = ""  # marked up: what has changed meanwhile

    @property
    def asked(self) -> Mapping[str, Question]:
        """The questions of this view: the first few, in the order of the form."""
        return dict(list(self.read.questions.items())[:ASKED])


@dataclass(frozen=True, slots=True)
class SentSeenChange:
    """What a second step holds: what it showed, what was chosen, which first step it is of."""

    entry_id: int
    mark: str  # `ChangePreview.mark`; empty where it asked something
    drawn: tuple[str, str]  # the reach and what becomes of closed days, as they were shown
    form_id: str
    view: Mapping[str, Any]

    @property
    def chosen(self) -> tuple[str, str]:
        """Return the reach and what becomes of closed days, as they are chosen now."""
        reach = chosen_in(self.view, names.REACH_BLOCK, names.CHANGE_REACH)
        closed = chosen_in(self.view, names.CLOSED_BLOCK, names.CHANGE_CLOSED)
        return reach or self.drawn[0], closed or self.drawn[1]

    def answers(self, questions: Mapping[str, Question]) -> dict[str, Money]:
        """Return what was said yes to, by SKU."""
        return read_answers(self.view, questions)


def change_seen_modal(seen: SeenChange) -> View:
    """Draw the questions while there are any, and then what would be corrected."""
    chosen = seen.chosen
    mark = chosen.shown.mark if chosen else ""
    drawn = f"{chosen.value}:{_closed_choice(chosen)}" if chosen else f"{ENTRY}:"
    about = f"{seen.form.entry.id}:{mark}:{drawn}:{seen.form_id}"
    blocks = _blocks(seen, chosen) if chosen else _questions(seen)
    label = _submit(seen, chosen) if chosen else "Continue"
    view = form(names.CHANGE_SEEN_FORM, TITLE, label, about, blocks)
    view.close = plain("Back", limits.VIEW_BUTTON)
    return view


def read_change_seen(view: Mapping[str, Any]) -> SentSeenChange:
    """Return what a second step holds. Raises ValueError: it is not one of ours."""
    entry_id, mark, reach, closed, form_id = view["private_metadata"].split(":", 4)
    return SentSeenChange(int(entry_id), mark, (reach, closed), form_id, view)


def _submit(seen: SeenChange, chosen: Reach) -> str:
    """Return "Correct 2 entries (+$3.00)", or as much of it as a button of a form holds."""
    count, locale = len(chosen.shown.entries), seen.form.book.locale
    if not count:
        return f"Save {figures.counted(len(seen.read.costs), 'cost', locale)}"
    if seen.wants_second:
        return "Request approval"
    shown, entries = chosen.shown, figures.entries(count, locale)
    more = difference(Money(shown.now.minor - shown.was.minor, shown.now.currency), locale)
    labels = [f"Correct {one} ({more})" for one in (entries, figures.number(count, locale))]
    fitting = [one for one in labels if len(one) <= limits.VIEW_BUTTON]
    return fitting[0] if fitting else f"Correct {entries}"


def _questions(seen: SeenChange) -> list[Block]:
    left = len(seen.read.questions) - len(seen.asked)
    drawn: list[Block] = [section("*Please check these figures.* Nothing is changed yet.")]
    locale = seen.form.book.locale
    drawn += [_question(seen, one) for one in seen.form.variants if one.sku in seen.asked]
    quiet = ["If one is wrong, press Back and change it"]
    if left > 0:
        quiet.append(f"{figures.number(left, locale)} more are asked after these")
    return [*drawn, context(*quiet)]


def _question(seen: SeenChange, one: Portion) -> InputBlock:
    locale = seen.form.book.locale
    return question_block(
        one.sku,
        seen.asked[one.sku],
        called=one_line(variant_name(one.sku, one.title), limits.NAME_SHOWN),
        text=seen.read.texts.get(one.sku, ""),
        comes_to=lambda cost: product(one.pieces, cost, cost_of(one.pieces, cost), locale),
        locale=locale,
    )


def _blocks(seen: SeenChange, chosen: Reach) -> list[Block]:
    shown, locale = chosen.shown, seen.form.book.locale
    drawn: list[Block] = [section(seen.note)] if seen.note else []
    drawn.append(section(entry_said(seen.form.entry, seen.form.book)))
    if not seen.form.platform.changes_in_place:
        return [*drawn, section(_why_it_stays(seen)), context(*_kept(seen, chosen))]
    drawn.append(_reach_input(seen, chosen))
    if shown.closed:
        drawn += [section(_closed_said(seen, shown)), _closed_input(chosen)]
    lines = [changed_line(one, locale) for one in shown.lines[:LINES]]
    if (left := len(shown.lines) - LINES) > 0:
        lines.append(f"and {figures.counted(left, 'more variant', locale)}")
    drawn += paragraphs(lines)
    if shown.entries:
        total = changed_sum(shown.was, shown.now, locale)
        drawn.append(section(f"*Total  {total}*"))
    if shown.left_out:
        drawn.append(section("\n".join(_left_out(shown, locale))))
    return [*drawn, context(_numbers(shown.entries, locale), *_kept(seen, chosen))]


def _reach_input(seen: SeenChange, chosen: Reach) -> InputBlock:
    options = {one.value: _reach_option(seen, one) for one in seen.reaches}
    return InputBlock(
        block_id=names.REACH_BLOCK,
        dispatch_action=True,
        label=PlainTextObject(text="What is corrected?"),
        element=RadioButtonsElement(
            action_id=names.CHANGE_REACH,
            options=list(options.values()),
            initial_option=options[chosen.value],
        ),
    )


def _reach_option(seen: SeenChange, one: Reach) -> Option:
    locale = seen.form.book.locale
    if one.since is None:
        both = " and its reversal" if one.concerned > 1 else ""
        text = f"Only {seen.form.entry.number}{both}"
        then = "Later entries keep the old cost."
    else:
        count = figures.counted(one.concerned, "entry", locale, "entries")
        every = f"All {count}" if one.concerned > 1 else count
        text = f"{every} since {figures.day(one.since, locale)}"
        if one.concerned == 1:
            text = f"{seen.form.entry.number} and later entries"
        then = "Later entries use the new cost too."
    return Option(
        value=one.value,
        text=plain(text, limits.OPTION_TEXT),
        description=plain(then, limits.OPTION_TEXT),
    )


def _closed_said(seen: SeenChange, shown: ChangePreview) -> str:
    locale = seen.form.book.locale
    months = months_said([one.day for one in shown.closed])
    count, platform = len(shown.closed), seen.form.platform.label
    concerned = figures.entries(count, locale)
    verb = "stands" if count == 1 else "stand"
    closed = "is" if len({(one.day.year, one.day.month) for one in shown.closed}) == 1 else "are"
    return f"🔒 *{months} {closed} closed in {platform}.* {concerned} {verb} there."


def _closed_input(chosen: Reach) -> InputBlock:
    them = "it" if len(chosen.shown.closed) == 1 else "them"
    leave = Option(value=LEAVE, text=plain(f"Leave {them} as posted", limits.OPTION_TEXT))
    correct = Option(
        value=CORRECT,
        text=plain(f"Correct {them} too", limits.OPTION_TEXT),
        description=plain("A card waits until the days are open again.", limits.OPTION_TEXT),
    )
    is_left = _closed_choice(chosen) == LEAVE
    return InputBlock(
        block_id=names.CLOSED_BLOCK,
        dispatch_action=True,
        label=PlainTextObject(text="Closed days"),
        element=RadioButtonsElement(
            action_id=names.CHANGE_CLOSED,
            options=[leave, correct],
            initial_option=leave if is_left else correct,
        ),
    )


def _closed_choice(chosen: Reach) -> str:
    return CORRECT if chosen.shown.with_closed else LEAVE


def _numbers(entries: Sequence[Costed], locale: str) -> str:
    return _listed(
        [f"{one.number} {figures.short_day(one.day, locale)}" for one in entries], locale
    )


def _left_out(shown: ChangePreview, locale: str) -> list[str]:
    """Return what stays as it is though it holds such pieces, and why."""
    unknown = [one.number for one in shown.left_out if one.is_unknown]
    waits = [_waiting(one) for one in shown.left_out if not one.is_unknown]
    said = {
        "Not corrected, since its costs aren't known": unknown,
        "Not corrected, since a correction of it waits": waits,
    }
    return [f"⚠️ {why}: {_listed(some, locale)}" for why, some in said.items() if some]


def _waiting(one: LeftOut) -> str:
    return f"{one.number} (INC-{one.incident_id})" if one.incident_id else one.number


def _listed(named: Sequence[str], locale: str) -> str:
    left = len(named) - NUMBERS
    more = f" and {figures.number(left, locale)} more" if left > 0 else ""
    return f"{', '.join(named[:NUMBERS])}{more}"


def _kept(seen: SeenChange, chosen: Reach) -> list[str]:
    locale = seen.form.book.locale
    if chosen.since is None:
        return []
    channel = outside(seen.form.entry.content.sales_channel, limits.NAME_SHOWN)
    named = [
        f"{outside(sku, limits.NAME_SHOWN)} {figures.amount(cost, locale)}"
        for sku, cost in list(seen.read.costs.items())[:NUMBERS]
    ]
    left = len(seen.read.costs) - len(named)
    more = f" and {figures.number(left, locale)} more" if left > 0 else ""
    return [f"Later entries of {channel}: {', '.join(named)}{more}"]


def _why_it_stays(seen: SeenChange) -> str:
    number, platform = seen.form.entry.number, seen.form.platform.label
    if not seen.form.platform.takes_ours:
        return f"jefail doesn't post to {platform}. Correct {number} where it comes from."
    return (
        f"Nobody can change what is posted in {platform}, so *{number} stays as it is.* To correct"
        " it, reverse it there and hand the right one in under another reference."
    )
