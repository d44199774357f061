"""What the OAuth calls are sent: forms and HTTP Basic credentials."""

from base64 import b64decode
from urllib.parse import parse_qsl

from starlette.requests import Request


async def form_of(request: Request) -> dict[str, str]:
    """Read a URL-encoded form; a field given twice counts as its last."""
    body = await request.body()
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def credentials(request: Request) -> tuple[str, str] | None:
    """Return the client id and secret of HTTP Basic, None if there are none to read."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = b64decode(coded, validate=True).decode().partition(":")
    except ValueError:
        return None
    return client_id, secret
