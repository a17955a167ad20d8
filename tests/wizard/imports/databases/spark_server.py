"""A Spark Connect server of the tests' own: for this machine alone, gone afterwards.

Its programs are those of the package pyspark, which a folder of its own holds: it and the client
that is tested are installed over each other.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

_STARTS_WITHIN_S: Final = 180
_OPENS: Final = (
    *("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio"),
    *("java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch"),
    *("sun.nio.cs", "sun.security.action", "sun.util.calendar"),
)
"""What Spark looks into of Java's own, which newer versions let nobody do unless they are told."""
TOKEN: Final = "canary-token-7f3a"


class SparkServer(NamedTuple):
    """A server that listens."""

    folder: Path
    port: int
    kill: Callable[[], None]
    """End it as a power cut would."""

    @property
    def address(self) -> str:
        """As somebody writes it."""
        return f"sc://127.0.0.1:{self.port}"


def why_not() -> str | None:
    """Why no server can be started here."""
    home = os.environ.get("SPARK_HOME")
    if home is None or not (Path(home) / "jars").is_dir():
        return "no Spark is installed: SPARK_HOME names none (pip install --target DIR pyspark)"
    if shutil.which("java") is None:
        return "no Java is installed: apt-get install openjdk-17-jre-headless"
    return None


@contextmanager
def running(*settings: str) -> Iterator[SparkServer]:
    """A server that runs until the end, with these settings besides."""
    folder = Path(tempfile.mkdtemp(prefix="payback-spark-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    given = {
        "spark.ui.enabled": "false",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": f"{port}",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.sql.shuffle.partitions": "2",
    }
    chosen = [part for setting in given.items() for part in ("--conf", "=".join(setting))]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                # A server that lives for minutes is not worth the second compiler's work.
                *("java", "-Xmx1500m", "-XX:TieredStopAtLevel=1"),
                "--add-modules=jdk.incubator.vector",
                *(f"--add-opens=java.base/{one}=ALL-UNNAMED" for one in _OPENS),
                *("-cp", f"{os.environ['SPARK_HOME']}/jars/*"),
                *("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]", *chosen),
                *(part for one in settings for part in ("--conf", one)),
                *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
                "spark-internal",
            ],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"},
        )
    try:
        _await(process, port, folder / "log")
        yield SparkServer(folder, port, process.kill)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + _STARTS_WITHIN_S
    while True:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        assert time.monotonic() < ends, "Spark has not started"
        time.sleep(0.2)
