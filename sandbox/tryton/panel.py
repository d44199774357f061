"""The company in Tryton as the page shows it, read from the database of its books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from psycopg import Connection, connect
from psycopg.rows import DictRow, dict_row

from sandbox.tryton.books import Tryton

Row = Mapping[str, Any]
Sql = Connection[DictRow]


def company_state(books: Tryton, most_entries: int | None = None) -> dict[str, Any]:
    """Return the company, newest entries first, under the same names as the imitations'."""
    with _reading(books) as sql:
        tracks = _one(sql, _TRACKS)["there"] is not None
        entries = _entries(sql, _channels(sql) if tracks else {})
        return {
            "realm": books.company,
            "platform": "tryton",
            "name": _one(sql, _NAME)["name"],
            "currency": _one(sql, _CURRENCY)["code"],
            "connected": _one(sql, _KEY, books.key)["state"] == "validated",
            "can_post": bool(
                sql.execute(_MAY, (books.facts["user"], books.facts["group"])).fetchall()
            ),
            "closed_through": _day(_one(sql, _CLOSED)["day"]),
            "channel_by_hand": tracks and not sql.execute(_RULE).fetchall(),
            "mode": "ok",
            "accounts": [_account(row) for row in sql.execute(_ACCOUNTS)],
            "entries": entries[:most_entries],
        }


def mark(books: Tryton) -> str:
    """Return what changes whenever a move does: cheap enough to be asked every second."""
    with _reading(books) as sql:
        return str(_one(sql, _MARK)["mark"])


def _reading(books: Tryton) -> Sql:
    return connect(host=books.host, user="postgres", dbname=books.database, row_factory=dict_row)


def _one(sql: Sql, statement: str, *values: object) -> Row:
    row = sql.execute(statement, values).fetchone()
    return row or defaultdict(lambda: None)


def _account(row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": row["name"],
        "number": row["code"] or "",
        "type": row["type"] or "heading",
        "active": row["active"],
    }


def _channels(sql: Sql) -> Mapping[int, Mapping[str, str]]:
    """Return what lines go to by the id of each: {"Channel": "Shop"}."""
    channels: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for row in sql.execute(_ANALYTIC):
        channels[row["move_line"]][row["root"]] = row["name"]
    return channels


def _entries(sql: Sql, channels: Mapping[int, Mapping[str, str]]) -> list[dict[str, Any]]:
    moves: dict[int, dict[str, Any]] = {}
    for row in sql.execute(_MOVES):
        move = moves.setdefault(row["id"], _move(row))
        move["lines"].append(_line(row, channels.get(row["line"], {})))
        move["total"] += row["debit"]
    return [{**move, "total": f"{move['total']:.2f}"} for move in moves.values()]


def _move(row: Row) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "doc_number": row["number"] if row["state"] == "posted" else "",
        "date": row["date"].isoformat(),
        "private_note": row["description"] or "",
        "total": 0,
        "currency": row["currency"],
        "created_at": row["create_date"].isoformat(timespec="milliseconds") + "+00:00",
        "draft": row["state"] != "posted",
        "lines": [],
    }


def _line(row: Row, channels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "side": "debit" if row["debit"] else "credit",
        "amount": f"{row['debit'] or row['credit']:.2f}",
        "account": row["account"],
        "account_id": str(row["account_id"]),
        "description": row["words"] or "",
        "beside": {**channels, **({"Party": row["party"]} if row["party"] else {})},
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


_NAME = "SELECT p.name FROM company_company c JOIN party_party p ON p.id = c.party"
_CURRENCY = "SELECT u.code FROM company_company c JOIN currency_currency u ON u.id = c.currency"
_KEY = "SELECT state FROM res_user_application WHERE key = %s"
_MAY = 'SELECT 1 FROM "res_user-res_group" WHERE "user" = %s AND "group" = %s'
_CLOSED = "SELECT max(end_date) AS day FROM account_period WHERE state <> 'open'"
_MARK = """
    SELECT concat(count(*), max(coalesce(write_date, create_date))) AS mark FROM account_move
    """
_ACCOUNTS = """
    SELECT a.id, a.name, a.code, t.name AS type,
        a.end_date IS NULL OR a.end_date > current_date AS active
    FROM account_account a LEFT JOIN account_account_type t ON t.id = a.type
    WHERE a.type IS NOT NULL ORDER BY a.code, a.id
    """
_MOVES = """
    SELECT m.id, m.number, m.date, m.description, m.state, m.create_date, l.debit, l.credit,
        l.id AS line, l.description AS words, a.id AS account_id, a.name AS account,
        u.code AS currency, p.name AS party
    FROM account_move m JOIN account_move_line l ON l.move = m.id
        JOIN account_account a ON a.id = l.account LEFT JOIN party_party p ON p.id = l.party
        JOIN company_company c ON c.id = m.company JOIN currency_currency u ON u.id = c.currency
    ORDER BY m.id DESC, l.id
    """
_TRACKS = "SELECT to_regclass('analytic_account_rule') AS there"
"""Books that an earlier release built have no analytic accounts."""
_RULE = "SELECT 1 FROM analytic_account_rule WHERE account IS NULL"
_ANALYTIC = """
    SELECT l.move_line, a.name, r.name AS root
    FROM analytic_account_line l JOIN analytic_account_account a ON a.id = l.account
        JOIN analytic_account_account r ON r.id = a.root
    """
