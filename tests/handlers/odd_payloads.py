"""What Slack sends, and what it never should: parts missing, extra, huge, or of another type."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from blocks.kit import names
from tests.handlers.slack import a_form
from tests.storage.stage import CHANNEL

Json = dict[str, Any]
_PERSON: Final = {"id": "U_ANA"}
ACTIONS: Final = sorted(
    value
    for name, value in vars(names).items()
    if name.isupper() and isinstance(value, str) and not name.endswith(("_FORM", "_BLOCK"))
)
FORMS: Final = sorted(value for name, value in vars(names).items() if name.endswith("_FORM"))
ODD: Final[st.SearchStrategy[Any]] = st.sampled_from(
    [
        *(None, "", 0, -1, True, [], {}, [[]], "x", 2**70, -0.5, "9" * 5000, "x" * 100_000),
        *("\ud800", "\x00", "<!channel>", [None] * 50, {"id": None}, {"value": {"value": []}}),
        *("0", "-1", "999999999999999999999", "1e9", "1/2/3", "{}", "U_BEN", "D0", "C0"),
    ]
)


def payloads(number: str) -> Sequence[Json]:
    """Return a payload of each kind that is listened to, about the incident of this number."""
    form = a_form(int(number), "fixed", "a note")
    clicks = [_click(action, number) for action in ACTIONS]
    forms = [
        {"type": "view_submission", "user": _PERSON, "view": {**form, "callback_id": one}}
        for one in FORMS
    ]
    typed = ("status", "list 2", f"show INC-{number}", "rights", "retry", "connect x", "help", "")
    commands = [
        {
            "command": names.COMMAND,
            "text": text,
            "user_id": "U_ANA",
            "channel_id": CHANNEL,
            "trigger_id": "1.1.a",
        }
        for text in typed
    ]
    return [*clicks, *forms, *commands, *_EVENTS, *_OTHERS]


def _click(action: str, number: str) -> Json:
    return {
        "type": "block_actions",
        "user": _PERSON,
        "trigger_id": "1.1.a",
        "channel": {"id": CHANNEL},
        "container": {"message_ts": "1.1", "channel_id": CHANNEL},
        "message": {"ts": "1.1", "thread_ts": "1.1", "blocks": []},
        "view": {"id": "V1", "hash": "h", "private_metadata": number, "state": {"values": {}}},
        "actions": [
            {
                "type": "button",
                "action_id": action,
                "block_id": "b",
                "value": number,
                "action_ts": "1.2",
                "selected_option": {"value": number},
            }
        ],
    }


def _event(**event: Any) -> Json:
    return {"type": "event_callback", "event_id": "Ev1", "event": event}


_EVENTS: Final[Sequence[Json]] = (
    _event(type="file_shared", file_id="F1", user_id="U_ANA", channel_id=CHANNEL, event_ts="2.1"),
    _event(type="app_mention", user="U_ANA", text="<@U_BOT> status", channel=CHANNEL, ts="2.2"),
    _event(
        type="message", channel_type="im", user="U_ANA", text="status", channel="D0ANA", ts="2.3"
    ),
    _event(type="app_home_opened", user="U_ANA", tab="home", channel="D0ANA"),
)
_OTHERS: Final[Sequence[Json]] = (
    {
        "type": "message_action",
        "callback_id": names.RESOLVE_SHORTCUT,
        "user": _PERSON,
        "trigger_id": "1.1.a",
        "channel": {"id": CHANNEL},
        "message": {"ts": "1.1"},
    },
    *(
        {
            "type": "block_suggestion",
            "action_id": one,
            "block_id": "b",
            "value": "sal",
            "user": _PERSON,
            "view": {"id": "V1", "private_metadata": "7", "callback_id": names.MAP_FORM},
        }
        for one in (names.MAP_ACCOUNT, names.MAP_ITEM, names.CODE_ITEM)
    ),
)


@st.composite
def odd_payloads(draw: st.DrawFn, number: str) -> Json:
    """Return a payload in which one to three parts are not as they should be."""
    payload: Json = copy.deepcopy(draw(st.sampled_from(payloads(number))))
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(payload))
        if not places:
            break
        held, key = draw(st.sampled_from(places))
        how = draw(st.sampled_from(["lost", "odd", "odd", "more"]))
        if how == "lost":
            del held[key]
        elif how == "odd":
            held[key] = copy.deepcopy(draw(ODD))
        elif isinstance(held, dict):
            held[draw(st.text(max_size=5))] = copy.deepcopy(draw(ODD))
    return payload


def _places(part: Any, *, inside: bool = False) -> Iterator[tuple[Any, Any]]:
    """Yield each place in a payload but those by which a listener is found."""
    keys: Sequence[Any] = list(part) if isinstance(part, Mapping) else range(len(part))
    for key in keys:
        if key not in ("type", "action_id", "callback_id", "command", "event", "actions"):
            yield part, key
        if isinstance(part[key], dict | list):
            yield from _places(part[key], inside=True)
