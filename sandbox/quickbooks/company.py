"""One company of the imitation: what it is, and which bad day it is having."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Mode


@dataclass(frozen=True, slots=True)
class Company:
    """A company and its switches, which the control calls turn.

    `mode_times` counts down with each call struck (None: until switched off).
    `replay_refusals` makes a known `requestid` repeat a refusal too; whether
    Intuit does so is unconfirmed, so the imitation asks anew unless told.
    """

    realm: str
    name: str
    created_at: datetime
    currency: str = "USD"
    multicurrency: bool = False
    can_post: bool = True
    missing_right: Literal["5020", "120"] = "5020"
    close_date: date | None = None
    mode: Mode = Mode.OK
    mode_times: int | None = None
    mode_calls: Literal["all", "writes"] = "all"
    slow_seconds: float = 5.0
    swallow_answer: Literal["none", "504"] = "none"
    unique_doc_numbers: bool = True
    replay_refusals: bool = False

    def struck(self, *, writes: bool) -> Mode:
        """Return the mode that applies to one call; only a write can be swallowed."""
        only_writes = self.mode is Mode.SWALLOW or self.mode_calls == "writes"
        return Mode.OK if only_writes and not writes else self.mode

    def info(self) -> dict[str, Any]:
        """Draw it as QuickBooks' CompanyInfo object."""
        return {
            "CompanyName": self.name,
            "LegalName": self.name,
            "Country": "US",
            "SupportedLanguages": "en",
            "domain": "QBO",
            "sparse": False,
            "Id": "1",
            "SyncToken": "0",
            "MetaData": {"CreateTime": wire_time(self.created_at)},
        }

    def preferences(self) -> dict[str, Any]:
        """Draw its Preferences; an open company has no BookCloseDate at all."""
        accounting: dict[str, Any] = {
            "UseAccountNumbers": True,
            "FirstMonthOfFiscalYear": "January",
        }
        if self.close_date is not None:
            accounting["BookCloseDate"] = self.close_date.isoformat()
        return {
            "AccountingInfoPrefs": accounting,
            "CurrencyPrefs": {
                "MultiCurrencyEnabled": self.multicurrency,
                "HomeCurrency": {"value": self.currency},
            },
            "domain": "QBO",
            "sparse": False,
            "Id": "1",
            "SyncToken": "0",
        }
