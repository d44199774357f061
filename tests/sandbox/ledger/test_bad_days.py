"""Bad days on request, and the pace, as every imitation has them."""

import httpx
import pytest

from tests.sandbox.ledger.books import Books, HeldClock


async def test_throttling_ends_when_it_is_counted(books: Books) -> None:
    """Two calls are throttled, whichever they are; the third goes through."""
    await books.switch(mode="throttle", mode_times=2)

    first, second = await books.send(), await books.look()

    assert (first.status_code, second.status_code) == (429, 429)
    assert (await books.send()).is_success
    assert (await books.state())["mode"] == "ok"


async def test_an_error_does_nothing(books: Books) -> None:
    """500, and no entry; it stays until switched off."""
    await books.switch(mode="error")

    answers = [await books.send() for _ in range(3)]
    await books.switch(mode="ok")

    assert {answer.status_code for answer in answers} == {500}
    assert await books.stored() == []


async def test_a_bad_day_can_be_for_writes_only(books: Books) -> None:
    """Reads neither suffer nor use the count up."""
    await books.switch(mode="error", mode_times=1, mode_calls="writes")

    assert (await books.look()).status_code == 200
    assert (await books.send()).status_code == 500
    assert (await books.send()).is_success


async def test_a_slow_day_answers_late(books: Books, clock: HeldClock) -> None:
    """The work is done, and the answer comes after the seconds asked for."""
    await books.switch(mode="slow", slow_seconds=30, mode_times=1)

    assert (await books.send()).is_success
    assert clock.slept == [30.0]


async def test_a_swallowed_answer_can_be_a_504(books: Books) -> None:
    """The entry is there, and the gateway says that it gave up."""
    await books.switch(mode="swallow", swallow_answer="504", mode_times=1)

    assert (await books.send()).status_code == 504
    assert await books.stored() == ["JF-1"]


async def test_swallowing_spares_reads(books: Books) -> None:
    """Only a write can be lost, so the look-up after it works."""
    await books.switch(mode="swallow", mode_times=1)

    assert await books.stored() == []
    assert (await books.state())["mode"] == "swallow"


async def test_another_servers_answer_breaks_off(books: Books) -> None:
    """Without the sandbox's own server there is no clean cut, but still no answer."""
    await books.switch(mode="swallow", mode_times=1)

    with pytest.raises(ConnectionAbortedError):
        await books.send()

    assert await books.stored() == ["JF-1"]


async def test_a_swallowed_answer_cuts_the_connection(real: Books) -> None:
    """The client sees no byte, the entries are there, and the next call is answered."""
    await real.switch(mode="swallow", mode_times=2)

    for number in ("JF-1", "JF-2"):
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await real.send(number)

    assert await real.stored() == ["JF-1", "JF-2"]
    calls = (await real.http.get("control/calls")).json()["calls"]
    assert [call["status"] for call in calls] == [None, None, 200]


async def test_the_pace_is_kept_for_each_company(paced: Books) -> None:
    """One call more than the limit is refused; others have their own, and time frees it."""
    most, seconds = paced.wire.limit
    other = await paced.another()

    statuses = [(await paced.look()).status_code for _ in range(most)]
    refused, beside = await paced.send(), await other.look()
    paced.clock.forward(seconds=seconds)

    assert (set(statuses), refused.status_code, beside.status_code) == ({200}, 429, 200)
    assert (await paced.send()).is_success
    assert await paced.stored() == ["JF-1"]


async def test_the_pace_can_be_switched_off(paced: Books) -> None:
    """For those who measure or fill the books."""
    await paced.http.post("control/pace", json={"enforce": False})

    statuses = {(await paced.look()).status_code for _ in range(paced.wire.limit[0] + 1)}

    assert statuses == {200}


async def test_an_answer_can_drip_until_it_is_let_go(books: Books, clock: HeldClock) -> None:
    """The work is done, and a byte a second comes, until the whole answer does."""
    await books.switch(mode="drip", slow_seconds=3, mode_times=1)

    answer = await books.send()

    assert answer.is_success
    assert answer.text.startswith("   ")
    assert answer.json()
    assert clock.slept == [1.0, 1.0, 1.0]
    assert await books.stored() == ["JF-1"]
