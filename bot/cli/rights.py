"""`jefail rights`: who may make which move in a book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import say, show
from journal.amounts.money import Money
from journal.books.book import Book
from journal.errors import BadInput, NotFound
from journal.incidents.move import MoveName, governing
from journal.moves.catalogue import SECONDED
from journal.rights import Rule

if TYPE_CHECKING:
    from bot.compose import Program

ALL = "all"
_MOVES = ", ".join((ALL, *(one.value for one in MoveName if governing(one) is one)))
BookName = Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")]
MoveArgument = Annotated[
    str, typer.Argument(metavar="MOVE", help=f"What the rule is for: {_MOVES}. all: what has none.")
]


async def list_(
    book: Annotated[str, typer.Argument(metavar="[BOOK]", help="One book; else all.")] = "",
) -> None:
    """List the rules. What has none may be done by anyone in the channel but guests."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        books = [await store.books.by_slug(book)] if book else await store.books.all()
        kept = [(one, rule) for one in books for rule in await store.rights.rules(one.id)]
        names = await store.roster.names([one for _book, rule in kept for one in rule.people])
    if not kept:
        say("There are no rules: anyone in the channel may do everything, guests nothing.")
        return
    rows = [(of.slug, *_row(rule, names)) for of, rule in kept]
    show(("Book", "Move", "Who", "Above", "Second person above"), rows)


async def set_(
    book: BookName,
    move: MoveArgument,
    *,
    anyone: Annotated[
        bool, typer.Option("--anyone", help="Anyone in the channel, and guests named by --person.")
    ] = False,
    group: Annotated[
        list[str] | None, typer.Option(metavar="GROUP", help="A Slack user group: owners.")
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(metavar="PERSON", help="Somebody: Slack user id, e-mail address or @name."),
    ] = None,
    above: Annotated[
        str, typer.Option(metavar="AMOUNT", help="Up to this much, anyone in the channel may.")
    ] = "",
    second_above: Annotated[
        str, typer.Option(metavar="AMOUNT", help="Above this, a second person has to approve.")
    ] = "",
) -> None:
    """Say who may make a move in a book, in place of what was said before."""
    from bot.cli.opening import open_program

    wish = _Wish(anyone, tuple(group or ()), tuple(person or ()), above, second_above)
    named = _move(move)
    wish.check(named)
    async with open_program() as program:
        async with program.database.store() as store:
            found = await store.books.by_slug(book)
        rule = await wish.rule(program, named, found)
        async with program.database.store() as store:
            await store.rights.save(found.id, rule)
            names = await store.roster.names(rule.people)
    what, who, over, second = _row(rule, names)
    above_said = f" above {over}" if over else ""
    second_said = f", with a second person above {second}" if second else ""
    say(f"{found.name}: {what} by {who}{above_said}{second_said}.")


async def unset(book: BookName, move: MoveArgument) -> None:
    """Forget a rule; the book's rule for all moves holds then, else anyone may."""
    from bot.cli.opening import open_program

    named = _move(move)
    async with open_program() as program, program.database.store() as store:
        found = await store.books.by_slug(book)
        if not await store.rights.drop(found.id, named):
            raise NotFound(f"{found.name} has no rule for {move}")
    say(f"{found.name} has no rule for {move} any more.")


COMMANDS = (("list", list_), ("set", set_), ("unset", unset))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was typed for a rule."""

    anyone: bool
    groups: tuple[str, ...]
    people: tuple[str, ...]
    above: str
    second_above: str

    def check(self, move: MoveName | None) -> None:
        """Raise BadInput for what means nothing together."""
        named = self.groups or self.people
        if not (self.anyone or named or self.second_above):
            raise BadInput("Say who: --anyone, --group, --person, or --second-above AMOUNT.")
        if self.anyone and self.groups:
            raise BadInput("--anyone takes in every group: leave out --anyone or --group.")
        if self.above and (self.anyone or not named):
            raise BadInput("--above says from when on only some may: say who, --group or --person.")
        if self.second_above and move is not None and move not in SECONDED:
            known = ", ".join(sorted(one.value for one in SECONDED))
            raise BadInput(
                f"A second person approves {known}; {move.value} is done by one person alone."
            )

    async def rule(self, program: Program, move: MoveName | None, book: Book) -> Rule:
        """Return the rule, with everybody it names looked up. Raises NotFound, BadInput."""
        from bot.cli.naming import group_called, person_called

        return Rule(
            move=move,
            anyone=self.anyone or not (self.groups or self.people),
            groups=tuple([await group_called(program, one) for one in self.groups]),
            people=tuple(
                [await person_called(program, one, may_be_unseen=True) for one in self.people]
            ),
            above=_amount(self.above, book),
            second_above=_amount(self.second_above, book),
        )


def _move(name: str) -> MoveName | None:
    wanted = name.strip().casefold().replace("-", "_")
    if wanted == ALL:
        return None
    try:
        move = MoveName(wanted)
    except ValueError:
        raise BadInput(f'There is no move "{name}". There are: {_MOVES}') from None
    if governing(move) is not move:
        raise BadInput(f"The rule for {governing(move).value} holds for {move.value} too")
    return move


def _amount(text: str, book: Book) -> Money | None:
    if not text:
        return None
    amount = Money.of(text.replace(",", ""), book.currency)
    if amount.minor < 0:
        raise BadInput(f'"{text}" is below zero')
    return amount


def _row(rule: Rule, names: Mapping[str, str]) -> tuple[str, str, str, str]:
    groups = [f"@{group.handle}" for group in rule.groups]
    people = [f"{names.get(one, '')} ({one})".strip() for one in rule.people]
    who = ", ".join([*(["anyone"] if rule.anyone else []), *groups, *people])
    what = rule.move.value if rule.move else ALL
    return what, who, str(rule.above or ""), str(rule.second_above or "")
