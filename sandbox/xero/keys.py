"""`Idempotency-Key`: the same key with the same body is answered as the first time."""

from dataclasses import dataclass
from hashlib import sha256

from starlette.responses import Response

from sandbox.ledger.shelf import Drawers, Keeper
from sandbox.xero.faults import JSON

LONGEST = 128


@dataclass(frozen=True, slots=True)
class Answered:
    """What a key was used for, and how it was answered."""

    digest: str
    status: int
    body: str


class Keys:
    """Answers by organisation and key, kept over restarts; only what was stored is repeated."""

    def __init__(self, keep: Keeper) -> None:
        self._answers = Drawers(keep.table("xero_keys"), Answered)

    def known(self, realm: str, key: str, body: bytes) -> Response | None:
        """Return the first answer to the key, None when it is new.

        The same key with another body is refused; what Xero does then is not documented.
        """
        first = self._answers.of(realm).get(key)
        if first is None:
            return None
        if first.digest != _digest(body):
            told = '{"Message":"The idempotency key was used with another request"}'
            return Response(told, 400, media_type=JSON)
        return Response(first.body, first.status, media_type=JSON)

    def remember(self, realm: str, key: str, body: bytes, answer: Response) -> None:
        """Keep the answer to a key."""
        text = bytes(answer.body).decode()
        self._answers.put(realm, key, Answered(_digest(body), answer.status_code, text))


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
