"""Why an account takes no lines, as the chart shows it: a sentence for each cause.

The platform was not asked, so nothing here says that it rejected anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from blocks.words.reasons import BOOKKEEPER, Words
from journal.books.book import Platform
from journal.entries.failure import AccountCause

_ANOTHER = "Press Map accounts and choose another account"
_NO_LINES = Words(
    plain="An account takes no journal lines in {platform}",
    about_one='"{subject}" takes no journal lines in {platform}: {why_not}',
    about_many='"{subject}" and {others} take no journal lines in {platform}: {why_not}',
    todo=f"{_ANOTHER} for {{each}}, or press Edit lines.",
    who=BOOKKEEPER,
)
ACCOUNTS: Mapping[AccountCause, Words] = {
    AccountCause.MISSING: Words(
        plain="{platform} has no account of that name",
        about_one='{platform} has no account called "{subject}"',
        about_many='{platform} has no account called "{subject}" (and {others})',
        todo="Press Map accounts and choose an account for {each}, or create it in {platform} and "
        "press Retry.",
        who=BOOKKEEPER,
    ),
    AccountCause.AMBIGUOUS: Words(
        plain="A name fits more than one account in {platform}",
        about_one='"{subject}" fits more than one account in {platform}',
        about_many='"{subject}" and {others} each fit more than one account in {platform}',
        todo="Press Map accounts and choose the one that is meant. jefail remembers it.",
        who=BOOKKEEPER,
    ),
    AccountCause.INACTIVE: Words(
        plain="An account is inactive in {platform}",
        about_one='"{subject}" is inactive in {platform}',
        about_many='"{subject}" and {others} are inactive in {platform}',
        todo=f"{_ANOTHER} for {{each}}, or make it active in {{platform}} and press Retry.",
        who=BOOKKEEPER,
    ),
    AccountCause.WANTS_PARTY: _NO_LINES,
    AccountCause.BANK: _NO_LINES,
    AccountCause.NOT_FOR_JOURNALS: _NO_LINES,
}


def why_not(cause: AccountCause | None, platform: Platform) -> str:
    """Return why journal lines may not touch such an account at `platform`, as its help says it.

    Sources: QuickBooks' error 6000 ("you must choose a customer in the Name field"), Xero's help
    on manual journals, Zoho Books' error "Please select a contact", Tryton's `party_required`.
    """
    if platform is Platform.XERO:
        return _IN_XERO.get(cause, "Xero keeps this account up itself")
    if platform is Platform.TRYTON or cause is AccountCause.WANTS_PARTY:
        return _PARTIES.get(platform, "each line there needs a customer or vendor")
    return "the platform keeps journals out of it"


_IN_XERO: Mapping[AccountCause | None, str] = {
    AccountCause.BANK: "manual journals can't use bank accounts",
    AccountCause.WANTS_PARTY: "manual journals can't use receivables or payables",
}
_PARTIES = {
    Platform.ZOHO: "each line there needs a contact",
    Platform.TRYTON: "each line there needs a party",
}
