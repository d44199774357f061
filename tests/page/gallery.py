"""Every block and element the page draws, and a modal, for the tests to look at."""

from tests.page.kit import (
    Block,
    actions,
    button,
    entry_field,
    leaf,
    mrkdwn,
    option,
    plain,
    rich,
    section,
    select,
)

SALES = option("4100 Sales", "4100")
GIFT_CARDS = option("4200 Gift cards", "4200", description=plain("Other income"))
DEFERRED = option("2100 Deferred revenue", "2100")

CARD: list[Block] = [
    {"type": "header", "block_id": "head", "text": plain("🔴 Gift cards has no account")},
    section("sum", "*3 entries* of Northwind Retail wait · $4,812.40"),
    {
        "type": "section",
        "block_id": "facts",
        "fields": [mrkdwn("*Date*\n7 Jul 2026"), mrkdwn("*Platform*\nShopify")],
    },
    actions(
        "do",
        button("Map accounts", "map", style="primary", value="INC-1"),
        button("Retry", "retry", value="INC-1"),
        button(
            "Skip",
            "skip",
            style="danger",
            value="INC-1",
            confirm={
                "title": plain("Skip these entries?"),
                "text": mrkdwn("*3 entries* will not be posted."),
                "confirm": plain("Skip them"),
                "deny": plain("Keep them"),
                "style": "danger",
            },
        ),
        {
            "type": "overflow",
            "action_id": "more",
            "options": [option("Assign", "assign"), option("Snooze", "snooze")],
        },
    ),
    {"type": "context", "block_id": "foot", "elements": [mrkdwn("JE-1042 · seen 10:42")]},
]

TEXTS: list[Block] = [
    section(
        "marks",
        "*bold* _italic_ ~strike~ `code` 2*3*4 a_b_c :white_check_mark: "
        "<https://example.com/plan|the plan> <@U_BEN> <#C_GENERAL> <!here>\n"
        "> quoted\n&lt;b&gt; &amp;amp;\n```pre *plain*```",
    ),
    section("date", "Since <!date^1783587600^{date_num} {time}|long ago>"),
    {
        "type": "rich_text",
        "block_id": "rich",
        "elements": [
            rich(leaf("Rich "), leaf("loud", bold=True), {"type": "emoji", "name": "tada"}),
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [rich(leaf("first")), rich(leaf("second"))],
            },
            {"type": "rich_text_quote", "elements": [leaf("said so")]},
            {"type": "rich_text_preformatted", "elements": [leaf("as typed")]},
        ],
    },
    {"type": "divider", "block_id": "line"},
]

ELEMENTS: list[Block] = [
    actions(
        "selects",
        select("static_select", "account", "Choose an account", options=[SALES, GIFT_CARDS]),
        select("external_select", "search", "Search accounts", min_query_length=1),
        select("users_select", "who", "Choose somebody"),
    ),
    section(
        "groups",
        "Accounts",
        accessory=select(
            "static_select",
            "grouped",
            "One of these accounts",
            option_groups=[
                {"label": plain("Income"), "options": [SALES, GIFT_CARDS]},
                {"label": plain("Liability"), "options": [DEFERRED]},
            ],
        ),
    ),
    actions(
        "lists",
        {
            "type": "radio_buttons",
            "action_id": "how",
            "options": [option("Fixed in QuickBooks", "fixed"), option("Not needed", "not")],
        },
        {
            "type": "checkboxes",
            "action_id": "also",
            "options": [option("Tell the owner", "tell"), option("From now on", "always")],
            "initial_options": [option("Tell the owner", "tell")],
        },
    ),
    actions("links", button("Open QuickBooks", "open", url="https://example.com/qb")),
]

MODAL: Block = {
    "type": "modal",
    "callback_id": "map_modal",
    "title": plain("Map accounts"),
    "submit": plain("Map and post"),
    "close": plain("Not now"),
    "blocks": [
        section("why", "*3 entries* of Northwind Retail"),
        entry_field(
            "account",
            "Account",
            select("static_select", "account", "Choose", options=[SALES, GIFT_CARDS]),
        ),
        entry_field("note", "Note", {"type": "plain_text_input", "action_id": "note"}),
        entry_field(
            "cost",
            "Unit cost",
            {"type": "plain_text_input", "action_id": "cost"},
            optional=True,
        ),
    ],
}
"""A modal with a required select, a required text and an optional text."""
