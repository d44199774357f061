"""What others wrote, quoted in a sentence of ours."""

_QUOTED = 60


def quoted(text: object) -> str:
    """Return `text` in quotation marks, printable and cut, fit to stand in a sentence."""
    shown = "".join(c if c.isprintable() else "�" for c in str(text))
    return f'"{shown}"' if len(shown) <= _QUOTED else f'"{shown[: _QUOTED - 1]}…"'
