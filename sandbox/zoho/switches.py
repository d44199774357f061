"""The switches that only an organisation in Zoho Books has."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sandbox.ledger.hand_input import Switches
from sandbox.zoho.things import Lists


class ZohoSwitches(Lists, Switches):
    """The day through which transactions are locked, and which limit a 429 is about.

    `approvals`: journals wait for an approver; `other_locks`: how many locks on sales are listed
    before the one on journals; `missing_scope`: one that consents are played to be without. A list
    of contacts, tags and so on that is sent takes the place of the one before.
    """

    lock_date: dt.date | None = None
    throttle_problem: Literal["minute", "day"] = "minute"
    approvals: bool = False
    other_locks: Annotated[int, Field(ge=0, le=500)] = 0
    missing_scope: str = ""
