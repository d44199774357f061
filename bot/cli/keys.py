"""`jefail keys`: what tokens are encrypted with at rest."""

from __future__ import annotations

from bot.cli.terminal import complain, counted, note, say


async def rotate() -> int:
    """Encrypt every token again with the first key of JEFAIL_SECRET_KEYS.

    First set JEFAIL_SECRET_KEYS to the new key, a comma and the old one (without a setting the
    old one is in secret.key, in jefail's home), and start every process with it. After this
    command the old key can be taken out.
    """
    from bot.cli.opening import open_program

    async with open_program() as program, program.database.store() as store:
        sealed, failed = await store.consents.seal_again(program.tokens.sealer)
    say(f"The tokens of {counted(sealed, 'consent')} are encrypted with the first key now.")
    if failed:
        complain(
            f"Those of {counted(failed, 'consent')} were kept with a key that is not among the"
            " ones set, so they stay as they are. Add that key, or connect those books again."
        )
        return 1
    note("Once every process runs with the new key in front, the others can be taken out.")
    return 0


COMMANDS = (("rotate", rotate),)
