"""The companies of the imitation and their accounts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from secrets import randbelow
from typing import Any

from sandbox.ledger.clock import Clock
from sandbox.ledger.company import Mode
from sandbox.ledger.shelf import Drawers, Keeper, Shelf
from sandbox.quickbooks.chart import DEFAULT_CHART, Account
from sandbox.quickbooks.company import Company


class Companies(Mapping[str, Company]):
    """All companies by realm id, kept over restarts; a new sandbox has none."""

    def __init__(self, keep: Keeper, now: Clock) -> None:
        self._companies = Shelf(keep.table("quickbooks_companies"), Company)
        self._accounts = Drawers(keep.table("quickbooks_accounts"), Account)
        self._now = now

    def __getitem__(self, realm: str) -> Company:
        return self._companies[realm]

    def __iter__(self) -> Iterator[str]:
        return iter(self._companies)

    def __len__(self) -> int:
        return len(self._companies)

    def create(
        self,
        name: str,
        *,
        currency: str = "USD",
        multicurrency: bool = False,
        chart: Iterable[Account] = DEFAULT_CHART,
    ) -> Company:
        """Open a company with these accounts, under a new realm id."""
        realm = f"9341{randbelow(10**12):012d}"
        company = Company(realm, name, self._now(), currency, multicurrency)
        for account in chart:
            self._accounts.put(realm, account.id, account)
        self._companies[realm] = company  # last: one that is there is whole
        return company

    def called(self, name: str) -> Company | None:
        """Return the company of this name, or None."""
        return next((one for one in self._companies.values() if one.name == name), None)

    def change(self, realm: str, changes: Mapping[str, Any]) -> Company:
        """Turn switches; the keys are fields of Company."""
        self._companies[realm] = replace(self[realm], **changes)
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
        """Return a company's accounts by Id."""
        return self._accounts.of(realm)

    def account_names(self, realm: str) -> dict[str, str]:
        """Return the full names of a company's accounts by Id."""
        return {account.id: account.full_name for account in self.accounts(realm).values()}

    def add_account(self, realm: str, name: str, number: str, kind: str) -> Account:
        """Open an account; its Id is the next free one."""
        highest = max((int(account) for account in self.accounts(realm)), default=0)
        account = Account(str(highest + 1), name, number, kind)
        self._accounts.put(realm, account.id, account)
        return account

    def set_active(self, realm: str, account_id: str, *, active: bool) -> None:
        """Make an account active or inactive. Raises KeyError if there is none."""
        account = self.accounts(realm)[account_id]
        changed = replace(account, active=active, sync_token=account.sync_token + 1)
        self._accounts.put(realm, account_id, changed)
