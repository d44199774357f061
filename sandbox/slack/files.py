"""Files of the workspace: uploaded by people and by the app, shared in channels and threads."""

import base64
import mimetypes
import secrets
from pathlib import PurePosixPath

from sandbox.keep import Keep
from sandbox.slack.people import TEAM_ID
from sandbox.slack.wire import Clock, Json, SlackError, new_id


class Files:
    """Every file by id, kept with what is in it; and uploads that were announced."""

    def __init__(self, keep: Keep, clock: Clock) -> None:
        self._clock = clock
        self._table = keep.table("files")
        self._announced: dict[str, Json] = {}

    def announce(self, user: str, name: str, length: int) -> tuple[str, str]:
        """Return the id of a file to come, and the secret by which it is uploaded."""
        file_id, ticket = new_id("F"), secrets.token_urlsafe(16)
        self._announced[ticket] = {"id": file_id, "user": user, "name": name, "size": length}
        return file_id, ticket

    def receive(self, ticket: str, content: bytes, base: str) -> None:
        """Take in an announced file; raises file_not_found for any other, also by its size."""
        announced = self._announced.pop(ticket, None)
        if announced is None or announced["size"] != len(content):
            raise SlackError("file_not_found")
        self._store(announced["id"], announced["user"], announced["name"], content, base)

    def add(self, user: str, name: str, content: bytes, base: str) -> str:
        """Take in what a person drops into the page; return its id."""
        file_id = new_id("F")
        self._store(file_id, user, name, content, base)
        return file_id

    def get(self, file_id: str) -> Json:
        """Return the file object; raises file_not_found."""
        if file_id not in self._table:
            raise SlackError("file_not_found")
        found: Json = self._table[file_id]["file"]
        return found

    def content(self, file_id: str) -> bytes:
        """Return what is in the file; raises file_not_found."""
        self.get(file_id)
        return base64.b64decode(self._table[file_id]["content"])

    def shared(self, file_id: str, channel: Json, ts: str, thread_ts: str | None) -> None:
        """Note where a file was shared."""
        file = self.get(file_id)
        kind = "private" if channel["is_private"] else "public"
        share = {"ts": ts, "channel_name": channel["name"], "team_id": TEAM_ID, "reply_users": []}
        if thread_ts:
            share["thread_ts"] = thread_ts
        shares = {key: dict(value) for key, value in file["shares"].items()}
        places = shares.setdefault(kind, {})
        places[channel["id"]] = [*places.get(channel["id"], ()), share]
        listed = "ims" if channel["is_im"] else "groups" if channel["is_private"] else "channels"
        ids = [each for each in file[listed] if each != channel["id"]]
        self._change(file_id, shares=shares, **{listed: [*ids, channel["id"]]})

    def name(self, file_id: str, title: str) -> None:
        """Give a file its title."""
        self._change(file_id, title=title)

    def _change(self, file_id: str, **changes: object) -> None:
        row = self._table[file_id]
        self._table[file_id] = {**row, "file": {**row["file"], **changes}}

    def _store(self, file_id: str, user: str, name: str, content: bytes, base: str) -> None:
        now = int(self._clock())
        suffix = PurePosixPath(name).suffix.lower().removeprefix(".")
        address = f"{base}/files-pri/{TEAM_ID}-{file_id}"
        file: Json = {
            "id": file_id,
            "created": now,
            "timestamp": now,
            "name": name,
            "title": name,
            "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "filetype": suffix or "binary",
            "pretty_type": suffix.upper() or "Binary",
            "user": user,
            "mode": "hosted",
            "size": len(content),
            "is_external": False,
            "is_public": True,
            "url_private": f"{address}/{name}",
            "url_private_download": f"{address}/download/{name}",
            "shares": {},
            "channels": [],
            "groups": [],
            "ims": [],
        }
        kept = base64.b64encode(content).decode()
        self._table[file_id] = {"file": file, "content": kept}
