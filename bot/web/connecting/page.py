"""One page: plain HTML that needs nothing from elsewhere, and the headers that keep it so."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from starlette.responses import HTMLResponse

_STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 17px/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 34rem; margin: 10vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .75rem; }
label { display: block; margin: 1rem 0; }
label.choice { padding: .6rem 0; margin: 0; border-bottom: 1px solid GrayText; }
input[type=text], input[type=url], input[type=password] { font: inherit; width: 100%;
  box-sizing: border-box; padding: .5rem; margin-top: .25rem; }
fieldset { border: 0; margin: 1rem 0; padding: 0; }
legend { font-weight: 600; padding: 0; }
button { font: inherit; padding: .6rem 1.4rem; border-radius: 6px; cursor: pointer;
  border: 1px solid #17652f; background: #17652f; color: #fff; }
.quiet { color: GrayText; }
.wrong { border-left: 4px solid #b3261e; padding: .1rem 0 .1rem .75rem; }
:focus-visible { outline: 3px solid #1a6fd4; outline-offset: 2px; }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class Page:
    """What a person reads. `inside` is HTML, in which all that is not ours is escaped."""

    title: str
    inside: str
    status: int = 200
    leads_to: Sequence[str] = ()  # "https://host" that a form of it goes on to, beside ourselves

    def response(self) -> HTMLResponse:
        """Return the answer; nothing of it is kept, framed, or told on by the browser."""
        # Redirects are held to it as well, so all are named that the platform passes people on to.
        goes = " ".join(["'self'", *self.leads_to])
        policy = (
            f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {goes};"
            " base-uri 'none'; frame-ancestors 'none'"
        )
        return HTMLResponse(
            _drawn(self),
            self.status,
            {
                "Content-Security-Policy": policy,
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "X-Robots-Tag": "noindex",
            },
        )


def paragraph(text: str, kind: str = "") -> str:
    """Draw a paragraph of plain text; `kind`: "quiet" or "wrong"."""
    opening = f'<p class="{kind}">' if kind else "<p>"
    return f"{opening}{escape(text)}</p>"


def _drawn(page: Page) -> str:
    title = escape(page.title)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · jefail</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{page.inside}</main></body></html>"
    )
