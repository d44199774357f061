"""The bot's token is shown to Slack and to nobody else."""

import pytest

from bot.shared_files import is_slack_host

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "api", "is_allowed"),
    [
        ("https://files.slack.com/files-pri/T1-F1/costs.csv", API, True),
        ("https://slack.com/files-pri/T1-F1/costs.csv", API, True),
        ("http://127.0.0.1:8/slack/files-pri/T-F/a.csv", "http://127.0.0.1:8/slack/api/", True),
        ("http://files.slack.com/files-pri/T1-F1/costs.csv", API, False),
        ("https://files.slack.com.example/costs.csv", API, False),
        ("https://notslack.com/costs.csv", API, False),
        ("https://slack.com@evil.example/costs.csv", API, False),
        ("http://127.0.0.1:9/a.csv", "http://127.0.0.1:8/slack/api/", False),
        ("", API, False),
    ],
)
def test_only_slack_is_shown_the_token(url: str, api: str, is_allowed: bool) -> None:
    """An address comes with the file, and a file may come from anywhere."""
    assert is_slack_host(url, api) is is_allowed
