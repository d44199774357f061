"""What each step of connecting a book says."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from bot.web.connecting.page import Page, paragraph
from journal.books.book import Platform
from journal.books.consent import Company
from journal.books.signed_in import SignedIn
from journal.connecting.keep_consent import Awaited, Choice
from journal.connecting.take_consent import OpenedLink
from journal.ports import KeyForm

TWICE = "Two books on one company would post everything twice, so each has its own."


def ask_page(opened: OpenedLink, name: str, wrong: str = "") -> Page:
    """Draw the first page: for whom, what, and the button that goes on.

    `name`: of who asked for the link, "" when not known. `wrong`: why the last try failed.
    """
    book, platform = opened.book, opened.link.platform
    again = " again" if opened.own else ""
    said = [
        paragraph(f"{_who(name)} asked for this link, to connect {book.name}{again}."),
        paragraph(_company(opened)),
        paragraph(_SEEN, "quiet") if platform is not Platform.POSTING_SERVICE else "",
        paragraph(wrong, "wrong") if wrong else "",
    ]
    if opened.key_form is not None:
        form, status = _key_fields(opened, opened.key_form), 422 if wrong else 200
    else:
        form, status = f"<button>Continue to {escape(platform.label)}</button>", 200
    drawn = f'{"".join(said)}<form method="post">{form}</form>{_STRANGER}'
    leads_to = opened.sign_in.hosts if opened.sign_in else ()
    return Page(f"Connect {book.name} to {platform.label}", drawn, status, leads_to)


_SEEN = "Your team is told the name and the e-mail address of the account that you use there."
_STRANGER = paragraph(
    "The link works once. If you do not know who asked for it, close this page.", "quiet"
)


def choice_page(choice: Choice) -> Page:
    """Ask which of several companies the book is."""
    first, *rest = choice.companies
    picks = _pick(first, chosen=True) + "".join(_pick(one, chosen=False) for one in rest)
    platform = choice.link.platform.label
    person = _as_whom(choice.link.signed_in)
    came = f"You signed in{person} and let jefail into several companies at {platform}."
    drawn = (
        f"{paragraph(came)}"
        f'<form method="post" action="../oauth/company">'
        f'<input type="hidden" name="state" value="{escape(choice.state)}">'
        "<fieldset><legend>Which one is"
        f" {escape(choice.book.name)}?</legend>{picks}</fieldset>"
        f"<button>Connect</button></form>{paragraph(TWICE, 'quiet')}"
    )
    return Page(f"Which company is {choice.book.name}?", drawn)


def asked_page(awaited: Awaited) -> Page:
    """Say that who asked for the link confirms the company in Slack; nothing is connected yet."""
    told = awaited.told
    host = f" at {told.host}" if told.host else ""
    there = f"{told.company or told.realm} in {told.platform}{host}"
    said = [
        paragraph(f"You signed in{_as_whom(told.signed_in)} to {there}."),
        paragraph(
            f"One step is left: in Slack, jefail asks whether {awaited.book.name} is to be"
            " connected to it."
        ),
        paragraph(
            "Only the person who asked for the link can answer. You can close this page.", "quiet"
        ),
    ]
    return Page("Confirm it in Slack", "".join(said))


def problem_page(words: str, status: int) -> Page:
    """Say why not, and what to do; `words` do."""
    return Page("Not connected", paragraph(words, "wrong"), status)


def _company(opened: OpenedLink) -> str:
    platform = opened.link.platform.label
    if opened.own is None:
        return f"You sign in there, choose the company of {opened.book.name}, and come back here."
    return (
        f"Its entries are kept in company {opened.own.realm} of {platform}. Sign in as somebody"
        " who may post journal entries there, and choose that company."
    )


def _key_fields(opened: OpenedLink, form: KeyForm) -> str:
    site = opened.own.site if opened.own else ""
    fixed = " readonly" if site else ""
    return (
        f'<label>Address<input type="url" name="site" required maxlength="500"{fixed}'
        f' value="{escape(site)}" placeholder="{escape(form.site_hint)}"></label>'
        '<label>Key<input type="password" name="key" required maxlength="2000"'
        ' autocomplete="off"></label><button>Connect</button>'
    )


def _pick(company: Company, *, chosen: bool) -> str:
    value = escape(f"{company.site} {company.realm}")
    checked = " checked" if chosen else ""
    shown = escape(company.name or company.realm)
    return (
        f'<label class="choice"><input type="radio" name="company" value="{value}"'
        f" required{checked}> {shown}</label>"
    )


def company_in(form: Mapping[str, str]) -> tuple[str, str]:
    """Return the (site, realm) that was chosen in `choice_page`."""
    site, _, realm = form.get("company", "").rpartition(" ")
    return site, realm


def _as_whom(person: SignedIn) -> str:
    return f" as {person.whole}" if person.whole else ""


def _who(name: str) -> str:
    return name or "Somebody of your team in Slack"
