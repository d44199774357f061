"""What others wrote, quoted in a sentence of ours."""

_QUOTED = 60


def quoted(text: object) -> str:
    """Return `text` in quotation marks, printable and cut, fit to stand in a sentence."""
    whole = str(text)
    cut = whole if len(whole) <= _QUOTED else f"{whole[: _QUOTED - 1]}…"
    shown = "".join(c if c.isprintable() else "�" for c in cut)
    return f'"{shown}"'
