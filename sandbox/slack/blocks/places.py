"""Which elements stand in which blocks."""

CHOOSERS = ("static_select", "external_select", "users_select", "radio_buttons", "checkboxes")
IN_SECTIONS = (*CHOOSERS, "button", "overflow")
IN_ACTIONS = (*IN_SECTIONS, "datetimepicker")
IN_INPUTS = (*CHOOSERS, "datetimepicker", "plain_text_input")
