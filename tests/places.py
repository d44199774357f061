"""Where tests keep what only lives as long as they do."""

import os
import shutil
import tempfile
from pathlib import Path

import certifi

from tests.reaper import MARK

ROOM_FOR_ALL = 2 * 2**30  # bytes; one cluster takes 50 to 250 MB, and each worker has its own


def place() -> str:
    """Choose memory where there is enough: making and dropping a database is files above all.

    Both places are short, as the path of a socket has to be, and open to PostgreSQL's account.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM_FOR_ALL
    return str(memory) if roomy else "/tmp"


def made_folder(prefix: str) -> Path:
    """Make a folder that every account may enter; who asks for it removes it.

    In a run of the tests it lies in the folder of that run, which is removed with all it holds.
    """
    path = Path(tempfile.mkdtemp(dir=os.environ.get(MARK) or place(), prefix=prefix)).resolve()
    path.chmod(0o755)
    return path


def trust_one_certificate(folder: Path) -> None:
    """Have this process, and those that it starts, trust one certificate of the world's.

    No test goes beyond this machine; to read them all takes 40 milliseconds for each client.
    """
    first, end, _others = Path(certifi.where()).read_text().partition("-----END CERTIFICATE-----")
    kept = folder / "one-certificate.pem"
    kept.write_text(f"{first}{end}\n")
    os.environ["SSL_CERT_FILE"] = str(kept)  # www.python-httpx.org/environment_variables/
