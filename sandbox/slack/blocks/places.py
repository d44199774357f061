"""What may stand where: elements in blocks, blocks on surfaces."""

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

MESSAGES_ONLY = frozenset(
    {"markdown", "table", "data_table", "card", "carousel", "context_actions"}
)
MODALS_ONLY = frozenset({"alert"})


def barred_from(surface: str) -> frozenset[str]:
    """Return the block types that may not stand on "message", "modal" or "home"."""
    barred = frozenset() if surface == "message" else MESSAGES_ONLY
    return barred if surface == "modal" else barred | MODALS_ONLY
