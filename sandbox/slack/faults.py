"""Bad days of Slack, on request: each fault strikes the next matching calls a number of times."""

from dataclasses import asdict, dataclass

from sandbox.slack.wire import Json, Refused

KINDS = frozenset(
    {
        "ratelimited",
        "ratelimited_but_done",
        "dropped",
        "dropped_but_done",
        "server_error",
        "server_error_but_done",
        "slow",
        "error",
    }
)


@dataclass(slots=True)
class Fault:
    """One kind of trouble; method and channel None = any; `times` counts down."""

    kind: str
    method: str | None = None
    channel: str | None = None
    error: str = "internal_error"
    times: int = 1
    retry_after: int = 1
    seconds: float = 5.0

    @property
    def happens(self) -> bool:
        """Whether the call takes effect although its answer is spoilt."""
        return self.kind.endswith("_but_done") or self.kind == "slow"

    @property
    def shape(self) -> str:
        """The kind without what became of the call."""
        return self.kind.removesuffix("_but_done")


class Faults:
    """The faults that still have strikes left, in the order they were asked for."""

    def __init__(self) -> None:
        self._left: list[Fault] = []

    def add(self, wanted: Json) -> Json:
        """Arm a fault from its JSON and return it.

        Raises:
            Refused: an unknown kind or field.
        """
        try:
            fault = Fault(**wanted)
        except TypeError as wrong:
            raise Refused(str(wrong), 400) from wrong
        if fault.kind not in KINDS:
            raise Refused(f"kind is one of {', '.join(sorted(KINDS))}", 400)
        self._left.append(fault)
        return asdict(fault)

    def all(self) -> list[Json]:
        """Return what is still armed."""
        return [asdict(fault) for fault in self._left]

    def clear(self) -> None:
        """Let the sun shine."""
        self._left.clear()

    def strike(self, method: str, channel: str | None) -> Fault | None:
        """Return the fault that hits this call, one strike less, or None."""
        for fault in self._left:
            if fault.method in (None, method) and fault.channel in (None, channel):
                fault.times -= 1
                if fault.times <= 0:
                    self._left.remove(fault)
                return fault
        return None
