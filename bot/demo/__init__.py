"""`jefail demo`: everything on one machine, the outside world too. The program is not changed:
it is told other addresses than Slack's and Intuit's, and runs as it always does."""

from bot.demo.show import demo

__all__ = ["demo"]
