"""What Slack takes, in characters or pieces, and how much of it we allow ourselves."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_LABEL = 75
URL = 3000
NAME = 255
"""block_id, action_id and callback_id."""
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
VIEW_TITLE = 24
VIEW_BUTTON = 24
PRIVATE_METADATA = 3000
PLACEHOLDER = 150
GROUP_LABEL = 75
INPUT_LABEL = 2000
INPUT_HINT = 2000
INPUT_TEXT = 3000

TOTAL = 12_000
"""All blocks of a message together. Slack refuses somewhere above 13,000, undocumented."""

MESSAGE_TEXT = 4000
"""The text beside the blocks: longer ones are advised against."""

# Ours: what reads well.
QUOTE = 300
"""The platform's words on a card; whole in Details."""
LINK_SHOWN = 200
"""An address in a line of a list: a longer one is left out."""
NAME_SHOWN = 80
"""A category, an account, a book: more is cut."""
EMAIL_SHOWN = 300
"""An e-mail address, escaped: the longest that there are (254) stand whole."""
NOTE = 500
"""What someone may write when closing a case."""
