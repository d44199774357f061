"""What the API answers when it has done what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.handing_in import Fate
from journal.incidents.incident import IncidentState
from journal.ports import Acceptance
from storage.api.figures import OnCard, Standing


class ReceiptJson(BaseModel):
    """What became of one entry of the request."""

    model_config = ConfigDict(frozen=True)

    reference: str
    number: str = Field(description="jefail's number; it stands on the entry in the ledger.")
    taken: bool = Field(description="False: it was known already, and nothing changed.")
    asked: bool = Field(
        default=False,
        description="True: it reads as another entry, and the team decides on a card in Slack.",
    )
    remarks: tuple[str, ...] = Field(
        (),
        description="What of its words the ledger will not show, such as the end of a long memo.",
    )


class ReceiptsJson(BaseModel):
    """What became of the entries, in the order of the request."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "entries": [
                        {"reference": "SHOP-2026-07-07", "number": "JF-1042", "taken": True},
                        {"reference": "SHOP-2026-07-08", "number": "JF-1043", "taken": False},
                    ]
                }
            ]
        },
    )

    entries: tuple[ReceiptJson, ...]


class InLedgerJson(BaseModel):
    """The entry as the accounting platform shows it."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="The platform's own id.")
    link: str | None = Field(description="Where a person sees it, when the platform has links.")


class IncidentJson(BaseModel):
    """The card on which the team works on what holds the entry back."""

    model_config = ConfigDict(frozen=True)

    number: str
    state: IncidentState
    reason: FailureReason


class StandingJson(BaseModel):
    """Where an entry stands on its way into the ledger."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "reference": "SHOP-2026-07-07",
                    "revision": 1,
                    "number": "JF-1042",
                    "status": "posted",
                    "attempts": 2,
                    "accepted_at": "2026-07-08T06:00:03Z",
                    "posted_at": "2026-07-08T09:12:40Z",
                    "ledger": {"id": "227", "link": "https://ledger.example/journal/227"},
                    "incident": {
                        "number": "INC-7",
                        "state": "resolved",
                        "reason": "period_closed",
                    },
                    "words": "",
                }
            ]
        },
    )

    reference: str
    revision: int
    number: str
    status: PostingStatus
    attempts: int = Field(ge=0, description="How often it was sent to the platform.")
    accepted_at: datetime
    posted_at: datetime | None
    ledger: InLedgerJson | None = Field(description="None until the platform shows it.")
    incident: IncidentJson | None = Field(description="The newest card it stood on, if any.")
    words: str = Field(
        description="The platform's own words of the last refusal; of a posted entry what is not"
        " there as it was handed in."
    )


def receipts(accepted: Sequence[Acceptance]) -> ReceiptsJson:
    """Return the answer for entries none of which was refused."""
    return ReceiptsJson(
        entries=tuple(
            ReceiptJson(
                reference=one.reference,
                number=one.number,
                taken=one.taken,
                asked=one.fate is Fate.ASKED,
                remarks=one.remarks,
            )
            for one in accepted
        )
    )


def standing_json(at: Standing) -> StandingJson:
    """Return the answer for one entry."""
    return StandingJson(
        reference=at.reference,
        revision=at.revision,
        number=f"JF-{at.id}",
        status=at.status,
        attempts=at.attempts,
        accepted_at=at.accepted_at,
        posted_at=at.posted_at,
        ledger=InLedgerJson(id=at.ledger_id, link=at.ledger_url or None) if at.ledger_id else None,
        incident=_incident(at.incident) if at.incident else None,
        words=at.words,
    )


def _incident(of: OnCard) -> IncidentJson:
    return IncidentJson(number=f"INC-{of.id}", state=of.state, reason=of.reason)
