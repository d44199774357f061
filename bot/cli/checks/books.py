"""Each book: may its cards be sent, and has jefail access to its accounting platform?"""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.cli.checks.finding import Finding
from bot.cli.slack_calls import SlackRefused, channel_problem, told_plainly
from bot.compose import Program
from bot.ledgers import ledgers_of
from bot.members import people_in
from journal.books.book import Book, Connection
from journal.errors import JefailError


async def book_findings(program: Program, *, ask_slack: bool) -> AsyncIterator[Finding]:
    """Look at every book's connection and, if Slack answers, its channel."""
    async with program.database.store() as store:
        statuses = await store.books.statuses(program.services.now())
    if not statuses:
        yield Finding("Books", problem="none yet; `jefail book add` adds one")
    for one in statuses:
        if ask_slack:
            yield await _channel(program, one.book)
        yield await _connection(program, one.book, one.connection)


async def _channel(program: Program, book: Book) -> Finding:
    what = f"{book.slug}, channel"
    try:
        with told_plainly():
            answer = await program.slack.conversations_info(channel=book.channel_id)
    except SlackRefused as error:
        return Finding(what, problem=f"{book.channel_id}: {error.advice}")
    channel = answer["channel"]
    if problem := channel_problem(channel):
        return Finding(what, problem=problem)
    try:
        with told_plainly():
            people = await people_in(program.slack, book.channel_id)
    except SlackRefused as error:
        who = f"Slack does not tell who is in #{channel['name']}, so nobody sees the book"
        return Finding(what, problem=f"{who}: {error.advice}")
    count = len(people) - 1  # without jefail
    seen_by = "1 person" if count == 1 else f"{count} people"
    return Finding(what, f"#{channel['name']}, whose book is seen by {seen_by}")


async def _connection(program: Program, book: Book, connection: Connection | None) -> Finding:
    what = f"{book.slug}, connection"
    again = f"`jefail connection add {book.slug}`"
    if connection is None:
        return Finding(what, problem=f"none yet; {again} makes one")
    platform = connection.platform.label
    lacking = set(program.settings.lacking(connection.platform))
    if lacking - set(program.settings.missing()):  # half of it is told above
        return Finding(what, problem=f"{platform}: not set: {'; '.join(sorted(lacking))}")
    ledgers = ledgers_of(program.settings, program.http, program.tokens, program.services.now)
    try:
        await program.tokens.read(connection.consent_id)  # says why, where the platform could not
        await ledgers.open(connection).check()
    except JefailError as error:
        return Finding(
            what, problem=f"{platform}: {error.advice.rstrip('.')}. {again} authorises it anew"
        )
    return Finding(what, f"{platform} company {connection.realm} lets us in")
