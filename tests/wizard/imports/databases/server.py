"""A PostgreSQL of the tests' own: in its own folder, for this machine alone, gone afterwards."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

PASSWORD = "canary/7f3a@word:x"
"""Of the role that may read; nothing that the program says or keeps may have it."""
DATABASE = "gateway"
_STARTS_WITHIN_S = 60


class Server(NamedTuple):
    """A server that listens."""

    folder: Path
    port: int

    def address(self, user: str = "reader", password: str | None = None) -> str:
        """The address of the database, as somebody writes it."""
        word = "" if password is None else f":{password}"
        return f"postgresql://{user}{word}@127.0.0.1:{self.port}/{DATABASE}"

    def owner(self) -> psycopg.Connection:
        """A connection of the one who may do everything."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, dbname=DATABASE, user="owner", autocommit=True
        )


def programs() -> Path | None:
    """The folder with the server's programs; None where none is installed."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    newest = max(versions, default=None, key=lambda path: int(path.parts[-3]))
    return None if newest is None else newest.parent


def why_not() -> str | None:
    """Why no server can be started here."""
    if programs() is None:
        return "no PostgreSQL is installed: apt-get install postgresql"
    if os.name != "posix":
        return "the tests' server needs a Unix"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "a PostgreSQL does not run as root, and there is no runuser to be somebody else with"
    return None


@contextmanager
def running() -> Iterator[Server]:
    """A server that runs until the end, with the database and two roles in it."""
    bin = programs()
    assert bin is not None
    # Paths of sockets are short, and folders of tests are not.
    folder = Path(tempfile.mkdtemp(prefix="payback-pg-", dir="/tmp"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    user: list[str] = []
    if os.geteuid() == 0:
        user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run(
            [*user, *map(str, command)],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            timeout=_STARTS_WITHIN_S,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder)},
        )

    try:
        run(
            *(bin / "initdb", "-D", data, "-U", "owner", "--no-sync", "-E", "UTF8"),
            *("--auth-local=trust", "--auth-host=scram-sha-256"),
        )
        settings = (
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
            " -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=4GB"
        )
        run(bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
        try:
            server = Server(folder, port)
            with psycopg.connect(
                host=str(folder), port=port, dbname="postgres", user="owner", autocommit=True
            ) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
                connection.execute(
                    psycopg.sql.SQL("CREATE ROLE reader LOGIN PASSWORD {}").format(PASSWORD)
                )
                connection.execute("CREATE ROLE nobody LOGIN PASSWORD 'none'")
            yield server
        finally:
            run(bin / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def log(server: Server) -> str:
    """What the server wrote about what it was asked."""
    return re.sub(r"\s+", " ", (server.folder / "log").read_text(errors="replace"))
