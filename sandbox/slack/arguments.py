"""Arguments of a Web API call, from forms, multipart bodies, JSON bodies and the query."""

import json
from email.message import MIMEPart
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.slack.wire import Json, SlackError

TRUE = frozenset({"true", "1", "yes"})


class Args:
    """Named arguments; those in forms are text, even when they hold JSON."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def text(self, name: str) -> str | None:
        """Return an argument as text, None when it is missing or empty."""
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def need(self, name: str) -> str:
        """Return an argument that has to be there; raises invalid_arguments."""
        value = self.text(name)
        if value is None:
            words = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [words]})
        return value

    def flag(self, name: str) -> bool:
        """Return whether an argument is set to a word for yes."""
        return (self.text(name) or "").lower() in TRUE

    def number(self, name: str, default: int) -> int:
        """Return a whole number; raises invalid_arguments for anything else."""
        try:
            return int(float(self.text(name) or default))
        except ValueError as wrong:
            raise SlackError("invalid_arguments") from wrong

    def json(self, name: str, wrong: str) -> Any:
        """Return what an argument holds, given as JSON or as JSON text; None when missing.

        Raises:
            SlackError: with the code `wrong` when the text is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as error:
            raise SlackError(wrong) from error


async def read_arguments(request: Request) -> Args:
    """Read a call's arguments; raises invalid_json or invalid_post_type for what is neither."""
    return Args({**request.query_params, **_parsed(_kind(request), await request.body(), request)})


def token_of(request: Request, args: Args) -> str | None:
    """Return the bearer token, or the `token` argument."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else args.text("token")


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _parsed(kind: str, body: bytes, request: Request) -> Json:
    if not body:
        return {}
    if kind == "application/json":
        return _json(body)
    if kind == "multipart/form-data":
        return _multipart(request.headers["content-type"], body)
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def _json(body: bytes) -> Json:
    try:
        values = json.loads(body)
    except ValueError as wrong:
        raise SlackError("invalid_json") from wrong
    if not isinstance(values, dict):
        raise SlackError("json_not_object")
    return values


def _multipart(content_type: str, body: bytes) -> Json:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body)
    return {
        str(part.get_param("name", header="content-disposition")): _utf8(part)
        for part in parts.iter_parts()
    }


def sent_file(content_type: str, body: bytes) -> bytes:
    """Return the file in the body of an upload: all of it, or the part of a form that holds it.

    Slack takes both (docs.slack.dev/messaging/working-with-files); its Python client sends the
    bytes alone, and @slack/web-api a form with the file in a part named "body".
    """
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        return body
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = [*BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()]
    files = [part for part in parts if part.get_filename()] or parts[-1:]
    content = files[0].get_payload(decode=True) if files else b""
    return content if isinstance(content, bytes) else b""


def base_of(request: Request) -> str:
    """Return the address below which this workspace is served, as the caller reached it."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"


def _utf8(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    return content.decode(errors="replace") if isinstance(content, bytes) else ""
