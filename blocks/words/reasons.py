"""Why an entry is not in the ledger, in words an accountant would say: one table, every reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journal.books.book import Platform
from journal.entries.failure import FailureReason, Kin, Obstacle
from journal.entries.posting import Unbooked

_R = FailureReason

BOOKKEEPER = ""
"""Who reads the card can do it, so nobody is named."""
ANOTHER_WAY = (
    "Press Post another way to use {day}, the first open day, or to post automatically once"
    " {period} is open again. Or: "
)
"""Goes before the rest for a closed period of which the first open day is known."""
BY_ITSELF = "Press Post another way to post it automatically once {period} is open again. Or: "
"""The same for corrections, which stay on their day."""
COMPARE = (
    "Press Compare to see both side by side, and link to the one that is there or post ours"
    " under a free number. Or: "
)
EDIT = "Press Edit lines to correct it here and post it. Or: "
"""Goes before the rest where jefail itself posts."""
CARRY = "Press {choose} to change it here and post again. Or: "
"""The same, where it is not said what of all that lines carry is wrong."""
ADMINISTRATOR = "An administrator of {platform} can do this."
NOBODY = "Nobody has to do anything for now."


RIGHTS: Mapping[Platform, str] = {
    Platform.QUICKBOOKS: "a role that may create journal entries, such as an administrator's",
    Platform.XERO: "the role Adviser, or Standard with all reports",
    Platform.ZOHO: "a role that may create manual journals",
    Platform.TRYTON: "the group Accounting",
    Platform.POSTING_SERVICE: "the right to create journal entries",
}
"""What a user wants to be able to post, as each platform calls it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences for one reason, with {names} to be filled in by `blocks.words.cause`.

    `about_one` is said of one subject, `about_many` of several, `plain` when none is known.
    `todo_named` is said where lines name accounts themselves and a posting service looks them up,
    so that nothing can be mapped here; `todo_silent` where the platform's own words ask for nothing
    that anyone could do.
    """

    plain: str
    todo: str
    who: str
    about_one: str = ""
    about_many: str = ""
    todo_named: str = ""
    todo_silent: str = ""


WORDS: Mapping[FailureReason, Words] = {
    _R.MAPPING_MISSING: Words(
        plain="A category of {channel} has no account in {platform}",
        about_one="{subject} has no account in {platform}",
        about_many="{subject} and {others} have no account in {platform}",
        todo="Press Map accounts and choose an account for {each}. "
        "Whatever waits for it is then posted by itself.",
        who=BOOKKEEPER,
    ),
    _R.ACCOUNT_INVALID: Words(
        plain="{platform} rejected one of the accounts",
        about_one='{platform} rejected the account "{subject}"',
        about_many='{platform} rejected the account "{subject}" (and {others})',
        todo="Press Map accounts and choose another account, or set it up in {platform} and press "
        "Retry.",
        todo_named="Set the account up in {platform} and press Retry, or hand the entry in again "
        "with another account.",
        who=BOOKKEEPER,
    ),
    _R.COST_MISSING: Words(
        plain="Something that was sold has no cost",
        about_one="{subject} has no cost",
        about_many="{count} variants have no cost",
        todo="Press Add costs and enter what one piece costs. You see the sum before it is posted. "
        "Or drop a CSV or Excel file with the columns SKU and Cost into the thread.",
        who=BOOKKEEPER,
    ),
    _R.CONNECTION_LOST: Words(
        plain="{platform} no longer lets us in",
        todo="Press Reconnect and sign in to {platform}. What waits is then posted automatically.",
        who=ADMINISTRATOR,
    ),
    _R.TOKEN_EXPIRED: Words(
        plain="{platform} asks us to sign in again",
        todo="jefail signs in again automatically. If this card stays, press Reconnect.",
        who=NOBODY,
    ),
    _R.TRANSIENT: Words(
        plain="{platform} is not working at the moment",
        todo="jefail keeps trying by itself. Once {platform} works again, "
        "Retry now spares you the wait.",
        who=NOBODY,
    ),
    _R.UNCERTAIN: Words(
        plain="{platform} did not answer; looking whether {they_are} there",
        todo="jefail looks in {platform} before it sends anything again, "
        "so nothing is posted twice.",
        who=NOBODY,
    ),
    _R.RATE_LIMITED: Words(
        plain="{platform} asks us to slow down",
        about_one="The calls that {platform} allows in a day are used up",
        todo="jefail waits as long as {platform} asks and then goes on by itself.",
        who=NOBODY,
    ),
    _R.PERIOD_CLOSED: Words(
        plain="The period is closed in {platform}",
        about_one="{subject} is closed in {platform}",
        about_many="{subject} and {others} are closed in {platform}",
        todo="{another_way}Ask an administrator of {platform} to reopen {period}, "
        "then press Retry.",
        who="",
    ),
    _R.NOT_PUBLISHED: Words(
        plain="In {platform}, but not in the books yet",
        todo="Look at it in {platform} and post it there, or press Retry.",
        who=BOOKKEEPER,
    ),
    _R.PERMISSION: Words(
        plain="The connected user may not create journal entries",
        about_one="This connection may not {subject} posted entries",
        todo="Give the connected user {right} in {platform}, then press Retry. "
        "Or press Reconnect as admin and sign in as someone who has it.",
        who=ADMINISTRATOR,
    ),
    _R.PLAN_OR_SUBSCRIPTION: Words(
        plain="The {platform} subscription does not cover this",
        todo="Renew or change the subscription in {platform}, then press Retry.",
        who="The owner of the {platform} subscription can do this.",
    ),
    _R.DUPLICATE: Words(
        plain="{platform} has an entry with this number already",
        todo="{compare}Look that entry up in {platform}. If it holds the same, press Resolve and "
        "choose “Already in the books”.",
        who=BOOKKEEPER,
    ),
    _R.MATCHED_OR_EDITED: Words(
        plain="An entry was matched or changed in {platform}",
        todo="Look at it in {platform}. If it is right as it stands, press Resolve; "
        "if not, undo the change there and press Retry.",
        who=BOOKKEEPER,
    ),
    _R.CHANGED_IN_BOOKS: Words(
        plain="{changed}",
        todo="Press Compare to see both side by side, then put ours back or keep theirs.",
        who=BOOKKEEPER,
    ),
    _R.DOUBLED: Words(
        plain="{changed}",
        todo="Look at both in {platform} and {undo} one of them. "
        "This card then closes automatically; jefail posts nothing.",
        who=BOOKKEEPER,
    ),
    _R.UNBALANCED: Words(
        plain="Debits and credits are not equal",
        about_one="Debits and credits differ by {subject} once tax is added",
        todo="{edit}Correct it where it comes from and hand it in again as a new revision. "
        "It is then posted automatically.",
        who=BOOKKEEPER,
    ),
    _R.CURRENCY: Words(
        plain="{platform} does not take the currency",
        about_one="{platform} does not take the currency: {subject}",
        todo="Ask an administrator of {platform} to switch on the currency there, "
        "then press Retry.",
        who="",
    ),
    _R.DIMENSION_MISSING: Words(
        plain="A class, location or tracking option is missing",
        todo="Choose one on the card. It is remembered, and the entries then post automatically.",
        who=BOOKKEEPER,
    ),
    _R.NAME_MISSING: Words(
        plain="A customer or vendor is missing",
        todo="Choose one on the card. It is remembered, and the entries then post automatically.",
        who=BOOKKEEPER,
    ),
    _R.TAX_MISSING: Words(
        plain="A tax code is missing",
        todo="Choose one on the card. It is remembered, and the entries then post automatically.",
        who=BOOKKEEPER,
    ),
    _R.RATE_MISSING: Words(
        plain="An exchange rate is missing",
        about_one="An exchange rate for {subject} is missing",
        todo="Press Set the rate to use {platform}’s or your own. The entries then post.",
        who=BOOKKEEPER,
    ),
    _R.NOT_CARRIED: Words(
        plain="{platform} has no place for something the entry says",
        about_one="{platform} journals can't hold: {subject}",
        todo="Leave it out where the entry comes from and hand it in again. Or book this entry in "
        "{platform} by hand and press Resolve.",
        who=BOOKKEEPER,
    ),
    _R.TAX_OR_DIMENSION: Words(
        plain="{platform} wants another tax code or class",
        about_one="{platform} wants another tax code or class for {subject}",
        todo="{carry}Set in {platform} what its answer asks for, then press Retry.",
        todo_silent="{carry}Check tax codes and classes in {platform}, then press Retry.",
        who=BOOKKEEPER,
    ),
    _R.VALIDATION_OTHER: Words(
        plain="{platform} turned the entry down",
        todo="{edit}Set right in {platform} what its answer asks for, then press Retry.",
        todo_silent="Press Retry once. If the same answer comes back, send the Details to your "
        "jefail administrator.",
        who=BOOKKEEPER,
    ),
    _R.COST_CHANGED: Words(
        plain="Change of a cost",
        about_one="Change of a cost: {subject}",
        about_many="Change of {count} costs: {subject} and {others}",
        todo="Press Retry to correct what is left in {platform}.",
        who=BOOKKEEPER,
    ),
    _R.UNKNOWN: Words(
        plain="{platform} gave an answer we do not know",
        todo="Press Retry once. If the same answer comes back, send the Details to your jefail "
        "administrator.",
        who=BOOKKEEPER,
    ),
}


UNBOOKED: Mapping[str, Words] = {
    Unbooked.DRAFT: Words(
        plain="Kept as a draft in {platform}, which isn't in the books",
        todo="Press Retry, or post the draft in {platform}. This card closes once it is posted.",
        who=BOOKKEEPER,
    ),
    Unbooked.SUBMITTED: Words(
        plain="Waits for approval in {platform}",
        todo="Ask an approver to approve it in {platform}. jefail then publishes it automatically.",
        who="An approver of {platform} can do this.",
    ),
    Unbooked.APPROVED: Words(
        plain="Approved in {platform}, but not published yet",
        todo="Press Retry to publish it, or publish it in {platform}.",
        who=BOOKKEEPER,
    ),
    Unbooked.REJECTED: Words(
        plain="Rejected by an approver in {platform}",
        todo="Correct it in {platform} and submit it again there. Or delete it there and press "
        "Retry. Press Resolve if it isn't needed.",
        who=BOOKKEEPER,
    ),
    Unbooked.ARCHIVED: Words(
        plain="Archived in {platform}",
        todo="Restore it in {platform} if it belongs in the books, then press Retry. If it counts "
        "there already, press Resolve.",
        who=BOOKKEEPER,
    ),
}
"""As `WORDS`, for what the platform holds outside the books, by its state there."""

ERROR_OF_ITS_OWN = Words(
    plain="{platform} reports a problem on its own side",
    todo="jefail keeps trying automatically. If this stays, send the Details to your jefail "
    "administrator.",
    who=NOBODY,
)
"""As `WORDS`, for a platform that works and could not take this entry just now."""

STOPPED = Words(
    plain="Posting this stopped jefail each time",
    todo="Send the Details to your jefail administrator, then press Retry. Other entries aren't "
    "affected.",
    who=BOOKKEEPER,
)
"""As `WORDS`, for an entry that ends the runs that claim it."""

LIKENESSES: Mapping[Kin, Words] = {
    Kin.CANDIDATE: Words(
        plain="Is this it? {platform} has {there}",
        todo="Press Compare and say whether it is this entry. Nothing is posted until then.",
        who=BOOKKEEPER,
    ),
    Kin.OTHER_CONTENT: Words(
        plain="{platform} has our number on something else: {there}",
        todo="Press Compare. If it is this entry all the same, link it. If not, ours is posted"
        " under a free number.",
        who=BOOKKEEPER,
    ),
    Kin.GONE: Words(
        plain="The entry that was linked isn't in {platform} any more",
        todo="Press Retry to look once more and post ours if it isn't there.",
        who=BOOKKEEPER,
    ),
}
"""As `WORDS`, where the ledger was looked at: what it has that may be the entry."""

FOREIGN: Mapping[Obstacle, Words] = {
    Obstacle.EDITED: Words(
        plain="The entry in {platform} says something else than the correction",
        todo="Press Overwrite to see both side by side and replace it with ours, or Keep theirs"
        " to leave it as it is.",
        who=BOOKKEEPER,
    ),
    Obstacle.DELETED: Words(
        plain="The entry to be corrected isn't in {platform} any more",
        todo="Press Post it anew if it belongs in the books, or Resolve if it does not.",
        who=BOOKKEEPER,
    ),
}
"""As `CONFLICTS`, for an entry that jefail did not post itself."""


CONFLICTS: Mapping[Obstacle, Words] = {
    Obstacle.EDITED: Words(
        plain="An entry was changed by hand in {platform} since it was posted",
        todo="Press Overwrite to see both side by side and replace it with ours, or Keep theirs"
        " to leave it as it is.",
        who=BOOKKEEPER,
    ),
    Obstacle.DELETED: Words(
        plain="An entry was deleted in {platform} since it was posted",
        todo="Press Post it anew if it belongs in the books, or Resolve if it does not.",
        who=BOOKKEEPER,
    ),
    Obstacle.UNBOOKED: Words(
        plain="An entry was taken out of the books in {platform} since it was posted",
        todo="Post it there again, or press Resolve if it does not belong in the books.",
        who=BOOKKEEPER,
    ),
    Obstacle.HELD: Words(
        plain="{platform} does not let a posted entry be changed any more",
        todo="It may be matched with the bank or reconciled. Undo that in {platform} and press"
        " Retry, or press Keep theirs to leave it as it is.",
        who=BOOKKEEPER,
    ),
    Obstacle.RESTATED: Words(
        plain="A new version of an entry looks like another entry",
        about_one="A new version of “{subject}” looks like another entry",
        todo="Press Replace it if the new version corrects the one before, or It’s another entry to"
        " have both in the books. Each shows both first.",
        who=BOOKKEEPER,
    ),
}
"""As `WORDS`, for a correction that met what people did to the posted entry."""

REMOVED = Words(
    plain="{changed}",
    todo="Press Put ours back to post it again, or say that it was removed on purpose.",
    who=BOOKKEEPER,
)
"""As `CHANGED_IN_BOOKS`, where the books have nothing of it any more."""
