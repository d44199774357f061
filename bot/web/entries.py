"""`/api/v1/entries`: entries are handed in, and asked after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.web.batch import Batch
from bot.web.guard import Guard
from bot.web.models import ReceiptsJson, StandingJson, receipts, standing_json
from bot.web.needs import Needs
from bot.web.problems import (
    CONFLICT,
    NOT_CONNECTED,
    NOT_JSON,
    RESTATED,
    UNKNOWN_ENTRY,
    FaultJson,
    Problem,
    RestatedJson,
)
from journal.books.book import Book
from journal.errors import NotFound
from journal.ports import Acceptance
from storage.api.figures import standing

PATH: Final = "/api/v1/entries"


@dataclass(frozen=True, slots=True)
class EntriesApi:
    """The endpoints, each for the one book whose token the request carries."""

    needs: Needs
    guard: Guard

    async def take(self, request: Request, response: Response) -> ReceiptsJson:
        """Hand in one entry, or a list of up to 1,000.

        All are taken or none is. The same reference and revision may be sent any number of
        times: it is taken once. A higher revision takes the place of the entry, also where it
        is in the ledger already and the platform lets it be put right there. One whose day,
        sales channel or most lines differ reads as another entry: `on_change` says what then.
        """
        book = await self.guard.book_of(request)
        _must_be_json(request)
        with self.guard.bodies.one(book.id):
            body = await request.body()
            batch: Batch = await self.needs.bodies.read("entries", body, book.currency)
        accepted = await self._accept(book, batch)
        if any(one.taken for one in accepted):
            response.status_code = 201
            if len(accepted) == 1:
                response.headers["Location"] = f"{PATH}/{quote(accepted[0].reference)}"
        return receipts(accepted)

    async def _accept(self, book: Book, batch: Batch) -> Sequence[Acceptance]:
        """Take all of `batch`, or raise Problem and take none."""
        try:
            async with self.needs.database.store() as store:
                accepted = await self.needs.accept_entries.within(
                    store, book.id, batch.entries, together=True
                )
                _must_have_no_conflict(batch, accepted)
        except NotFound as error:
            raise Problem(NOT_CONNECTED, error.advice) from error
        return accepted

    async def ask(self, request: Request) -> StandingJson:
        """Ask where an entry stands, by the reference under which it was handed in."""
        book = await self.guard.book_of(request)
        reference = request.path_params["reference"]
        async with self.needs.database.store() as store:
            found = await standing(store, book.id, reference)
        if found is None:
            raise Problem(UNKNOWN_ENTRY, f"{book.name} has no entry of this reference.")
        return standing_json(found)


def _must_be_json(request: Request) -> None:
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
    if media_type != "application/json":
        raise Problem(NOT_JSON, "Send the header `Content-Type: application/json`.")
    if request.headers.get("Content-Encoding", "identity").casefold() != "identity":
        raise Problem(NOT_JSON, "Send the body as it is, without Content-Encoding.")


def _must_have_no_conflict(batch: Batch, accepted: Sequence[Acceptance]) -> None:
    faults = [_fault(index, batch, one) for index, one in enumerate(accepted) if one.error]
    if faults:
        is_restated = all(one.restated for one in accepted if one.error)
        raise Problem(
            RESTATED if is_restated else CONFLICT,
            f"{len(faults)} of {len(accepted)} entries cannot be taken as they are,"
            " so nothing was.",
            faults,
        )


def _fault(index: int, batch: Batch, answer: Acceptance) -> FaultJson:
    restated, detail = answer.restated, answer.error
    if restated is not None and detail.endswith(restated.sentence):
        detail += " If it is another entry, hand it in under a reference of its own."
        if restated.is_replaceable:
            detail += (
                f" If it is a correction, hand it in as revision {restated.revision + 1} with"
                ' "on_change": "replace", or "ask" to have the team decide in Slack.'
            )
    return FaultJson(
        index=index,
        pointer=batch.pointer(index, "reference"),
        detail=detail,
        restated=RestatedJson.of(restated) if restated else None,
    )
