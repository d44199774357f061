"""What may stand where: elements in blocks, blocks on surfaces.

Which block stands where is told by `available-in-surfaces` in docs.slack.dev/blocks.json.
"""

MENUS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
)
CHOOSERS = (*MENUS, "checkboxes", "radio_buttons", "datepicker", "timepicker")
IN_SECTIONS = (*CHOOSERS, "button", "overflow", "image")
IN_ACTIONS = (*CHOOSERS, "button", "overflow", "datetimepicker")
IN_INPUTS = (
    *CHOOSERS,
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)

_EVERYWHERE = frozenset({"message", "modal", "home"})
_MESSAGE = frozenset({"message"})
STANDS_ON = {
    "markdown": _MESSAGE,
    "context_actions": _MESSAGE,
    "data_table": _MESSAGE,  # said of messages alone; elsewhere it is not proven
    "table": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
    "alert": frozenset({"modal"}),
}
"""Block type -> the surfaces it may stand on. What is not listed may stand on all of them."""


def stands_on(kind: str, surface: str) -> bool:
    """Return whether a block of this type may stand on "message", "modal" or "home"."""
    return surface in STANDS_ON.get(kind, _EVERYWHERE)
