"""A real Tryton server: one process over the tests' PostgreSQL, and what its keeper can do."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import psycopg

from connectors.tryton.wire import encoded
from tests.tryton.template import Template, configuration, drop

DATABASE = "tryton_books"
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Tryton:
    """The server and its books; what is done here is done as their keeper would do it."""

    address: str  # of the server; the database stands behind it in `site`
    host: str  # where PostgreSQL's socket is
    facts: Mapping[str, Any]

    @property
    def site(self) -> str:
        """The address as a connection keeps it."""
        return f"{self.address}/{DATABASE}"

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

    def clean(self) -> None:
        """Take every move out and mend whatever a test broke."""
        self.accept(good=True)
        self._run("DELETE FROM account_move_line")
        self._run("DELETE FROM account_move")
        self._run("DELETE FROM account_journal_period")
        self._run("UPDATE account_period SET state = 'open'")
        for one in self.get("account.account", [["end_date", "!=", None]]):
            self.end(str(one["id"]), None)
        groups = self.get("res.user", [["id", "=", self.facts["user"]]], "groups")[0]["groups"]
        if not groups:
            self.permit(may_post=True)

    # --- the REST interface, as the keeper

    def get(self, model: str, domain: list[Any], *fields: str) -> list[dict[str, Any]]:
        """Return records."""
        query = [("d", encoded(domain)), ("o", encoded([["id", "ASC"]])), ("s", "1000")]
        found: list[dict[str, Any]] = self._call(
            "GET", model, None, [*query, *(("f", one) for one in fields)]
        )
        return found

    def post(self, what: str, body: Mapping[str, Any] | None = None) -> Any:
        """Create a record, or run an action."""
        return self._call("POST", what, body or {})

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
        with psycopg.connect(host=self.host, user="postgres", dbname=DATABASE) as books:
            books.execute(statement, values)


@contextmanager
def serving(template: Template, host: str) -> Iterator[Tryton]:
    """Serve the template's books from a database of their own; nothing of it is left."""
    template.restore(host, DATABASE)
    listen = f"127.0.0.1:{_free_port()}"
    with tempfile.TemporaryDirectory(prefix="jftryton") as folder:
        config = configuration(Path(folder), host, listen)
        program = str(Path(sys.executable).parent / "trytond")
        with (Path(folder) / "log").open("w") as log:
            server = subprocess.Popen([program, "-c", str(config), "-d", DATABASE], stderr=log)
        try:
            _wait(server, f"http://{listen}/{DATABASE}/rest/model/company.company")
            yield Tryton(f"http://{listen}", host, template.facts)
        finally:
            server.terminate()
            server.wait(30)
            drop(host, DATABASE)


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    """Return once it answers, if only that nobody may ask."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "trytond ended"
        try:
            if httpx.get(address, timeout=5).status_code == httpx.codes.UNAUTHORIZED:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("trytond does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
