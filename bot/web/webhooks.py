"""Platforms call when something changed, so that nobody waits for the next poll."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.web.problems import BAD_WEBHOOK, UNSIGNED_WEBHOOK, Problem
from bot.web.slack_body import has_many_parts
from connectors.quickbooks.webhook import is_signed, read_webhook
from journal.books.book import Platform
from journal.errors import BadInput
from journal.ports import Clock, OpenStore

QUICKBOOKS: Final = "/webhooks/quickbooks"


@dataclass(frozen=True, slots=True)
class QuickBooksHook:
    """Intuit's webhook: the polls of what changed are due at once, and nothing else happens here.

    So one that comes twice, late or out of order does no harm, and one that never comes only
    means the next poll finds it.
    """

    open_store: OpenStore
    now: Clock
    verifier: str = field(repr=False)

    async def take(self, request: Request) -> Response:
        """Take one webhook: 200 once its polls are due. Raises Problem: 401 or 422."""
        body = await request.body()
        if not is_signed(body, request.headers.get("intuit-signature", ""), self.verifier):
            raise Problem(UNSIGNED_WEBHOOK, "The signature is not that of this body.")
        if has_many_parts(body):
            raise Problem(BAD_WEBHOOK, "It names more than a webhook does.")
        try:
            changed = read_webhook(body)
        except BadInput as error:
            raise Problem(BAD_WEBHOOK, error.advice) from error
        async with self.open_store() as store:
            for realm, ids in changed.items():
                await store.books.poll_changed(Platform.QUICKBOOKS, realm, ids, self.now())
        return Response(status_code=200)
