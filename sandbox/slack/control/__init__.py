"""The control API: what the page and the tests use to see the workspace and to act in it."""

from starlette.routing import Route

from sandbox.slack.control import acting, seeing, switching
from sandbox.slack.control.doors import acts, get, post

CONTROL = [
    get("state", seeing.state),
    get("tokens", seeing.tokens),
    get("messages", seeing.messages),
    get("views", seeing.views),
    Route("/control/stream", seeing.stream),
    Route("/control/file", seeing.file),
    acts("message", acting.message),
    acts("command", acting.command),
    acts("action", acting.click),
    acts("suggest", acting.suggest),
    acts("submit", acting.submit),
    acts("close", acting.close),
    acts("shortcut", acting.shortcut),
    acts("home", acting.open_home),
    Route("/control/faults", switching.faults, methods=["GET", "POST", "DELETE"]),
    Route("/control/calls", switching.calls, methods=["GET", "DELETE"]),
    post("faults/arrive", switching.arrive),
    post("pace", switching.pace),
    post("redeliver", switching.redeliver),
    post("disconnect", switching.disconnect),
    post("transport", switching.transport),
    post("install", switching.install),
    post("channels", switching.new_channel),
    post("channels/{channel}", switching.change_channel),
]
"""All its routes, below `/slack`."""
