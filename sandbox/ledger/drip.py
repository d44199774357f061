"""An answer that comes a byte at a time, so that nobody can say that it does not come."""

from collections.abc import AsyncIterator
from typing import Final

from starlette.responses import Response, StreamingResponse

from sandbox.ledger.services import Services

BETWEEN_BYTES: Final = 1.0
_BLANK: Final = b" "  # before JSON or XML it says nothing


class Drip(StreamingResponse):
    """The answer, after a blank each second for as long as the company's switch says by then."""

    def __init__(self, services: Services, realm: str, answer: Response) -> None:
        super().__init__(_drops(services, realm, answer), answer.status_code)
        told = ((name, value) for name, value in answer.raw_headers if name != b"content-length")
        self.raw_headers = [*told]


async def _drops(services: Services, realm: str, answer: Response) -> AsyncIterator[bytes]:
    dripped = 0.0
    while dripped < services.companies[realm].slow_seconds:
        yield _BLANK
        await services.sleep(BETWEEN_BYTES)
        dripped += BETWEEN_BYTES
    yield bytes(answer.body)
