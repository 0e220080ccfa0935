"""A real PostgreSQL server in a temporary folder, for the tests that need one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

PASSWORD = "test pass/word"
ENCODED = "test%20pass%2Fword"


def programs() -> Path | None:
    """Where `initdb` and `pg_ctl` are; Debian keeps them off the PATH."""
    places = [Path(found).parent for found in [shutil.which("pg_ctl")] if found]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


class Postgres:
    """The server: `start` and `stop` as often as wanted, `database` for an empty database."""

    def __init__(self, bin_folder: Path) -> None:
        self.bin = bin_folder
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.user = None
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            known = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in known else "nobody"
            shutil.chown(self.folder, self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        shutil.chown(secret, self.user or os.getuid())
        options = ["--username=bot", f"--pwfile={secret}", "--auth=scram-sha-256", "--no-sync"]
        self._run("initdb", *options, "--encoding=UTF8", "--locale=C", "-D", self.data)
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str, scheme: str = "postgres") -> str:
        return f"{scheme}://bot:{ENCODED}@127.0.0.1:{self.port}/{database}"

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"t{uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def start(self) -> None:
        hurried = "-c fsync=off -c full_page_writes=off -c max_connections=40"
        where = f"-c listen_addresses=127.0.0.1 -c port={self.port} -k {self.folder}"
        log = self.folder / "log"
        self._run("pg_ctl", "start", "-w", "-D", self.data, "-l", log, "-o", f"{hurried} {where}")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.data)

    def close(self) -> None:
        """Stops it, if it runs, and removes its folder."""
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: object) -> None:
        subprocess.run(
            [self.bin / program, *map(str, arguments)],
            user=self.user,
            cwd=self.folder,
            check=True,
            # Not a pipe: the server that pg_ctl leaves behind would hold it open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
