"""One book at a posting service: its reports read, retries asked for, settings handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import structlog

from connectors.http import Answer as HttpAnswer
from connectors.posting_service.calls import CHANGED, JSON, NOT_MODIFIED, Calls, shown
from connectors.posting_service.settings_sent import with_costs, with_mapping
from connectors.posting_service.wire import (
    M,
    WireCosts,
    WireMapping,
    WirePage,
    WireReport,
    WireReports,
    read,
    reports_of,
)
from connectors.silence import never_answered, unreadable
from journal.entries.posting import Refused
from journal.errors import LedgerError
from journal.posting_service.reports import Answer, CostRow, MappingRow, Page, Place, Report

PAGE = 500
TRIES = 3
"""How often settings are merged again when someone changes them at the same moment."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ServiceClient:
    """Speaks docs/posting-service.yaml, version 1."""

    calls: Calls

    async def reports(self, since: Place) -> Page | None:
        """Return the next page of what changed, or None: nothing did.

        Raises:
            CursorGone: read from the beginning. LedgerError: it could not be read.
            AuthorisationLost: jefail has no access.
        """
        query = [("limit", str(PAGE))] + ([("cursor", since.cursor)] if since.cursor else [])
        headers = {"If-None-Match": since.etag} if since.etag else {}
        answer = await self.calls.get("/reports", query, headers)
        if answer.status == NOT_MODIFIED:
            return None
        page = _read(answer, WirePage)
        # The ETag is that of the page from here; it says nothing of the one behind it.
        etag = answer.headers.get("ETag", "") if page.cursor == since.cursor else ""
        return Page(_reports(page), Place(page.cursor, etag), page.has_more)

    async def retry(self, reference: str, key: str) -> Answer:
        """Ask for another try of an entry. The same key asks for one try only. Never raises.

        After a success that does not show the entry it is not known what came of it.
        """
        path = f"/entries/{quote(reference, safe='', errors='replace')}/retry"
        try:
            reply = await self.calls.send("POST", path, headers={"Idempotency-Key": key})
        except LedgerError as error:
            return never_answered(error)
        if reply.failure is not None:
            return Refused(reply.failure, reply.retry_after)
        try:
            (report,) = _reports(WireReports(reports=(_read(reply.answer, WireReport),)))
        except LedgerError as error:
            return unreadable(str(error), http_status=reply.answer.status, trace="")
        if report.content.reference != reference:
            return unreadable("another entry was shown", http_status=reply.answer.status, trace="")
        return report

    async def add_mapping(self, rows: Sequence[MappingRow]) -> None:
        """Put these rows among those it has. Raises as `reports`."""
        for _ in range(TRIES):
            answer = await self.calls.get("/mapping")
            merged = with_mapping(_read(answer, WireMapping), rows)
            if merged is None or await self._put("/mapping", merged, answer):
                return
        raise LedgerError("the mapping at the posting service is being changed by others")

    async def add_costs(self, rows: Sequence[CostRow]) -> None:
        """Put these unit costs among those it has. Raises as `reports`."""
        for _ in range(TRIES):
            answer = await self.calls.get("/costs")
            merged = with_costs(_read(answer, WireCosts), rows)
            if merged is None or await self._put("/costs", merged, answer):
                return
        raise LedgerError("the costs at the posting service are being changed by others")

    async def _put(self, path: str, body: WireMapping | WireCosts, there: HttpAnswer) -> bool:
        """Put `body` in place of what was `there`; False: it was changed meanwhile."""
        etag = there.headers.get("ETag", "")
        headers = {**JSON, **({"If-Match": etag} if etag else {})}
        sent = body.model_dump_json().encode()
        reply = await self.calls.send("PUT", path, headers=headers, body=sent)
        if reply.answer.status == CHANGED:
            return False
        shown(reply)
        return True


def _read(answer: HttpAnswer, model: type[M]) -> M:
    try:
        return read(answer, model)
    except LedgerError as error:
        log.warning("posting_service_unreadable", error=str(error), status=answer.status)
        raise


def _reports(shown_: WireReports) -> list[Report]:
    try:
        return reports_of(shown_)
    except LedgerError as error:
        log.warning("posting_service_unreadable", error=str(error))
        raise
