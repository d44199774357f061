"""Puts the parts of the sandbox on one port: the page, Slack, and the accounting platforms."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.keep import Keep
from sandbox.ledger.control import stream
from sandbox.quickbooks.app import quickbooks_app
from sandbox.slack.app import slack_app
from sandbox.slack.manifest import read_manifest
from sandbox.slack.workspace import ACK_SECONDS, open_workspace
from sandbox.tryton.app import tryton_app
from sandbox.xero.app import xero_app
from sandbox.zoho.app import zoho_app

PAGE = Path(__file__).parent / "page"
MANIFEST = Path(__file__).parent.parent / "app.yaml"
STATE = "state.jsonl"


def sandbox_app(
    data_dir: Path | None,
    *,
    manifest: Path | None = MANIFEST,
    paced: bool = False,
    slack_seconds: float = ACK_SECONDS,
) -> Starlette:
    """Return the whole sandbox; `data_dir` None keeps nothing.

    `manifest` is the app's `app.yaml` (missing or None: everything is allowed); `paced` refuses
    calls that Slack would find too fast. `slack_seconds`: how long Slack waits for an
    acknowledgement, and for a form to be opened.
    """
    keep = Keep(data_dir / STATE if data_dir else None)
    workspace = open_workspace(
        keep,
        manifest=read_manifest(manifest),
        ack_seconds=slack_seconds,
        trigger_seconds=slack_seconds,
    )
    workspace.pace.enforced = paced
    platforms = {
        "/quickbooks": quickbooks_app(keep),
        "/xero": xero_app(keep),
        "/zoho": zoho_app(keep),
        "/tryton": tryton_app(data_dir.parent / "tryton" if data_dir else None),
    }
    parts = {"/slack": slack_app(workspace), **platforms}
    feeds = [platform.state.feed for platform in platforms.values()]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # Starlette does not run the lifespans of mounted apps.
        async with AsyncExitStack() as running:
            running.callback(keep.close)
            for part in parts.values():
                await running.enter_async_context(part.router.lifespan_context(part))
            yield

    return Starlette(
        lifespan=lifespan,
        # A page from elsewhere that points its own name at this address gets nothing.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        routes=[
            *(Mount(path, part) for path, part in parts.items()),
            Route("/outside/stream", partial(stream, feeds)),
            Route("/", _page),
            Route("/archives/{channel}/p{digits:int}", _archive),
            Mount("/page", StaticFiles(directory=PAGE)),
        ],
    )


async def _page(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _archive(request: Request) -> Response:
    """A permalink: leads to the page, which finds channel and message in its own address."""
    digits = str(request.path_params["digits"])
    place = {"channel": request.path_params["channel"], "ts": f"{digits[:-6]}.{digits[-6:]}"}
    thread_ts = request.query_params.get("thread_ts")
    return RedirectResponse(
        f"/?{urlencode(place | ({'thread_ts': thread_ts} if thread_ts else {}))}"
    )
