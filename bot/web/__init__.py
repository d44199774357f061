"""What other machines reach over HTTP: the API, health and metrics, and Slack's requests."""
