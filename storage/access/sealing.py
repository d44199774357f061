"""What is secret is encrypted before it is written, with the first of the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from journal.books.consent import SealedTokens
from journal.errors import NotFound
from journal.ports import Tokens


class SecretKeyWrong(NotFound):
    """It was encrypted with a key that is not among those given."""

    def __init__(self) -> None:
        super().__init__(
            "The secret key is not the one the tokens were kept with; set JEFAIL_SECRET_KEYS"
            " to the old one, or connect the book again."
        )


@dataclass(frozen=True, slots=True)
class Sealer:
    """Encrypts and decrypts; it writes nothing."""

    cipher: MultiFernet

    def tokens(self, tokens: Tokens) -> SealedTokens:
        """Return `tokens` as they are kept."""
        return SealedTokens(
            access=self.text(tokens.access),
            refresh=self.text(tokens.refresh),
            access_expires_at=tokens.access_expires_at,
            refresh_expires_at=tokens.refresh_expires_at,
        )

    def text(self, secret: str) -> bytes:
        """Return `secret` as it is kept."""
        return self.cipher.encrypt(secret.encode())

    def opened(self, sealed: bytes) -> str:
        """Return what was sealed. Raises SecretKeyWrong."""
        try:
            return self.cipher.decrypt(sealed).decode()
        except InvalidToken as error:
            raise SecretKeyWrong from error

    def again(self, sealed: bytes) -> bytes:
        """Return the same secret under the newest key. Raises SecretKeyWrong."""
        try:
            return self.cipher.rotate(sealed)
        except InvalidToken as error:
            raise SecretKeyWrong from error


def sealer_of(keys: Sequence[str]) -> Sealer:
    """Return the sealer for `keys` (Fernet keys); the first encrypts, all decrypt."""
    return Sealer(MultiFernet([Fernet(key) for key in keys]))
