"""`jefail book`: one legal entity's accounts, and the channel its cards go to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.terminal import note, say, show
from journal.amounts.money import Money, currency_code
from journal.books.rates import RateRule
from journal.errors import BadInput
from journal.incidents.notes import NoteRule

if TYPE_CHECKING:
    from bot.compose import Program
    from journal.books.book import Book
    from journal.books.sales_channels import SalesChannel

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


async def add(
    slug: Annotated[
        str, typer.Argument(metavar="SLUG", help="A short name for commands, like northwind.")
    ],
    name: Annotated[str, typer.Option(help='As cards show it: "Northwind Retail".')],
    channel: Annotated[str, typer.Option(help='Where cards go: "#bookkeeping" or C0123ABCD.')],
    currency: Annotated[str, typer.Option(help="The home currency of its accounts: USD.")],
    locale: Annotated[str, typer.Option(help="How amounts and dates are written.")] = "en_US",
) -> None:
    """Add a book."""
    from bot.cli.opening import open_program
    from journal.books.book import Book

    new = Book(
        id=0,
        slug=_checked_slug(slug),
        name=_checked_name(name),
        channel_id="",
        currency=_checked_currency(currency),
        locale=_checked_locale(locale),
    )
    async with open_program() as program:
        await _keep(program, new, channel)
    say(f"{new.name} is a book now; its cards go to {channel}.")
    note(f"Next: jefail connection add {new.slug} --platform quickbooks --realm ID", "dim")


async def list_() -> None:
    """List the books."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        books = await store.books.all()
    if not books:
        say("There are no books yet. `jefail book add` adds one.")
        return
    show(
        ("Book", "Name", "Channel", "Currency", "Locale", "Closes", "Note above"),
        [
            (
                one.slug,
                one.name,
                one.channel_id,
                one.currency,
                one.locale,
                _closes(one),
                _note_above(one),
            )
            for one in books
        ],
    )


async def move(
    slug: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="#bookkeeping or C0123ABCD.")],
) -> None:
    """Send a book's cards to another channel, the open ones too."""
    from bot.cli.opening import open_program

    async with open_program() as program:
        channel_id = await _channel(program, channel)
        async with program.database.store() as store:
            book = await store.books.by_slug(slug)
            cards = await store.channels.move(book.id, channel_id)
    say(f"Cards of {book.name} go to {channel} now; open cards sent there: {cards}.")


async def store_(
    slug: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="The sales channel: Shopify.")],
    store: Annotated[
        str,
        typer.Argument(metavar="STORE", help='As addresses there name it; "" forgets it.'),
    ],
) -> None:
    """Say which store of a sales channel is the book's, so that cards lead to its orders."""
    from bot.cli.opening import open_program

    known_channel = _channel_with_stores(channel)
    if store and not known_channel.names_store(store):
        raise BadInput(
            f'"{store}" cannot be a store at {known_channel.name};'
            f" it looks like this there: {known_channel.store}"
        )
    async with open_program() as program, program.database.store() as kept:
        book = await kept.books.by_slug(slug)
        await kept.desk.save_store(book.id, known_channel.name, store)
    leads = f"lead to {store}" if store else "no longer lead anywhere"
    say(f"{known_channel.name} on cards of {book.name} will {leads}.")


async def rates(
    slug: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    rule: Annotated[
        RateRule, typer.Argument(metavar="platform|ask", help="The platform's own, or a person.")
    ],
) -> None:
    """Set where exchange rates come from when entries have none."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        book = await store.books.by_slug(slug)
        await store.books.save_rate_rule(book.id, rule)
    said = {
        RateRule.PLATFORM: "use the platform's rate of their day",
        RateRule.ASK: "wait on a card until someone sets the rate",
    }
    say(f"Entries of {book.name} in other currencies {said[rule]}.")


async def convert(
    slug: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    account: Annotated[
        str,
        typer.Argument(metavar="ACCOUNT|off", help="Where rounding differences go: number, name."),
    ],
) -> None:
    """Convert entries in other currencies for a platform that can't hold them, such as Xero."""
    from bot.cli.accounts import chart_of, checked_account
    from bot.cli.opening import open_program
    from journal.books.listing import BY_ID

    is_off = account.strip().casefold() == "off"
    async with open_program() as program, program.database.store() as store:
        book = await store.books.by_slug(slug)
        found = None if is_off else checked_account(await chart_of(store, book), account)
        if found is None and not is_off:
            raise BadInput(f"Connect {book.name} first, so that its accounts are known.")
        kept = f"{BY_ID}{found.key}" if found else ""
        await store.books.save_rounding_account(book.id, kept)
    if found is None:
        say(f"Entries of {book.name} in a currency that journals can't hold are refused.")
        return
    say(f"Entries of {book.name} are converted; differences go to {found.label}.")


async def closes(
    slug: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    day: Annotated[
        str,
        typer.Argument(
            metavar="DAY", help='The last day for a month, in the next one; or "never".'
        ),
    ],
) -> None:
    """Say when a book's months close, so that its channel is told what is not in the books."""
    from bot.cli.opening import open_program

    closes_on = _closing_day(day)
    async with open_program() as program, program.database.store() as store:
        book = await store.books.by_slug(slug)
        await store.desk.save_closing_day(book.id, closes_on)
    say(
        f"A month of {book.name} closes with day {closes_on} of the next one."
        if closes_on
        else f"The months of {book.name} close on no set day."
    )


async def note_above(
    slug: Annotated[str, typer.Argument(metavar="BOOK", help="The book's short name.")],
    amount: Annotated[
        str,
        typer.Argument(
            metavar="AMOUNT", help='Like 5000; "never", or "default": what holds for all books.'
        ),
    ],
    currency: Annotated[str, typer.Option(help="Of which; else the book's own.")] = "",
) -> None:
    """Say above which amount the person who closes or skips has to say why, in a note."""
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        book = await store.books.by_slug(slug)
        code = _checked_currency(currency) if currency else book.currency
        said = amount.casefold()
        if said == "default":
            await store.desk.drop_note_limit(book.id, code)
        else:
            limit = None if said == "never" else _limit(amount, code)
            await store.desk.save_note_limit(book.id, code, limit)
        book = await store.books.get(book.id)
    above = NoteRule(program.settings.note_above).above_in(book, code)
    say(
        f"Whoever closes or skips more than {Money.of(above, code)} of {book.name} says why."
        if above is not None
        else f"Nobody has to say why they close or skip entries of {book.name} in {code}."
    )


COMMANDS = (
    ("add", add),
    ("move", move),
    ("list", list_),
    ("store", store_),
    ("closes", closes),
    ("rates", rates),
    ("convert", convert),
    ("note-above", note_above),
)


def _limit(text: str, currency: str) -> Money:
    limit = Money.of(text.replace(",", ""), currency)
    if limit.minor < 0:
        raise BadInput(f'"{text}" is below zero')
    return limit


def _closes(book: Book) -> str:
    return f"day {book.closes_on}" if book.closes_on else "never"


def _note_above(book: Book) -> str:
    limits = book.note_above.items()
    said = [f"never {code}" if one is None else f"{one} {code}" for code, one in limits]
    return ", ".join(said) or "default"


def _closing_day(text: str) -> int | None:
    from journal.books.closing import closing_day

    if text.casefold() == "never":
        return None
    if not text.isdecimal():
        raise BadInput(f'"{text}" is not a day; write a number such as 10, or never')
    return closing_day(int(text))


def _channel_with_stores(name: str) -> SalesChannel:
    from journal.books.sales_channels import SALES_CHANNELS, known

    found = known(name)
    if found is None or not found.store:
        those = ", ".join(one.name for one in SALES_CHANNELS if one.store)
        raise BadInput(f'"{name}" needs no store, or is not known. These do: {those}.')
    return found


async def _keep(program: Program, new: Book, channel: str) -> None:
    channel_id = await _channel(program, channel)
    async with program.database.store() as store:
        await store.desk.add_book(replace(new, channel_id=channel_id))


async def _channel(program: Program, given: str) -> str:
    from bot.cli.slack_calls import channel_id

    if not program.settings.slack_bot_token.get_secret_value():
        raise BadInput("Set SLACK_BOT_TOKEN first: the channel is looked up in Slack.")
    return await channel_id(program.slack, given)


def _checked_slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise BadInput(
            f'"{text}" cannot be a short name; use up to 40 small letters, digits and hyphens,'
            " such as northwind"
        )
    return text


def _checked_name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise BadInput("Give the book a name, as cards are to show it")
    return text.strip()


def _checked_currency(text: str) -> str:
    from babel.numbers import list_currencies

    code = currency_code(text)
    if code not in list_currencies():
        raise BadInput(f"{code} is not a currency that exists; write a code such as USD")
    return code


def _checked_locale(text: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(text.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        raise BadInput(f'"{text}" is not a locale; write one such as en_US or de_DE') from None
