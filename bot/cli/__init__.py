"""The command line. Nothing heavy is imported before a command needs it."""

from bot.cli.commands import cli


def main() -> None:
    """Run the command that was typed, and leave with its exit code."""
    cli()
