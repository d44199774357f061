"""Texts from outside, as PostgreSQL can hold them."""

from __future__ import annotations


def storable(text: str) -> str:
    """Return `text` without NULs and halves of characters: JSON can spell both, no table them."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
