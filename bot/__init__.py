"""The running program: settings, composition, Slack, the web app, schedule, jobs, commands."""
