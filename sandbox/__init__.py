"""The outside world on one machine: a local Slack-compatible workspace and accounting platforms.

The program under development knows it only as addresses, so nothing here imports the program.
"""
