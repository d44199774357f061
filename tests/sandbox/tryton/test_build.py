"""Tryton's books are built whole or not at all, whatever an earlier build left."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
import pytest

from sandbox.tryton import template as building
from sandbox.tryton.runner import BuildFailed, Runner
from sandbox.tryton.server import Server, kept_books
from sandbox.tryton.template import Template, create, template

FACTS = {"company": 1, "key": "k"}


@dataclass(slots=True)
class QuickRunner(Runner):
    """Builds nothing, and writes down what it was asked for; `fails_at` names a program."""

    fails_at: str = ""
    asked: list[str] = field(default_factory=list)

    def run(self, *command: str, **_environment: str) -> str:
        """Do as the program would: pg_dump writes its file, the filling prints its facts."""
        program = Path(command[0]).name
        self.asked.append(program)
        if program == "pg_dump":
            Path(command[command.index("-f") + 1]).write_text("half" if self.fails_at else "dump")
        if self.fails_at == program:
            raise BuildFailed(f"{program} failed")
        return json.dumps(FACTS)


pytestmark = pytest.mark.skipif(find_spec("trytond") is None, reason="make test installs it")


@pytest.mark.parametrize("fails_at", ["trytond-admin", "pg_dump"])
def test_a_build_that_was_cut_short_is_begun_again(
    tmp_path: Path, tryton_host: str, fails_at: str
) -> None:
    """Its database, half a dump and half a file of facts are there, and none is in the way."""
    with pytest.raises(BuildFailed):
        template(tmp_path, tryton_host, QuickRunner(fails_at=fails_at))
    create(tryton_host, "tryton_template")  # of a process that was killed, so no one dropped it
    (dump := tmp_path / f"books-{building._state()}.dump").write_text("")
    dump.with_suffix(".json").write_text('{"comp')

    built = template(tmp_path, tryton_host, runner := QuickRunner())

    assert "pg_dump" in runner.asked
    assert (built.dump.read_text(), built.facts) == ("dump", FACTS)
    with psycopg.connect(host=tryton_host, user="postgres") as databases:
        names = databases.execute("SELECT datname FROM pg_database").fetchall()
    assert ("tryton_template",) not in names


def test_what_is_whole_is_taken_as_it_is(tmp_path: Path, tryton_host: str) -> None:
    """The second time no program is run."""
    template(tmp_path, tryton_host, QuickRunner())
    again = template(tmp_path, tryton_host, runner := QuickRunner())

    assert (runner.asked, again.facts) == ([], FACTS)


def test_kept_books_keep_what_they_are_known_by(
    tmp_path: Path, tryton_host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made once; a restore that was cut short is begun again, a newer template changes no key."""
    monkeypatch.setattr(Server, "start", lambda *_of, **_how: None)
    create(tryton_host, "kept_test_begun")
    old = Server(Template(tmp_path / "dump", FACTS), tryton_host, tmp_path, "127.0.0.1:1")
    newer = Server(
        Template(tmp_path / "dump", {"key": "other"}), tryton_host, tmp_path, "127.0.0.1:1"
    )

    made = kept_books(old, "kept_test", runner := QuickRunner())
    again = kept_books(newer, "kept_test", QuickRunner())

    assert (made.facts, again.facts, runner.asked) == (FACTS, FACTS, ["pg_restore"])
    building.drop(tryton_host, "kept_test")


def test_a_stopped_runner_ends_its_program_and_begins_no_other() -> None:
    """So that the sandbox ends at once, in the middle of a build of a minute."""
    runner = Runner()
    ended: list[BaseException] = []

    def build() -> None:
        try:
            runner.run(sys.executable, "-c", "import signal; signal.pause()")
        except BuildFailed as error:
            ended.append(error)

    thread = threading.Thread(target=build)
    thread.start()
    while runner._current is None:
        thread.join(0.01)
    runner.stop()
    thread.join(30)

    assert len(ended) == 1
    with pytest.raises(BuildFailed):
        runner.run(sys.executable, "-c", "")


@pytest.mark.skipif(sys.platform != "linux", reason="prctl(2) is of Linux")
def test_a_build_ends_with_a_killed_process() -> None:
    """Nothing goes on writing into a database that the next start drops."""
    pause = "import signal, sys; print('there', file=sys.stderr, flush=True); signal.pause()"
    code = (
        "import sys; from sandbox.tryton.runner import Runner;"
        f"Runner().run(sys.executable, '-c', {pause!r})"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    family = psutil.Process(parent.pid)
    while not (children := family.children()):
        pass
    # The mark of what ends with its parent is set by the child itself, before it is the program.
    while "-m" in children[0].cmdline():
        pass
    parent.kill()
    parent.wait()

    _gone, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []
