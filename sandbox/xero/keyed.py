"""`Idempotency-Key`: the same key with the same body is answered as the first time."""

from typing import Final

from starlette.responses import Response

from sandbox.ledger.gate import Call
from sandbox.ledger.keys import Keys
from sandbox.xero import faults

LONGEST: Final = 128


def key_of(call: Call) -> str:
    """Return the key that a call carries, "" for none."""
    return call.request.headers.get("idempotency-key", "")


def first_answer(keys: Keys, call: Call) -> Response | None:
    """Return the first answer to the key of a call, None when it has none or a new one.

    The same key with another body is refused; what Xero does then is not documented.
    """
    key = key_of(call)
    first = keys.known(call.company.realm, key) if key else None
    if first is None or first.is_for(call.body):
        return first.response() if first else None
    return faults.json({"Message": "The idempotency key was used with another request"}, 400)
