"""The page on which a person connects an app to a company."""

from collections.abc import Mapping
from html import escape
from typing import Final, Protocol

from sandbox.ledger.person import ROBIN

_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2a33; background: #f4f6f8; margin: 0; }
main { max-width: 26rem; margin: 12vh auto; padding: 2rem; background: #fff;
  border: 1px solid #d9dfe4; border-radius: 8px; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; }
fieldset { border: 0; margin: 1.25rem 0; padding: 0; }
legend { font-weight: 600; padding: 0; }
label { display: block; padding: .6rem 0; border-bottom: 1px solid #e6eaee; }
input.person { font: inherit; width: 100%; box-sizing: border-box; padding: .3rem .5rem; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: 6px; border: 1px solid #8d99a3;
  background: #fff; color: inherit; margin-right: .5rem; cursor: pointer; }
button.main { background: #17652f; border-color: #17652f; color: #fff; }
:focus-visible { outline: 3px solid #1a6fd4; outline-offset: 2px; }
"""


class Named(Protocol):
    """A company, as far as the page shows it."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...


def consent_page(
    platform: str,
    asked: Mapping[str, str],
    companies: Mapping[str, Named],
    *,
    several: bool = False,
) -> str:
    """Draw the page: the companies to pick from, and what the app asked for, carried along.

    `companies` go by the platform's id; `several`: more than one may be picked.
    """
    kind = "checkbox" if several else "radio"
    picks = "".join(
        f'<label><input type="{kind}" name="realm" value="{escape(realm)}"'
        f"{'' if several else ' required'}{' checked' if place == 0 else ''}>"
        f" {escape(company.name)}</label>"
        for place, (realm, company) in enumerate(companies.items())
    )
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    inside = _form(hidden, picks) if picks else "<p>There is no company to connect yet.</p>"
    who = "see who you are, " if "openid" in asked.get("scope", "") else ""
    return _page(
        f"Connect to {platform} (practice)",
        f"<p>The app asks to {who}read accounts and post journal entries.</p>" + inside,
    )


def problem_page(words: str) -> str:
    """Draw why there is nothing to approve; the browser is not sent back to the app."""
    return _page("This link does not work", f"<p>{escape(words)}</p>")


_PERSON: Final = (
    "<fieldset><legend>Signed in as</legend>"
    f'<label>Name<input class="person" name="person_name" value="{escape(ROBIN.name)}"></label>'
    f'<label>E-mail<input class="person" name="person_email" value="{escape(ROBIN.email)}"></label>'
    "</fieldset>"
)


def _form(hidden: str, picks: str) -> str:
    return (
        f'<form method="post">{hidden}<fieldset><legend>Company</legend>{picks}</fieldset>{_PERSON}'
        '<button class="main" name="answer" value="approve">Connect</button>'
        '<button name="answer" value="cancel" formnovalidate>Cancel</button></form>'
    )


def _page(title: str, inside: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{inside}</main></body></html>"
    )
