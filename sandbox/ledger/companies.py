"""The companies of an imitation and their accounts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sandbox.ledger.chart import Account
from sandbox.ledger.clock import Clock
from sandbox.ledger.company import Company, Mode
from sandbox.ledger.shelf import Drawers, Keeper, Shelf


class Companies(Mapping[str, Company]):
    """All companies by realm, the platform's id of each, kept over restarts."""

    def __init__(self, platform: str, keep: Keeper, now: Clock) -> None:
        self._companies = Shelf(keep.table(f"{platform}_companies"), Company)
        self._accounts = Drawers(keep.table(f"{platform}_accounts"), Account)
        self._now = now

    def __getitem__(self, realm: str) -> Company:
        return self._companies[realm]

    def __iter__(self) -> Iterator[str]:
        return iter(self._companies)

    def __len__(self) -> int:
        return len(self._companies)

    def create(self, realm: str, name: str, currency: str, chart: Iterable[Account]) -> Company:
        """Open a company with these accounts."""
        company = Company(realm, name, self._now(), currency)
        for account in chart:
            self.put_account(realm, account)
        self._companies[realm] = company  # last: one that is there is whole
        return company

    def called(self, name: str) -> str | None:
        """Return the realm of the company of this name, or None."""
        return next((realm for realm, one in self._companies.items() if one.name == name), None)

    def change(self, realm: str, changes: Mapping[str, Any]) -> Company:
        """Turn switches; the keys are fields of Company, or names of its own switches."""
        company = self[realm]
        shared = {name: value for name, value in changes.items() if hasattr(company, name)}
        own = {name: value for name, value in changes.items() if name not in shared}
        self._companies[realm] = replace(company, **shared, own={**company.own, **own})
        return self[realm]

    def strike(self, realm: str, *, writes: bool) -> Mode:
        """Return how one call goes, and count a bad one down towards a good day."""
        company = self[realm]
        mode = company.struck(writes=writes)
        if mode is Mode.OK or company.mode_times is None:
            return mode
        left = company.mode_times - 1
        over: dict[str, Any] = {"mode": Mode.OK, "mode_times": None}
        self.change(realm, {"mode_times": left} if left > 0 else over)
        return mode

    def accounts(self, realm: str) -> Mapping[str, Account]:
        """Return a company's accounts by id."""
        return self._accounts.of(realm)

    def put_account(self, realm: str, account: Account) -> None:
        """Open an account, or change the one of the same id."""
        self._accounts.put(realm, account.id, account)
