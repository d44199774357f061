"""Books on a real Tryton server, and what their keeper can do."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import httpx
import psycopg

RULE = "analytic_account.rule"
_NONE: Mapping[str, Any] = MappingProxyType({})


class KeeperRefused(Exception):
    """Tryton would not do what its keeper asked for; the text is its own."""


@dataclass(frozen=True, slots=True)
class Tryton:
    """A copy of the template's books; what is done here is done as their keeper would do it."""

    site: str  # the address as a connection keeps it: the server's, and the database
    host: str  # where PostgreSQL's socket is
    database: str
    facts: Mapping[str, Any]

    @property
    def company(self) -> str:
        """The realm."""
        return str(self.facts["company"])

    @property
    def key(self) -> str:
        """The key of the user who posts."""
        return str(self.facts["key"])

    def account(self, code: str) -> str:
        """Return the id of the account with this code."""
        return str(self.facts["accounts"][code])

    def moves(self, state: str = "posted") -> list[dict[str, Any]]:
        """Return the moves in a state, oldest first."""
        domain = [["state", "=", state]]
        fields = ("description", "date", "number", "lines.debit", "lines.account.code")
        return self.get("account.move", domain, *fields)

    def close(self, day: date, *, closed: bool = True) -> date:
        """Close the period of a day, or open it again; return the first day behind it."""
        domain = [["start_date", "<=", day.isoformat()], ["end_date", ">=", day.isoformat()]]
        (period,) = self.get("account.period", domain, "end_date")
        self.post(f"account.period/{period['id']}/{'close' if closed else 'reopen'}")
        if not closed:
            shut = [["period", "=", period["id"]], ["state", "!=", "open"]]
            for one in self.get("account.journal.period", shut):
                self.post(f"account.journal.period/{one['id']}/reopen")
        end = period["end_date"]
        return date(end["year"] + end["month"] // 12, end["month"] % 12 + 1, 1)

    def close_through(self, day: date | None) -> None:
        """Close every period that ends by `day`, and open the others; None opens all."""
        for one in self.get("account.period", [], "start_date", "end_date", "state"):
            ends = _date(one["end_date"])
            shut = day is not None and ends <= day
            if shut != (one["state"] != "open"):
                self.close(_date(one["start_date"]), closed=shut)

    def rename(self, name: str) -> None:
        """Give the company another name."""
        (company,) = self.get("company.company", [], "party")
        self._call("PUT", f"party.party/{company['party']}", {"name": name})

    def permit(self, *, may_post: bool) -> None:
        """Give the user the rights of an accountant, or take them away."""
        change = [["add" if may_post else "remove", [self.facts["group"]]]]
        self._call("PUT", f"res.user/{self.facts['user']}", {"groups": change})

    def accept(self, *, good: bool) -> None:
        """Cancel the user's key, or make it good again, which the server itself has no way for."""
        state = "validated" if good else "cancelled"
        self._run("UPDATE res_user_application SET state = %s WHERE key = %s", state, self.key)

    def end(self, account_id: str, day: date | None) -> None:
        """Let an account take nothing after a day; None: it takes entries again."""
        last = {"__class__": "date", **_parts(day)} if day else None
        self._call("PUT", f"account.account/{account_id}", {"end_date": last})

    def delete_account(self, code: str) -> None:
        """Delete an account in which nothing is posted."""
        self._call("DELETE", f"account.account/{self.account(code)}")

    def open_account(self, code: str, name: str, *, like: str) -> None:
        """Open an account of the type that another one has."""
        (other,) = self.get("account.account", [["code", "=", like]], "type")
        told = {"code": code, "name": name, "type": other["type"]}
        self.post("account.account", {**told, "company": self.facts["company"]})

    def type_in(self, description: str, on: date, amount: str = "5", *, posts: bool = True) -> None:
        """Type a sale in and post it, as a person does; else it stays a draft."""
        sides = (("1300", "debit"), ("4000", "credit"))
        lines = [(self.account(code), side, amount) for code, side in sides]
        self.enter(description, on, lines, posts=posts)

    def enter(
        self,
        description: str,
        on: date,
        lines: Sequence[tuple[str, str, str]],
        *,
        posts: bool = True,
    ) -> None:
        """Type a move of (account id, "debit" or "credit", amount) lines in, and post it."""
        domain = [["start_date", "<=", on.isoformat()], ["end_date", ">=", on.isoformat()]]
        (period,) = self.get("account.period", domain)
        (journal,) = self.get("account.journal", [["code", "=", "MISC"]])
        typed = [
            {"account": int(account), "debit": "0", "credit": "0", side: amount}
            for account, side, amount in lines
        ]
        move = self.post(
            "account.move",
            {
                "journal": journal["id"],
                "period": period["id"],
                "date": on.isoformat(),
                "description": description,
                "lines": [["create", typed]],
            },
        )
        if not posts:
            return
        try:
            self.post_move(move["id"])
        except KeeperRefused:
            self._call("DELETE", f"account.move/{move['id']}")
            raise

    def choose_channels(self, *, by_hand: bool) -> None:
        """Take away the rule that sends lines to the channel Shop, or make it again."""
        channels = self.facts.get("channels")
        if not channels:
            raise KeeperRefused("These books were made without channels.")
        general = self.get(RULE, [["account", "=", None]])
        if not by_hand and not general:
            chosen = {"root": channels["Channel"], "account": channels["Shop"]}
            told = {"company": self.facts["company"], "analytic_accounts": [["create", [chosen]]]}
            self.post(RULE, told)
        for rule in general if by_hand else ():
            self.remove(f"{RULE}/{rule['id']}")

    def post_move(self, move_id: object) -> None:
        """Post a draft, as a person does."""
        self.post(f"account.move/{move_id}/post")

    def change(self, what: str, values: Mapping[str, Any]) -> None:
        """Change a record, as "account.account/7"."""
        self._call("PUT", what, values)

    def remove(self, what: str) -> None:
        """Delete a record, as "analytic_account.rule/2"."""
        self._call("DELETE", what)

    def amend(self, move_id: str, amount: str, by: str) -> None:
        """Write another amount into both lines of a posted move, which the server itself refuses.

        As an administrator can by a script; the user that posts is called `by` then.
        """
        for side in ("debit", "credit"):
            self._run(
                f"UPDATE account_move_line SET {side} = %s WHERE move = %s AND {side} <> 0",  # noqa: S608  two names
                amount,
                move_id,
            )
        user = str(self.facts["user"])
        self._run("UPDATE res_user SET name = %s WHERE id = %s", by, user)
        self._run(
            "UPDATE account_move SET write_uid = %s, write_date = timezone('utc', now())"
            " WHERE id = %s",
            *(user, move_id),
        )

    def new_key(self) -> str:
        """Cancel the user's key for good, and give out another."""
        for one in self.get("res.user.application", [["key", "=", self.key]]):
            self.post(f"res.user.application/{one['id']}/cancel")
        wanted = {"user": self.facts["user"], "application": "rest"}
        return str(self.post("res.user.application", wanted, "key")["key"])

    # --- the REST interface, as the keeper

    def get(
        self, model: str, domain: list[Any], *fields: str, context: Mapping[str, Any] = _NONE
    ) -> list[dict[str, Any]]:
        """Return records, as they are in a `context`."""
        query = [("d", _encoded(domain)), ("o", _encoded([["id", "ASC"]])), ("s", "1000")]
        found: list[dict[str, Any]] = self._call(
            "GET", model, None, [*query, *(("f", one) for one in fields)], context
        )
        return found

    def post(self, what: str, body: Mapping[str, Any] | None = None, *fields: str) -> Any:
        """Create a record, or run an action; return `fields` of it."""
        return self._call("POST", what, body or {}, [("f", one) for one in fields])

    def _call(
        self,
        method: str,
        what: str,
        body: Mapping[str, Any] | None = None,
        query: Sequence[tuple[str, str]] = (),
        context: Mapping[str, Any] = _NONE,
    ) -> Any:
        answer = httpx.request(
            method,
            f"{self.site}/rest/model/{what}",
            params=httpx.QueryParams([*query]),
            content=json.dumps(body) if body is not None else None,
            headers={
                "Authorization": f"Bearer {self.facts['admin_key']}",
                "X-Tryton-Context": _encoded({"company": self.facts["company"], **context}),
                "Content-Type": "application/json",
            },
            timeout=60,
        )
        if not answer.is_success:
            raise KeeperRefused(_words(answer))
        return answer.json() if answer.content else None

    def _run(self, statement: str, *values: str) -> None:
        with psycopg.connect(host=self.host, user="postgres", dbname=self.database) as books:
            books.execute(statement, values)


def _words(answer: httpx.Response) -> str:
    """Return why Tryton said no: its own sentence, where it says one."""
    try:
        return str(answer.json()["message"])
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code} {answer.text[:500]}"


def _encoded(value: Any) -> str:
    """Return `value` as conditions and contexts travel: JSON in base64url."""
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


def _date(parts: Mapping[str, int]) -> date:
    return date(parts["year"], parts["month"], parts["day"])


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
