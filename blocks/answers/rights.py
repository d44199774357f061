"""Who may what, in words: the refusal of one person, and the rules of a book."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.kit import figures, limits, names
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside
from blocks.moves import shown_move
from journal.amounts.money import Money
from journal.books.book import Book
from journal.moves.catalogue import CLOSING
from journal.rights import Met, Refusal, Rule, WhyNot

_NAMED = 3


def refusal_text(refusal: Refusal) -> str:
    """Return why someone may not, and who could: "Only owners may skip entries over $10,000."."""
    book, move = outside(refusal.book, limits.NAME_SHOWN), shown_move(refusal.move).may
    reasons = {
        WhyNot.UNKNOWN: "jefail is asking Slack who you are, and tells you here what to do next.",
        WhyNot.GUEST: f"Guests of this workspace may not {move}, unless they are named for it.",
        WhyNot.EXTERNAL: f"People of other workspaces may not {move}, unless they are named for"
        " it.",
        WhyNot.NOT_NAMED: f"Only {who(refusal.rule)} may {move}{_over(refusal)} in {book}.",
        WhyNot.NOT_MEMBER: f"Only people in the channel of {book} may {move}. Join it first.",
        WhyNot.NOT_OWNER: f"The first connection of {book} takes someone who is named for it. Your"
        " jefail administrator can name you, with `jefail rights set`, or connect it.",
        WhyNot.PREPARER: f"You prepared an entry of this card, so you may not {move} here"
        " yourself.",
        WhyNot.NO_MAIL: "An e-mail address prepared an entry of this card, and Slack does not show"
        f" jefail yours, so you may not {move} here.",
        WhyNot.SAME_PERSON: "You asked for this yourself, so another person has to approve it.",
    }
    if refusal.why in (WhyNot.UNKNOWN, WhyNot.NOT_MEMBER, WhyNot.NOT_OWNER):
        return reasons[refusal.why]
    return f"{reasons[refusal.why]} {_could(refusal)}"


def met_text(met: Met, person_id: str) -> str:
    """Return what comes next for someone whom jefail did not know, now that Slack was asked."""
    command = f"`jefail rights set BOOK MOVE --person {person_id}`"
    told = {
        Met.KNOWN: "Slack has told jefail who you are. Press again.",
        Met.NOT_NAMED: "Slack does not tell jefail who you are, so it cannot know what you may do."
        f" Your jefail administrator can name you: {command}.",
        Met.NOT_ALLOWED: "jefail may not ask Slack who people are. Your jefail administrator can"
        " put app.yaml into the app's manifest again and install it again.",
        Met.AWAY: "Slack did not answer when jefail asked who you are. Press again later.",
    }
    return told[met]


def who(rule: Rule) -> str:
    """Return whom a rule names: "Owners, @Ben and @Chi"."""
    named = [outside(group.name, limits.NAME_SHOWN) for group in rule.groups]
    named += [mention(person) for person in rule.people]
    if rule.anyone:
        return _listed(["anyone in the channel", *named[len(rule.groups) :]])
    return _listed(named) or "nobody"


def rules_card(rules: Sequence[tuple[Book, Sequence[Rule]]], *, left: int = 0) -> Card:
    """Draw the rules of one or several books; `left`: how many more there are."""
    drawn = [section("\n".join((f"*{_name(book)}*", *_lines(book, of)))) for book, of in rules]
    quiet = context(
        f"and {left} more books: `{names.COMMAND} rights BOOK`" if left else "",
        "Guests and people of other workspaces never, unless they are named",
        "nobody closes or skips an entry that they prepared",
        "set by the person who runs jefail, with `jefail rights set`",
    )
    text = f"Who may what in {_listed([_name(book) for book, _of in rules])}"
    return Card(text, stamped([*drawn, quiet], "rights"))


def _lines(book: Book, rules: Sequence[Rule]) -> list[str]:
    lines = [_line(book, rule) for rule in rules]
    if not any(rule.move is None for rule in rules):
        rest = "Everything else" if rules else "Everything"
        lines.append(f"{rest}: anyone in the channel")
    return lines


def _line(book: Book, rule: Rule) -> str:
    move = shown_move(rule.move).may if rule.move else "everything else"
    parts = [f"{move[:1].upper()}{move[1:]}: {who(rule)}"]
    if rule.above is not None:
        parts[0] += f" above {_amount(rule.above, book.locale)}, below that anyone in the channel"
    if rule.second_above is not None:
        parts.append(f"a second person above {_amount(rule.second_above, book.locale)}")
    return "; ".join(parts)


def _over(refusal: Refusal) -> str:
    above = refusal.rule.above
    return f" over {_amount(above, refusal.locale)}" if above is not None else ""


def _could(refusal: Refusal) -> str:
    """Return who could; a rule for anyone names nobody, so the sentence does not either."""
    could = refusal.could
    if could:
        several = [mention(one) for one in could[:_NAMED]]
        left = len(could) - _NAMED
        more = [figures.counted(left, "other", refusal.locale)] if left > 0 else []
        return f"{_listed([*several, *more])} can."
    if refusal.rule.anyone:
        but = " who did not prepare it" if refusal.move in CLOSING else ""
        return f"Anyone else in the channel{but} can."
    return "Nobody else can at present: the person who runs jefail sets this, `jefail rights set`."


def _amount(money: Money, locale: str) -> str:
    return figures.amount(money, locale)


def _name(book: Book) -> str:
    return outside(book.name, limits.NAME_SHOWN)


def _listed(names: Sequence[str]) -> str:
    """Return "Ana, Ben and Chi"."""
    *early, last = names or ("",)
    return f"{', '.join(early)} and {last}" if early else last
