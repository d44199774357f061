"""Settings are read once, and all that is wrong or missing is told in one go."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings, read_settings
from journal.books.book import Platform
from journal.errors import BadInput

WHOLE = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "QUICKBOOKS_CLIENT_ID": "id",
    "QUICKBOOKS_CLIENT_SECRET": "hush",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Forget what the machine has set, and stand where there is no `.env`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"JEFAIL_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def settings_of(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    """Read the settings with these in the environment."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_everything_that_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line begins with the name to set."""
    missing = settings_of(monkeypatch).missing()

    assert [line.split(":")[0] for line in missing] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
    ]


def test_half_an_app_is_missing_its_other_half(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs an app of a platform they do not post to, but half of one is a mistake."""
    half = settings_of(monkeypatch, **{**WHOLE, "XERO_CLIENT_ID": "id"})

    assert [line.split(":")[0] for line in half.missing()] == ["XERO_CLIENT_SECRET"]


def test_each_platform_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are reached through an app want its id and its secret; others want nothing."""
    bare = settings_of(monkeypatch)

    assert [line.split(":")[0] for line in bare.lacking(Platform.ZOHO)] == [
        "ZOHO_CLIENT_ID",
        "ZOHO_CLIENT_SECRET",
    ]
    assert bare.lacking(Platform.TRYTON) == []


def test_a_whole_set_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a socket, or over HTTP with a signing secret instead of the app token."""
    assert settings_of(monkeypatch, **WHOLE).missing() == []
    assert settings_of(monkeypatch, **WHOLE).uses_socket_mode

    signed = settings_of(monkeypatch, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="s")
    assert signed.missing() == []
    assert not signed.uses_socket_mode


def test_every_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several at once, by the names they are set by, without the values themselves."""
    with pytest.raises(BadInput) as caught:
        settings_of(
            monkeypatch,
            JEFAIL_POLL_SECONDS="often",
            JEFAIL_PATIENCE_SECONDS="-1",
            JEFAIL_WEB_PORT="70000",
            SLACK_BOT_TOKEN="xoxb-secret",
        )

    for name in ("JEFAIL_POLL_SECONDS", "JEFAIL_PATIENCE_SECONDS", "JEFAIL_WEB_PORT"):
        assert name in caught.value.advice
    assert "secret" not in caught.value.advice


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anyone who prints the settings sees stars."""
    shown = repr(settings_of(monkeypatch, **WHOLE, JEFAIL_SECRET_KEYS="key-1"))

    for secret in ("xoxb-1", "xapp-1", "hush", "key-1"):
        assert secret not in shown


def test_a_key_is_made_once_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The next run finds it, else nobody could read the tokens again."""
    home = tmp_path / "deep" / "home"
    first = settings_of(monkeypatch, JEFAIL_HOME=str(home)).fernet_keys

    assert settings_of(monkeypatch, JEFAIL_HOME=str(home)).fernet_keys == first
    (kept,) = [path for path in home.iterdir() if path.suffix == ".key"]
    assert kept.stat().st_mode & 0o077 == 0


def test_keys_that_are_set_are_used_newest_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No file is made; what is no key is refused without being shown."""
    newer, older = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    home = tmp_path / "home"

    given = settings_of(
        monkeypatch, JEFAIL_HOME=str(home), JEFAIL_SECRET_KEYS=f" {newer}, {older},"
    )
    assert given.fernet_keys == [newer, older]
    assert not home.exists()

    with pytest.raises(BadInput) as caught:
        _ = settings_of(monkeypatch, JEFAIL_SECRET_KEYS="no-such-key").fernet_keys
    assert "no-such-key" not in caught.value.advice


def test_slacks_address_may_lack_its_last_slash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else the first method would take the place of the last part of the path."""
    given = settings_of(monkeypatch, SLACK_API_URL="http://127.0.0.1:1/slack/api")

    assert given.slack_api_url == "http://127.0.0.1:1/slack/api/"


def test_values_are_read_from_a_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment wins over `.env`, and what belongs to others is let be."""
    (tmp_path / ".env").write_text("JEFAIL_POLL_SECONDS=7\nJEFAIL_WEB_PORT=9000\nOTHER=1\n")

    given = settings_of(monkeypatch, JEFAIL_WEB_PORT="9001")

    assert given.poll_every.total_seconds() == 7
    assert given.web_port == 9001
