"""Where moves of a Tryton server are seen; all else is told by the connection."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrytonSettings:
    """`link`: depends on the server's web client; "{site}", "{id}" and "{realm}" are filled in."""

    link: str = ""  # "": no link
    timeout: float = 60.0  # seconds for a whole answer; the server waits 30 for its database

    def link_to(self, site: str, ledger_id: str, realm: str) -> str:
        """Return the address at which a bookkeeper sees the move, "" when none is set."""
        filled = self.link.replace("{site}", site).replace("{id}", ledger_id)
        return filled.replace("{realm}", realm)
