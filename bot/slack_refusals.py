"""What a refusal of Slack is about: the channel, a person, one message, or a moment.

docs.slack.dev/reference/methods/chat.postMessage and chat.update list the codes. Only what is known
to be about the token, its scopes or the channel keeps other messages waiting.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Final

TOO_MANY: Final = 429
SERVER_ERRORS: Final = 500
LONGEST_BELIEVED: Final = timedelta(minutes=5)
"""Slack asks for seconds. What a proxy in between makes of it must not stop a channel for a day."""


class Kind(Enum):
    """What a refusal is about."""

    LIMIT = auto()  # too many calls
    PASSES = auto()  # something went wrong there; it may have been done
    CHANNEL = auto()  # nothing can be sent there, or by this token at all
    PERSON = auto()  # the person takes no messages
    GONE = auto()  # the message, or the thread, is not there any more
    FIXED = auto()  # the message is there, and cannot be changed
    MESSAGE = auto()  # this message, as it is: all that is not listed


_LISTED: Final[Mapping[Kind, str]] = {
    Kind.LIMIT: "ratelimited rate_limited",
    Kind.PASSES: ("fatal_error internal_error service_unavailable request_timeout update_failed"),
    Kind.CHANNEL: (
        "not_in_channel channel_not_found is_archived is_inactive restricted_action"
        " restricted_action_read_only_channel restricted_action_thread_only_channel"
        " restricted_action_non_threadable_channel not_authed invalid_auth account_inactive"
        " token_revoked token_expired no_permission missing_scope not_allowed_token_type"
        " access_denied accesslimited ekm_access_denied org_login_required"
        " team_access_not_granted team_not_found enterprise_is_restricted"
        " two_factor_setup_required user_is_bot user_is_restricted"
        " posting_to_general_channel_denied team_added_to_org message_limit_exceeded"
    ),
    Kind.PERSON: (
        "user_not_found users_not_found user_disabled cannot_dm_bot messages_tab_disabled"
    ),
    Kind.GONE: "message_not_found thread_not_found",
    Kind.FIXED: "edit_window_closed cant_update_message block_mismatch",
}
_KIND_OF: Final = {code: kind for kind, codes in _LISTED.items() for code in codes.split()}


def kind_of(code: str) -> Kind:
    """Return what an error of Slack's is about; one never seen before harms its message alone."""
    return _KIND_OF.get(code, Kind.MESSAGE)


def believed_wait(seconds: str) -> timedelta:
    """Return how long to wait by a Retry-After, whatever stands in it."""
    try:
        told = float(seconds)
    except ValueError:
        told = 1.0
    if not math.isfinite(told) or told < 0:
        told = 1.0
    return min(timedelta(seconds=min(told, 1e6)), LONGEST_BELIEVED)
