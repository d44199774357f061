"""Bad days of Slack, on request: each fault strikes the next matching calls a number of times."""

import asyncio
from collections.abc import Callable
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
        "late",
        "error",
    }
)


@dataclass(slots=True)
class Fault:
    """One kind of trouble; method and channel None = any; `times` counts down.

    `late`: a gateway gives up at once, and the call is carried out `seconds` later.
    """

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
        self._under_way: list[Callable[[], object]] = []

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

    def carry_out(self, seconds: float, call: Callable[[], object]) -> None:
        """Carry a call out after so long, or as soon as those under way are to arrive."""
        self._under_way.append(call)
        asyncio.get_running_loop().call_later(seconds, self._arrive, call)

    def arrive(self) -> int:
        """Carry out every call that is under way; return how many were."""
        under_way = [*self._under_way]
        for call in under_way:
            self._arrive(call)
        return len(under_way)

    def _arrive(self, call: Callable[[], object]) -> None:
        if call in self._under_way:
            self._under_way.remove(call)
            call()

    def strike(self, method: str, channel: str | None) -> Fault | None:
        """Return the fault that hits this call, one strike less, or None."""
        for fault in self._left:
            if fault.method in (None, method) and fault.channel in (None, channel):
                fault.times -= 1
                if fault.times <= 0:
                    self._left.remove(fault)
                return fault
        return None
