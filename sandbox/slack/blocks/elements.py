"""Elements by type: the buttons, menus and inputs that jefail draws; any other is refused."""

from collections.abc import Mapping

from sandbox.slack.blocks import limits
from sandbox.slack.blocks.rules import (
    Field,
    Rule,
    among,
    anything,
    flag,
    items,
    may,
    must,
    number,
    plain,
    shape,
    string,
    text,
)

CONFIRM = shape(
    {
        "title": must(plain(limits.CONFIRM_TITLE)),
        "text": must(text(limits.CONFIRM_TEXT)),
        "confirm": must(plain(limits.CONFIRM_BUTTON)),
        "deny": must(plain(limits.CONFIRM_BUTTON)),
        "style": may(among("primary", "danger")),
    }
)


def _option(words: Rule) -> Rule:
    return shape(
        {
            "text": must(words),
            "value": must(string(limits.OPTION_VALUE)),
            "description": may(text(limits.OPTION_DESCRIPTION)),
            "url": may(string(limits.URL)),
        }
    )


MENU_OPTION = _option(plain(limits.OPTION_TEXT))
CHOICE_OPTION = _option(text(limits.OPTION_TEXT))
MENU_OPTIONS = items(MENU_OPTION, 1, limits.OPTIONS)
OPTION_GROUPS = items(
    shape({"label": must(plain(limits.GROUP_LABEL)), "options": must(MENU_OPTIONS)}),
    1,
    limits.OPTION_GROUPS,
)
CHOICES = items(CHOICE_OPTION, 1, limits.CHOICES)

USABLE: Mapping[str, Field] = {"action_id": may(string(limits.ID))}
CONFIRMED: Mapping[str, Field] = {**USABLE, "confirm": may(CONFIRM)}
FOCUSED: Mapping[str, Field] = {**CONFIRMED, "focus_on_load": may(flag)}
MENU: Mapping[str, Field] = {**FOCUSED, "placeholder": may(plain(limits.PLACEHOLDER))}
TYPED: Mapping[str, Field] = {
    **USABLE,
    "focus_on_load": may(flag),
    "placeholder": may(plain(limits.PLACEHOLDER)),
    "dispatch_action_config": may(anything),
}
LISTED: Mapping[str, Field] = {
    "options": may(MENU_OPTIONS),
    "option_groups": may(OPTION_GROUPS),
}

ELEMENTS: dict[str, Mapping[str, Field]] = {
    "button": {
        **CONFIRMED,
        "text": must(plain(limits.BUTTON_TEXT)),
        "value": may(string(limits.BUTTON_VALUE, 0)),
        "url": may(string(limits.URL)),
        "style": may(among("primary", "danger")),
        "accessibility_label": may(string(limits.ACCESSIBILITY_LABEL)),
    },
    "overflow": {**CONFIRMED, "options": must(items(MENU_OPTION, 1, limits.OVERFLOW_OPTIONS))},
    "checkboxes": {
        **FOCUSED,
        "options": must(CHOICES),
        "initial_options": may(CHOICES),
    },
    "radio_buttons": {**FOCUSED, "options": must(CHOICES), "initial_option": may(CHOICE_OPTION)},
    "static_select": {**MENU, **LISTED, "initial_option": may(MENU_OPTION)},
    "external_select": {
        **MENU,
        "min_query_length": may(number),
        "initial_option": may(MENU_OPTION),
    },
    "users_select": {**MENU, "initial_user": may(anything)},
    "datetimepicker": {**FOCUSED, "initial_date_time": may(number)},
    "plain_text_input": {
        **TYPED,
        "initial_value": may(string(limits.INPUT_TEXT, 0)),
        "multiline": may(flag),
        "min_length": may(number),
        "max_length": may(number),
    },
}
"""What each element may carry beside its `type`."""
