"""`python -m sandbox`: the outside world on one loopback port, until it is interrupted."""

import argparse
import asyncio
import signal
from pathlib import Path

from sandbox.app import sandbox_app
from sandbox.serve import serving


def main() -> None:
    """Serve the sandbox until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8055, help="0 takes a free one")
    parser.add_argument("--data", type=Path, default=Path(".jefail/sandbox"), help="what is kept")
    parser.add_argument("--no-pace", action="store_true", help="refuse no call for its speed")
    asked = parser.parse_args()
    try:
        asyncio.run(_run(asked.port, asked.data, paced=not asked.no_pace))
    except OSError as taken:
        # The port or the state is another sandbox's; both say so in one line.
        parser.exit(1, f"{taken}\n")


async def _run(port: int, data: Path, *, paced: bool) -> None:
    leave = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, leave.set)
    async with serving(sandbox_app(data, paced=paced), port) as base_url:
        print(f"Local workspace: {base_url}", flush=True)
        await leave.wait()


if __name__ == "__main__":
    main()
