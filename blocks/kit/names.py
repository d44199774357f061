"""Every name by which Slack comes back to us. Each is used by one drawing and one handler."""

import hashlib

from blocks.kit import limits

COMMAND = "/jefail"

# On a card and in lists. The value of each button is the incident's id, unless said otherwise.
RETRY = "incident_retry"
COMPARE = "incident_compare"
"""Opens both entries of one number, side by side."""
OVERWRITE = "incident_overwrite"
CHANGED = "incident_changed"
REMOVED = "incident_removed"
"""Opens a correction beside what people did to the posted entry."""
POST_APART = "incident_post_apart"
"""Opens a version that reads as another entry beside the one before, to post it as that."""
KEEP_THEIRS = "incident_keep_theirs"
"""The value is the incident's id and the version that the card shows."""
EDIT_LINES = "incident_edit_lines"
PERIOD_WAYS = "incident_period_ways"
RATE = "incident_rate"
"""Opens the form with the ways out of a closed period."""
RESOLVE = "incident_resolve"
REOPEN = "incident_reopen"
STOP = "incident_stop"
ASK_OWNER = "incident_ask_owner"
TEST = "incident_test_connection"
APPROVE = "incident_approve"
DECLINE = "incident_decline"
DETAILS = "incident_details"
VIEW_IN_LEDGER = "incident_view_in_ledger"
VIEW_COPY = "incident_view_copy"
"""A button with a link. Slack reports its clicks too, so it wants an acknowledgement."""

TAKE = "incident_take"
ASSIGN = "incident_assign"
SNOOZE = "incident_snooze"
WAKE = "incident_wake"
SKIP = "incident_skip"
SUPPORT = "incident_support"
EXPLAIN = "incident_explain"
"""What is this? stands beside what to do."""
AGAIN = "incident_again"
"""Do what helped the last time."""
SUPPORT_MAIL = "incident_support_mail"
"""A button with a link; the value is the incident's id all the same."""
MAP = "incident_map"
CODE = "incident_code"
"""Opens the form in which a class, a name or a tax code is chosen."""
CREATE_ACCOUNT = "incident_create_account"
"""Opens the form that makes an account; the form that maps comes in its place once it is sent."""

ADD_COSTS = "incident_add_costs"

CHANGE_COST = "entry_change_cost"
"""The value is the incident's id, or the number of an entry: "JF-1042"."""

RECONNECT = "connection_reconnect"
"""The value is the id of the book."""
CONNECT_LINK = "connection_link"
"""A button with a link, personal to whom it is shown."""
CONNECT_CONFIRM = "connection_confirm"
"""The value is the id of the link by which someone signed in."""
CONNECT_DECLINE = "connection_decline"

MORE = "incident_more"
"""The overflow menu of a card. The value of an option is "move:incident id" (`more_value`)."""

# Pages. The value is "incident id:page" in details, the page alone in the list.
# Two buttons of one row may not share a name, hence one for each direction.
DETAILS_BACK = "incident_details_page_back"
DETAILS_NEXT = "incident_details_page_next"
LIST_BACK = "incident_list_page_back"
LIST_NEXT = "incident_list_page_next"

RETRY_ALL = "incidents_retry_all"
"""The value says which: "book:3" or "reason:period_closed"."""

COSTS_BACK = "incident_costs_page_back"
COSTS_NEXT = "incident_costs_page_next"
"""Pages of the form of costs; what was typed travels in the form."""
COSTS_COPY = "incident_costs_copy"
COSTS_SHEET = "incident_costs_sheet"
COSTS_UNSURE = "incident_costs_unsure"
"""Below a file that was read: opens the form with what of it has to be checked."""
COSTS_SEEN_BACK = "incident_costs_seen_page_back"
COSTS_SEEN_NEXT = "incident_costs_seen_page_next"
"""Pages of what the costs would post, where it is looked over before it is."""

CHANGE_COST_BACK = "entry_change_cost_page_back"
CHANGE_COST_NEXT = "entry_change_cost_page_next"

HOME_REFRESH = "home_refresh"

# Below a file that was dropped. The value of each is the offer's id, unless said otherwise.
OFFER_IMPORT = "offer_import"
OFFER_NOT_NOW = "offer_not_now"
OFFER_APPROVE = "offer_approve"
OFFER_DECLINE = "offer_decline"
OFFER_AGAIN = "offer_again"
OFFER_OPTIONS = "offer_options"
"""Opens the form with what the file may leave open."""
OFFER_BOOK = "offer_book"
"""A list; the value of an option is "offer's id:book's id"."""

# In the form that maps accounts, which itself knows the incident. The value is the page.
MAP_BACK = "incident_map_page_back"
MAP_NEXT = "incident_map_page_next"
MAP_REFRESH = "incident_map_refresh"
MAP_CREATE = "incident_map_create_account"
MAP_WIDEN = "incident_map_widen"
"""Shows the fields for what lines carry beside their account."""

# The same in the form that chooses what lines lack beside their account.
CODE_BACK = "incident_code_page_back"
CODE_NEXT = "incident_code_page_next"
CODE_REFRESH = "incident_code_refresh"
CODE_CREATE = "incident_code_create_item"

# callback_ids.
RESOLVE_FORM = "incident_resolve_form"
ASSIGN_FORM = "incident_assign_form"
SNOOZE_FORM = "incident_snooze_form"
SKIP_FORM = "incident_skip_form"
SKIP_CONFIRMED_FORM = "incident_skip_confirmed_form"
SUPPORT_FORM = "incident_support_form"
EXPLAIN_VIEW = "incident_explain_view"
COSTS_FORM = "incident_costs_form"
COSTS_SEEN_FORM = "incident_costs_seen_form"
CHANGE_WHICH_FORM = "entry_change_cost_which_form"
CHANGE_COST_FORM = "entry_change_cost_form"
CHANGE_SEEN_FORM = "entry_change_cost_seen_form"
COMPARE_FORM = "incident_compare_form"
OVERWRITE_FORM = "incident_overwrite_form"
CHANGED_FORM = "incident_changed_form"
APART_FORM = "incident_apart_form"
EDIT_WHICH_FORM = "incident_edit_which_form"
EDIT_LINES_FORM = "incident_edit_lines_form"
PERIOD_FORM = "incident_period_form"
REDATE_FORM = "incident_redate_form"
RATE_FORM = "incident_rate_form"
MAP_FORM = "incident_map_form"
ACCOUNT_FORM = "account_create_form"
CODE_FORM = "incident_code_form"
ITEM_FORM = "item_create_form"
DETAILS_VIEW = "incident_details_view"
HOME_VIEW = "home_view"
OFFER_FORM = "offer_options_form"
RESOLVE_SHORTCUT = "incident_resolve_shortcut"
"""The message shortcut "Resolve"."""

# Fields of the resolve form: block_id and, inside it, action_id.
HOW_BLOCK = "how"
HOW_INPUT = "how_input"
NOTE_BLOCK = "note"
NOTE_INPUT = "note_input"

# Those of assigning, snoozing, skipping and contacting support.
PERSON_BLOCK = "person"
PERSON_INPUT = "person_input"
UNTIL_BLOCK = "until"
UNTIL_INPUT = "until_input"
MOMENT_BLOCK = "moment"
MOMENT_INPUT = "moment_input"
ENTRY_BLOCK = "entry"
ENTRY_INPUT = "entry_input"
CHANGED_BLOCK = "changed_choice"
CHANGED_INPUT = "changed_choice_input"
SKIP_NOTE_BLOCK = "skip_note"
SKIP_NOTE_INPUT = "skip_note_input"
SUMMARY_BLOCK = "summary"
SUMMARY_INPUT = "summary_input"
# Fields of the form that maps accounts: all have one action_id, and a block_id for each category.
MAP_ACCOUNT = "map_account"
"""A list whose options are asked for while someone types."""

MAP_ITEM = "map_item"
"""The same for what its lines carry beside the account."""
CODE_ITEM = "code_item"
CODE_ONCE_BLOCK, CODE_ONCE_INPUT = "code_once", "code_once_input"
"""The same for choices of the platform's other lists."""

# Fields of the form that makes such a choice.
ITEM_FOR_BLOCK = "item_for"
ITEM_FOR_INPUT = "item_for_input"
ITEM_NAME_BLOCK = "item_name"
ITEM_NAME_INPUT = "item_name_input"
ITEM_KIND_BLOCK = "item_kind"
ITEM_KIND_INPUT = "item_kind_input"

# Fields of the form that makes an account.
ACCOUNT_FOR_BLOCK = "account_for"
ACCOUNT_FOR_INPUT = "account_for_input"
ACCOUNT_NAME_BLOCK = "account_name"
ACCOUNT_NAME_INPUT = "account_name_input"
ACCOUNT_NUMBER_BLOCK = "account_number"
ACCOUNT_NUMBER_INPUT = "account_number_input"
ACCOUNT_KIND_BLOCK = "account_kind"
ACCOUNT_KIND_INPUT = "account_kind_input"

# Fields of the form of costs. Each variant has a block of its own (`cost_block`).
COST_INPUT = "cost_input"
REST_BLOCK = "cost_of_the_rest"
REST_INPUT = "cost_of_the_rest_input"
DOUBT_INPUT = "cost_doubt_input"

# Fields of changing a cost: which entry, why; in the second step how far, and closed days.
CHANGED_ENTRY_BLOCK = "changed_entry"
CHANGED_ENTRY_INPUT = "changed_entry_input"
CHANGE_WHY_BLOCK = "change_why"
CHANGE_WHY_INPUT = "change_why_input"
NEW_COST_INPUT = "new_cost_input"
REACH_BLOCK = "change_reach_field"
CLOSED_BLOCK = "change_closed_field"
CHANGE_REACH = "change_reach"
CHANGE_CLOSED = "change_closed"
"""What each comes to is shown as soon as it is chosen."""

# Fields of the form with an entry's lines, each followed by the place of the line; the choice of
# the entry before it.
EDITED_BLOCK = "edited"
EDITED_INPUT = "edited_input"
LINE_ACCOUNT_BLOCK = "line_account"
LINE_ACCOUNT_INPUT = "line_account_input"
LINE_AMOUNT_BLOCK = "line_amount"
LINE_AMOUNT_INPUT = "line_amount_input"

# Fields of the form with what a file leaves open: the block_id is the name of the choice.
OFFER_INPUT = "offer_choice_input"

# Fields of the form with two entries of one number.
TWIN_BLOCK = "twin"
TWIN_INPUT = "twin_input"
REASON_BLOCK = "reason"
REASON_INPUT = "reason_input"

# Field of the form about a closed period.
RATE_WAY_BLOCK = "rate_way"
RATE_WAY_INPUT = "rate_way_input"
RATE_BLOCK = "rate"
RATE_INPUT = "rate_input"
RATE_ALWAYS_BLOCK = "rate_always"
RATE_ALWAYS_INPUT = "rate_always_input"
WAY_BLOCK = "way"
WAY_INPUT = "way_input"


def cost_block(sku: str, filling: int) -> str:
    """Return the block_id of a variant's field: "cost.0.MUG-BLUE".

    `filling` counts how often the form filled in its fields by itself: Slack keeps what was typed
    into a field for as long as its block_id stays.
    """
    return _shortened(f"cost.{filling}.{sku}", sku)


def doubt_block(sku: str) -> str:
    """Return the block_id of the question about a variant's cost: "doubt.MUG-BLUE"."""
    return _shortened(f"doubt.{sku}", sku)


def _shortened(block_id: str, sku: str) -> str:
    if len(block_id) <= limits.NAME:
        return block_id
    digest = hashlib.blake2s(sku.encode(), digest_size=8).hexdigest()
    return f"{block_id[: limits.NAME - len(digest) - 1]}~{digest}"


def sku_of_block(block_id: str) -> str:
    """Return the SKU of a variant's field, cut when it is very long; empty for other fields."""
    kind, _, rest = block_id.partition(".")
    return rest.partition(".")[2] if kind == "cost" else ""


def more_value(move: str, incident_id: int) -> str:
    """Return the value of an overflow option: "incident_details:7"."""
    return f"{move}:{incident_id}"


def read_more(value: str) -> tuple[str, int]:
    """Return the move and the incident id of an overflow option's value. Raises ValueError."""
    move, _, incident_id = value.rpartition(":")
    return move, int(incident_id)


def read_page(value: str) -> tuple[int, int]:
    """Return the incident id and the page of a page button in details. Raises ValueError."""
    incident_id, _, page = value.partition(":")
    return int(incident_id), int(page)
