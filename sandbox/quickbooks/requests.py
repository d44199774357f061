"""`requestid`: the same id is answered as the first time, and nothing is done twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sandbox.ledger.shelf import Drawers, Keeper
from sandbox.quickbooks.faults import Fault, RefusedError, wrong_length
from sandbox.quickbooks.replies import Reply

LONGEST: Final = 50


@dataclass(frozen=True, slots=True)
class Answered:
    """How a request id was answered: with a reply or with a refusal."""

    reply: Reply | None = None
    fault: Fault | None = None


class Requests:
    """Answers by company and request id, kept over restarts and never forgotten."""

    def __init__(self, keep: Keeper) -> None:
        self._answers = Drawers(keep.table("quickbooks_requests"), Answered)

    def once(
        self, realm: str, request_id: str, work: Callable[[], Reply], *, replay_refusals: bool
    ) -> Reply:
        """Do `work` unless the id is known.

        A refusal did nothing, so by default the id may try again; a company that
        replays refusals repeats it instead.

        Raises:
            RefusedError: 2050 the id is too long, or what `work` raised.
        """
        if len(request_id) > LONGEST:
            raise RefusedError(wrong_length("requestid", LONGEST, len(request_id)))
        known = self._answers.of(realm).get(request_id, Answered())
        if known.reply is not None:
            return known.reply
        if known.fault is not None and replay_refusals:
            raise RefusedError(known.fault)
        return self._first(realm, request_id, work)

    def _first(self, realm: str, request_id: str, work: Callable[[], Reply]) -> Reply:
        try:
            reply = work()
        except RefusedError as refused:
            self._answers.put(realm, request_id, Answered(fault=refused.fault))
            raise
        self._answers.put(realm, request_id, Answered(reply=reply))
        return reply
