"""The settings that make the program speak to the sandbox instead of the outside."""

from __future__ import annotations

from pathlib import Path

import httpx

from journal.books.book import Platform

_TOKEN_PATHS = {
    Platform.QUICKBOOKS: "oauth2/v1/tokens/bearer",
    Platform.XERO: "identity/connect/token",
}
_AUTHORISE_PATHS = {
    Platform.QUICKBOOKS: "oauth2/connect",
    Platform.XERO: "identity/connect/authorize",
}
IMITATED = (Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO)


async def environment(
    home: Path, base: str, port: int, sandbox: httpx.AsyncClient
) -> dict[str, str]:
    """Return the environment of the demo's program; `base` is the sandbox's, with a slash.

    What someone set for real books, in the environment or in `.env`, is set aside by it.
    """
    tokens = (await sandbox.get("slack/control/tokens")).json()
    settings = {
        "JEFAIL_HOME": str(home),
        "DATABASE_URL": "",
        "JEFAIL_SECRET_KEYS": "",
        "JEFAIL_WEB_HOST": "127.0.0.1",
        "JEFAIL_WEB_PORT": str(port + 1),
        "JEFAIL_INNER_HOSTS": "127.0.0.1",
        "JEFAIL_POLL_SECONDS": "10",
        "JEFAIL_PATIENCE_SECONDS": "20",
        "SLACK_API_URL": f"{base}slack/api/",
        "SLACK_BOT_TOKEN": tokens["bot_token"],
        "SLACK_APP_TOKEN": tokens["app_token"],
        "SLACK_SIGNING_SECRET": tokens["signing_secret"],
    }
    for platform in IMITATED:
        settings |= await imitated(platform, base, sandbox)
    return settings


async def imitated(platform: Platform, base: str, sandbox: httpx.AsyncClient) -> dict[str, str]:
    """Return what is set for the program to take the sandbox at `base` for `platform`."""
    app = (await sandbox.get(f"{platform.value}/control/state")).json()["app"]
    root, name = f"{base}{platform.value}", platform.value.upper()
    settings = {
        f"{name}_CLIENT_ID": app["client_id"],
        f"{name}_CLIENT_SECRET": app["client_secret"],
        f"{name}_API_URL": root,
        f"{name}_LINK": f"{base}#ledger={{realm}}/{{id}}",
    }
    if platform is Platform.ZOHO:
        return {**settings, "ZOHO_ACCOUNTS_URL": root}
    return {
        **settings,
        f"{name}_TOKEN_URL": f"{root}/{_TOKEN_PATHS[platform]}",
        f"{name}_AUTHORISE_URL": f"{root}/{_AUTHORISE_PATHS[platform]}",
    }
