"""Answers with an ETag, so that what did not change is neither sent nor overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response


def body_of(content: Mapping[str, Any]) -> bytes:
    """Return `content` as it is sent."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def tag_of(body: bytes) -> str:
    """Return the entity tag that stands for `body`."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def tagged(content: Mapping[str, Any]) -> Response:
    """Return `content` with its tag."""
    body = body_of(content)
    headers = {"ETag": tag_of(body), "Cache-Control": "no-cache"}
    return Response(body, media_type="application/json", headers=headers)


def if_new(request: Request, content: Mapping[str, Any]) -> Response:
    """Return `content` with its tag, or 304 where the reader has just that."""
    answer = tagged(content)
    if names(request.headers.get("If-None-Match", ""), answer.headers["ETag"]):
        kept = {name: answer.headers[name] for name in ("ETag", "Cache-Control")}
        return Response(status_code=304, headers=kept)
    return answer


def names(condition: str, tag: str) -> bool:
    """Return whether the value of If-None-Match or If-Match names `tag` (RFC 9110, 13.1)."""
    named = [one.strip().removeprefix("W/") for one in condition.split(",")]
    return "*" in named or tag in named
