"""A test that has things started and then waits to be ended: run by test_ended.py alone."""

import json
import os
import socket
import subprocess
import sys

import psycopg

from tests.places import made_folder
from tests.reaper import MARK

HEARD_AT = "HEARD_AT"
FOR_EVER = "import signal; signal.pause()"


def test_waits(database_url: str) -> None:
    """It has a server and a process in a session of its own, tells of both, and waits."""
    held = made_folder("jfheld")
    child = subprocess.Popen(
        [sys.executable, "-c", FOR_EVER], start_new_session=True, stderr=subprocess.DEVNULL
    )
    with psycopg.connect(database_url) as database:
        (data,) = database.execute("SHOW data_directory").fetchone() or ("",)
    with open(f"{data}/postmaster.pid") as told:
        server = int(told.readline())
    facts = {
        "folder": os.environ[MARK],
        "held": str(held),
        "worker": os.getpid(),
        "others": [child.pid, server],
    }
    with socket.socket(socket.AF_UNIX) as hearer:
        hearer.connect(os.environ[HEARD_AT])
        hearer.sendall(json.dumps(facts).encode() + b"\n")
        hearer.recv(1)  # until it is ended
