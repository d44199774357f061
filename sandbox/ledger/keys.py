"""Idempotency keys: a call that is repeated under its key is answered as the first time."""

from dataclasses import dataclass
from hashlib import sha256

from starlette.responses import Response

from sandbox.ledger.shelf import Drawers, Keeper


@dataclass(frozen=True, slots=True)
class Answered:
    """How a key was answered at first, and the digest of what was sent under it."""

    digest: str
    status: int
    body: str

    def is_for(self, body: bytes) -> bool:
        """Say whether the same was sent."""
        return self.digest == _digest(body)

    def response(self) -> Response:
        """Answer the same again."""
        return Response(self.body, self.status, media_type="application/json")


class Keys:
    """Answers by company and key, kept over restarts; only what was stored is remembered."""

    def __init__(self, platform: str, keep: Keeper) -> None:
        self._answers = Drawers(keep.table(f"{platform}_keys"), Answered)

    def known(self, realm: str, key: str) -> Answered | None:
        """Return the first answer to a key, None when it is new."""
        return self._answers.of(realm).get(key)

    def remember(self, realm: str, key: str, body: bytes, answer: Response) -> None:
        """Keep the answer to a key."""
        text = bytes(answer.body).decode()
        self._answers.put(realm, key, Answered(_digest(body), answer.status_code, text))


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
