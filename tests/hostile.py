"""Names that people really give, and names that people give to see what breaks."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

NAMES: Final = (
    "O'Brien & Sons",
    "Ada \\' or '1' = '1",
    'Say "Cheese" \\',
    "back\\slash\\",
    "&lt;b&gt; & <b>",
    "<!channel> <@U012AB3CD>",
    "*bold* _it_ ~no~ `code`",
    ":star: Retail:star:Online",
    "🧾 Emoji 👩🏽‍💼",
    "שלום RTL \u202eevil",
    "new\nline\ttab",
    "nul\0inside",
    "half \ud800",
    "100",
    "id:79",
    "a, b; c (d) [e] {f}",
    "%25 ?x=1&y=2#z",
    "x" * 300,
    "\u202e",
    "  spaced   out ",
    "Ｗｉｄｅ",
)
"""Each breaks something somewhere: a query, an address, a table, a mention, a list, a label."""
names = st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=80))
"""Any of these, or any text at all."""
