"""`/metrics`: figures for Prometheus. Those from the database are the same in every process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from bot.web.needs import Needs, Vitals
from journal.errors import StoreBusy
from storage.api.figures import Figures, figures

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestFigures:
    """Requests that this process answered. Kept in no registry but those it is put into."""

    def __init__(self) -> None:
        self.answered = Counter(
            "jefail_http_requests",
            "Requests answered, by route, never by path.",
            ["method", "route", "status"],
            registry=None,
        )
        self.seconds = Histogram(
            "jefail_http_request_seconds", "How long answers took.", ["route"], registry=None
        )

        self.turned_away = Counter(
            "jefail_http_turned_away",
            "What was refused or dropped at the edge, by why.",
            ["why"],
            registry=None,
        )

    def refused(self, why: str) -> None:
        """Count what was turned away; `why` is one of our own words."""
        self.turned_away.labels(why).inc()

    def saw(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        known = method if method in _METHODS else "other"  # a stranger may invent any number
        self.answered.labels(known, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)


@dataclass(frozen=True, slots=True, eq=False)  # a registry keeps its collectors by identity
class Reading(Collector):
    """What was read at one scrape. Figures are None while the database does not answer."""

    figures: Figures | None
    vitals: Vitals

    def collect(self) -> Iterator[Metric]:
        """Yield the families, as prometheus-client asks."""
        yield _gauge("database_up", "Whether the database answers.", self.figures is not None)
        if self.vitals.worker:
            yield _gauge(
                "worker_up", "Whether jobs are done in this process.", self.vitals.worker()
            )
        if self.vitals.slack:
            yield _gauge("slack_up", "Whether the socket to Slack is open.", self.vitals.slack())
        if self.vitals.clock:
            yield _gauge(
                "clock_ahead_seconds",
                "How far this machine's clock is ahead of the database's.",
                self.vitals.clock().total_seconds(),
            )
        if self.figures:
            yield from _families(self.figures)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The endpoint. Open to anyone who reaches the port; it tells counts and no amounts."""

    needs: Needs
    requests: RequestFigures

    async def read(self, request: Request) -> Response:
        """Return all figures as text; two statements, however much there is."""
        registry = CollectorRegistry(auto_describe=False)
        of = self.requests
        for collector in (of.answered, of.seconds, of.turned_away):
            registry.register(collector)
        ProcessCollector(registry=registry)
        registry.register(Reading(await self._figures(), self.needs.vitals))
        encode, media_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(registry), media_type=media_type)

    async def _figures(self) -> Figures | None:
        try:
            async with self.needs.database.store() as store:
                return await figures(store)
        except StoreBusy:
            return None


def _families(of: Figures) -> Iterator[Metric]:
    entries = GaugeMetricFamily("jefail_entries", "Entries by where they stand.", labels=["status"])
    for status, count in of.entries.items():
        entries.add_metric([status.value], count)
    yield entries
    yield _gauge("incidents_open", "Incidents that are not resolved.", of.incidents_open)
    yield _gauge(
        "messages_owed", "Messages that Slack does not show as they are.", of.messages_owed
    )
    yield _gauge("messages_refused", "Messages that Slack will not take.", of.messages_refused)
    yield _gauge(
        "oldest_unsent_message_seconds",
        "Age of the oldest message that Slack does not show at all.",
        of.oldest_unsent_seconds,
    )
    yield _gauge("slack_token_refused", "Whether Slack refuses the bot token.", of.token_refused)
    yield _gauge("channels_refusing", "Channels that take no messages.", of.channels_refusing)
    yield _gauge("workers", "Workers with a fresh heartbeat, in any process.", of.workers)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"jefail_{name}", told, value=value)
