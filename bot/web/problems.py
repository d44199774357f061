"""Everything the API refuses, as problem details (RFC 9457), one table of them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from journal.entries.entry import NewEntry, PostingStatus
from journal.entries.restating import Departure, Restated

MEDIA_TYPE: Final = "application/problem+json"
_MEANS_NOTHING_MORE: Final = "about:blank"  # RFC 9457: the status says it all


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal. Programs tell kinds apart by `type`, people read `title`."""

    status: int
    name: str
    title: str

    @property
    def type(self) -> str:
        """The kind's identifier; it never changes and leads nowhere."""
        return f"urn:jefail:problem:{self.name}" if self.name else _MEANS_NOTHING_MORE


BROKEN_JSON: Final = Kind(400, "broken-json", "The body is not JSON")
NOT_AUTHORISED: Final = Kind(401, "not-authorised", "A token of a book is needed")
UNSIGNED_WEBHOOK: Final = Kind(401, "unsigned-webhook", "This is not from the platform")
FORGED: Final = Kind(401, "forged", "This is not from Slack")
UNKNOWN_ENTRY: Final = Kind(404, "unknown-entry", "This book has no such entry")
CONFLICT: Final = Kind(409, "conflict", "Known already with other content")
RESTATED: Final = Kind(409, "restated", "Known already, and this reads as another entry")
NOT_CONNECTED: Final = Kind(409, "not-connected", "The book has no accounting platform yet")
TOO_LARGE: Final = Kind(413, "too-large", "The body is too large")
TOO_MANY: Final = Kind(413, "too-many-entries", "Too many entries at once")
NOT_JSON: Final = Kind(415, "not-json", "The body must be application/json")
BAD_ENTRIES: Final = Kind(422, "bad-entries", "Nothing was taken")
BAD_WEBHOOK: Final = Kind(422, "bad-webhook", "Nothing was taken")
TOO_FAST: Final = Kind(429, "too-fast", "Too many calls")
BROKEN: Final = Kind(500, "broken", "Something went wrong here")
BUSY: Final = Kind(503, "busy", "Busy just now; nothing was changed")


class VersionJson(BaseModel):
    """One version of an entry, in short."""

    model_config = ConfigDict(frozen=True)

    date: dt.date
    sales_channel: str
    total: str = Field(description="The sum of its debits, as decimal text.", examples=["350.58"])
    currency: str

    @classmethod
    def of(cls, content: NewEntry) -> VersionJson:
        """Return `content` in short."""
        total = str(content.total.decimal)
        return cls(
            date=content.date,
            sales_channel=content.sales_channel,
            total=total,
            currency=content.currency,
        )


class RestatedJson(BaseModel):
    """An entry that reads as another one than its reference stands for so far."""

    model_config = ConfigDict(frozen=True)

    by: Departure = Field(description="What differs first: the day, the sales channel, the lines.")
    number: str = Field(description="jefail's number of the one that is known.")
    revision: int = Field(ge=1, description="Its newest revision.")
    status: PostingStatus = Field(description="Where it stands.")
    was: VersionJson = Field(description="What is known under the reference.")
    says: VersionJson = Field(description="What was handed in now.")

    @classmethod
    def of(cls, restated: Restated) -> RestatedJson:
        """Return `restated` as a program reads it."""
        return cls(
            by=restated.by,
            number=restated.number,
            revision=restated.revision,
            status=restated.status,
            was=VersionJson.of(restated.was),
            says=VersionJson.of(restated.says),
        )


class FaultJson(BaseModel):
    """One thing that is wrong with one entry of the request."""

    model_config = ConfigDict(frozen=True)

    index: int = Field(ge=0, description="Which entry, counted from 0.")
    pointer: str = Field(description="JSON Pointer into the body, as a URI fragment.")
    detail: str = Field(description="What is wrong and what to do, in a sentence.")
    restated: RestatedJson | None = Field(
        None, description="Both versions, where it reads as another entry."
    )


class ProblemJson(BaseModel):
    """Why a request was refused (RFC 9457). Nothing was changed."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "type": BAD_ENTRIES.type,
                    "title": BAD_ENTRIES.title,
                    "status": BAD_ENTRIES.status,
                    "detail": "One entry cannot be taken, so none was.",
                    "errors": [
                        {
                            "index": 3,
                            "pointer": "#/3/lines/0/amount",
                            "detail": 'line 1: "amount" must be a decimal number such as "12.30";'
                            ' it is "12,30"',
                        }
                    ],
                }
            ]
        },
    )

    type: str = Field(description="Which kind of problem; stable, for programs.")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    errors: tuple[FaultJson, ...] = Field((), description="One for each fault that was found.")


@dataclass(eq=False, slots=True)
class Problem(Exception):
    """Ends a request with a refusal."""

    kind: Kind
    detail: str
    errors: Sequence[FaultJson] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> JSONResponse:
        """Return the answer that tells of it."""
        content: dict[str, Any] = ProblemJson(
            type=self.kind.type,
            title=self.kind.title,
            status=self.kind.status,
            detail=self.detail,
            errors=tuple(self.errors),
        ).model_dump(mode="json")
        if not self.errors:
            del content["errors"]
        for fault in content.get("errors", ()):
            if fault["restated"] is None:
                del fault["restated"]
        return JSONResponse(content, self.kind.status, dict(self.headers), MEDIA_TYPE)


def busy() -> Problem:
    """Return the refusal of a request that came while the database did not answer."""
    return Problem(
        BUSY,
        "jefail is busy just now and changed nothing. Send the same request again.",
        headers={"Retry-After": "2"},
    )


def broken() -> Problem:
    """Return the refusal of a request that met a defect; the log has the whole of it."""
    return Problem(
        BROKEN,
        "It was written to jefail's log under the X-Request-Id of this answer."
        " Sending the same entries again does no harm.",
    )
