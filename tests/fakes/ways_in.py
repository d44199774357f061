"""Platforms at which people give access, as far as their pages go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from journal.books.consent import Company
from journal.books.signed_in import NOBODY, SignedIn
from journal.errors import ConsentRefused
from journal.ports import Asking, Granted, Tokens
from tests.build import NOW


@dataclass(slots=True)
class FakeSignIn:
    """A page that lets us into `companies`, or fails with `error`; keeps each round `asked`."""

    companies: Sequence[Company] = ()
    error: Exception | None = None
    person: SignedIn = NOBODY
    asked: list[Asking] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    host: str = "https://platform.example"

    @property
    def hosts(self) -> Sequence[str]:
        """Return where it leads."""
        return [self.host]

    def address(self, asking: Asking, site: str) -> str:
        """Return where the page is."""
        self.sites.append(site)
        return f"{self.host}/allow?state={asking.state}"

    async def take(self, answer: Mapping[str, str], asking: Asking) -> Granted:
        """Give access."""
        self.asked.append(asking)
        if self.error:
            raise self.error
        return self.granted(answer.get("code", ""))

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:  # noqa: ARG002  one person signs in here
        """Tell who signed in."""
        return self.person

    def granted(self, code: str) -> Granted:
        """Return tokens that hold `code`."""
        tokens = Tokens(f"access-{code}", f"refresh-{code}", NOW + timedelta(hours=1))
        return Granted(tokens, self.companies)


@dataclass(slots=True)
class FakeKeyForm:
    """A server that one key opens."""

    companies: Sequence[Company] = ()
    key: str = "good"
    person: SignedIn = NOBODY
    site_hint: str = "https://tryton.example/books"

    async def take(self, site: str, key: str) -> Granted:
        """Try the key."""
        if key != self.key:
            raise ConsentRefused("The server does not take this key.")
        tokens = Tokens(key, "", NOW + timedelta(days=9999))
        return Granted(tokens, [replace(one, site=site) for one in self.companies])

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:  # noqa: ARG002  there is one key
        """Tell whose key it is."""
        return self.person
