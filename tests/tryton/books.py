"""The books of one test on a real Tryton server, and what their keeper can do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import psycopg

from connectors.tryton.wire import encoded


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

    def type_in(self, description: str, on: date, amount: str = "5") -> None:
        """Type a move in and post it, as a person does."""
        domain = [["start_date", "<=", on.isoformat()], ["end_date", ">=", on.isoformat()]]
        (period,) = self.get("account.period", domain)
        (journal,) = self.get("account.journal", [["code", "=", "MISC"]])
        sides = (("1300", amount, "0"), ("4000", "0", amount))
        lines = [
            {"account": int(self.account(code)), "debit": debit, "credit": credit}
            for code, debit, credit in sides
        ]
        move = self.post(
            "account.move",
            {
                "journal": journal["id"],
                "period": period["id"],
                "date": on.isoformat(),
                "description": description,
                "lines": [["create", lines]],
            },
        )
        self.post(f"account.move/{move['id']}/post")

    def new_key(self) -> str:
        """Cancel the user's key for good, and give out another."""
        for one in self.get("res.user.application", [["key", "=", self.key]]):
            self.post(f"res.user.application/{one['id']}/cancel")
        wanted = {"user": self.facts["user"], "application": "rest"}
        return str(self.post("res.user.application", wanted, "key")["key"])

    # --- the REST interface, as the keeper

    def get(self, model: str, domain: list[Any], *fields: str) -> list[dict[str, Any]]:
        """Return records."""
        query = [("d", encoded(domain)), ("o", encoded([["id", "ASC"]])), ("s", "1000")]
        found: list[dict[str, Any]] = self._call(
            "GET", model, None, [*query, *(("f", one) for one in fields)]
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
    ) -> Any:
        answer = httpx.request(
            method,
            f"{self.site}/rest/model/{what}",
            params=httpx.QueryParams([*query]),
            content=json.dumps(body) if body is not None else None,
            headers={
                "Authorization": f"Bearer {self.facts['admin_key']}",
                "X-Tryton-Context": encoded({"company": self.facts["company"]}),
                "Content-Type": "application/json",
            },
            timeout=60,
        )
        assert answer.is_success, f"{method} {what}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def _run(self, statement: str, *values: str) -> None:
        with psycopg.connect(host=self.host, user="postgres", dbname=self.database) as books:
            books.execute(statement, values)


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
