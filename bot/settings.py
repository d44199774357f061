"""Everything that is set from outside, read once. All that is missing is told in one go."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.secret_key import keys_of
from connectors.addresses import InnerHosts
from journal.books.book import Platform
from journal.errors import BadInput

APPS = {
    Platform.QUICKBOOKS: "Intuit app",
    Platform.XERO: "Xero app",
    Platform.ZOHO: "Zoho API client",
}
"""Platforms that are reached through an app of one's own, which has an id and a secret."""


class Settings(BaseSettings):
    """The environment, and `.env` beside it. Durations are in seconds."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(Path(".jefail"), validation_alias="JEFAIL_HOME")
    database_url: str = ""  # empty: the PostgreSQL that jefail starts itself, under home
    secret_keys: SecretStr = Field(SecretStr(""), validation_alias="JEFAIL_SECRET_KEYS")

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"

    quickbooks_client_id: str = ""
    quickbooks_client_secret: SecretStr = SecretStr("")
    quickbooks_api_url: str = "https://quickbooks.api.intuit.com"
    quickbooks_token_url: str = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105  an address
    quickbooks_authorise_url: str = "https://appcenter.intuit.com/connect/oauth2"
    quickbooks_webhook_token: SecretStr = SecretStr("")  # empty: no webhooks are taken
    quickbooks_link: str = "https://app.qbo.intuit.com/app/journal?txnId={id}"

    xero_client_id: str = ""
    xero_client_secret: SecretStr = SecretStr("")
    xero_api_url: str = "https://api.xero.com"
    xero_token_url: str = "https://identity.xero.com/connect/token"  # noqa: S105  an address
    xero_authorise_url: str = "https://login.xero.com/identity/connect/authorize"
    xero_link: str = "https://go.xero.com/Journal/View.aspx?invoiceID={id}"

    zoho_client_id: str = ""
    zoho_client_secret: SecretStr = SecretStr("")
    zoho_api_url: str = ""  # empty: that of each company's data centre
    zoho_accounts_url: str = ""  # empty: the same
    zoho_link: str = ""  # Zoho documents none; empty: cards carry no link

    tryton_link: str = ""  # depends on the server's web client; empty: cards carry no link

    web_host: str = Field("127.0.0.1", validation_alias="JEFAIL_WEB_HOST")
    web_port: int = Field(8056, validation_alias="JEFAIL_WEB_PORT", ge=0, le=65535)
    health_host: str = Field("127.0.0.1", validation_alias="JEFAIL_HEALTH_HOST")
    health_port: int = Field(0, validation_alias="JEFAIL_HEALTH_PORT", ge=0, le=65535)
    public_url: str = Field("", validation_alias="JEFAIL_PUBLIC_URL")
    inner_hosts: str = Field("", validation_alias="JEFAIL_INNER_HOSTS")
    poll_seconds: float = Field(300, validation_alias="JEFAIL_POLL_SECONDS", ge=1)
    patience_seconds: float = Field(120, validation_alias="JEFAIL_PATIENCE_SECONDS", ge=0)
    stalled_seconds: float = Field(15, validation_alias="JEFAIL_STALLED_SECONDS", ge=1)
    note_above: Decimal = Field(Decimal(10_000), validation_alias="JEFAIL_NOTE_ABOVE", ge=0)
    close_warning_days: int = Field(5, validation_alias="JEFAIL_CLOSE_WARNING_DAYS", ge=0, le=27)
    heartbeat_url: SecretStr = Field(SecretStr(""), validation_alias="JEFAIL_HEARTBEAT_URL")
    fallback_channel: str = Field("", validation_alias="JEFAIL_FALLBACK_CHANNEL")
    support_channel: str = Field("", validation_alias="JEFAIL_SUPPORT_CHANNEL")
    support_email: str = Field("", validation_alias="JEFAIL_SUPPORT_EMAIL")
    log_level: str = Field("INFO", validation_alias="JEFAIL_LOG_LEVEL")

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_a_slash(cls, url: str) -> str:
        return url if url.endswith("/") else url + "/"

    @field_validator("inner_hosts")
    @classmethod
    def _are_hosts(cls, text: str) -> str:
        try:
            InnerHosts.of(text)
        except BadInput as error:
            raise ValueError(error.advice) from error
        return text

    @property
    def inner(self) -> InnerHosts:
        """The hosts inside that may be called."""
        return InnerHosts.of(self.inner_hosts)

    @property
    def pages_url(self) -> str:
        """Where people's browsers find our pages, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.web_port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether people's browsers reach our pages over https."""
        return self.pages_url.startswith("https://")

    @property
    def poll_every(self) -> timedelta:
        """How often each connection is looked at."""
        return timedelta(seconds=self.poll_seconds)

    @property
    def patience(self) -> timedelta:
        """How long a trouble that passes by itself is kept from the team."""
        return timedelta(seconds=self.patience_seconds)

    @property
    def close_warning(self) -> timedelta:
        """How long before a month closes the team is told what of it is not in the books."""
        return timedelta(days=self.close_warning_days)

    @property
    def stalled(self) -> timedelta:
        """How long a worker may be silent before it counts as dead and its jobs are handed on.

        Every process must have the same. A worker that is only held up for longer, by a machine
        that sleeps for instance, has its jobs run twice.
        """
        return timedelta(seconds=self.stalled_seconds)

    @property
    def uses_socket_mode(self) -> bool:
        """Slack is reached over a socket when there is an app-level token, else over HTTP."""
        return bool(self.slack_app_token.get_secret_value())

    @cached_property
    def fernet_keys(self) -> list[str]:
        """The keys that tokens are encrypted with, newest first; one is made when none is set."""
        return keys_of(self.secret_keys.get_secret_value(), self.home)

    def missing(self) -> list[str]:
        """Return what is not set and without which nothing can run, a line each."""
        wanted = []
        if not self.slack_bot_token.get_secret_value():
            wanted.append("SLACK_BOT_TOKEN: the bot token (xoxb-...) of the installed Slack app")
        if not (self.uses_socket_mode or self.slack_signing_secret.get_secret_value()):
            wanted.append(
                "SLACK_APP_TOKEN: an app-level token (xapp-...) with connections:write for Socket"
                " Mode, or SLACK_SIGNING_SECRET to be called over HTTP"
            )
        for platform in APPS:
            half = self.lacking(platform)
            wanted += half if len(half) == 1 else []
        return wanted

    def lacking(self, platform: Platform) -> list[str]:
        """Return what is not set and without which `platform` lets no book in, a line each."""
        if platform not in APPS:
            return []
        name, app = platform.value, APPS[platform]
        wanted = []
        if not getattr(self, f"{name}_client_id"):
            wanted.append(f"{name.upper()}_CLIENT_ID: the client id of your {app}")
        if not getattr(self, f"{name}_client_secret").get_secret_value():
            wanted.append(f"{name.upper()}_CLIENT_SECRET: the client secret of your {app}")
        return wanted


def read_settings() -> Settings:
    """Return the settings. Raises BadInput with every value that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise BadInput("These settings cannot be used:\n  " + "\n  ".join(wrong)) from error
