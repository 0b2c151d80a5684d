"""Watches that a process and those that it starts reach for no network and leave nothing in the user's home.

Two guards stand side by side. A hook in every Python process notes each name look-up and each socket that is
to reach somewhere, and refuses it. Where the system allows a network namespace, the process runs in one that
has no way out, and the kernel counts what was sent into the void: so libraries in C are seen, too.
"""

from __future__ import annotations

import functools
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from commands import ROOT, Ran, environment

if TYPE_CHECKING:
    from pathlib import Path

_HOOK = """
import os, sys
_REACHING = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
             "socket.getnameinfo", "socket.sendto", "socket.sendmsg"}
def _refuse(event, arguments):
    if event in _REACHING:
        with open(os.environ["GUARD_NOTES"], "a") as notes:
            notes.write(f"{event} {arguments[:2]!r}\\n")
        raise OSError("the network is guarded")
sys.addaudithook(_refuse)
"""
_COUNTERS = ("/proc/net/snmp", "/proc/net/snmp6")
_SENT = ("OutRequests", "OutNoRoutes")


class Guard:
    """A home of its own for processes, and what they did that they should not."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self._notes, self._counts, hook = folder / "notes", folder / "counts", folder / "hook"
        for place in (self.home, hook):
            place.mkdir(parents=True)
        (hook / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
        kept = environment(self.home / ".cache", HOME=str(self.home), GUARD_NOTES=str(self._notes))
        self.variables = kept | {"PYTHONPATH": f"{hook}:{ROOT}"}
        for name in ("HF_HOME", "ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
            self.variables.pop(name, None)  # as a person's environment is; this process has set them

    def command(self, *arguments: str) -> list[str]:
        """Give the words that run a fresh interpreter under guard."""
        plain = [sys.executable, *arguments]
        if not has_namespaces():
            return plain
        counted = f"{shlex.join(plain)}; code=$?; cat {' '.join(_COUNTERS)} >> {self._counts}; exit $code"
        return ["unshare", "--map-root-user", "--net", "sh", "-c", counted]

    def run(self, *arguments: str, folder: Path) -> Ran:
        """Run a fresh interpreter in a folder, under guard."""
        ended = subprocess.run(  # noqa: S603  the tests' own words
            self.command(*arguments), cwd=folder, env=self.variables, capture_output=True, text=True,
            encoding="utf-8", check=False, timeout=600,
        )  # fmt: skip
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    def reached(self) -> list[str]:
        """Tell each attempt to reach the network so far."""
        notes = self._notes.read_text(encoding="utf-8").splitlines() if self._notes.exists() else []
        counts = self._counts.read_text(encoding="utf-8") if self._counts.exists() else ""
        return notes + [f"{name} {count}" for name, count in _counted(counts) if count]

    def left_behind(self) -> list[str]:
        """Name the files in the home that are not in qa_bot's own folders for cache and data."""
        own = {self.home / ".cache" / "qa_bot", self.home / ".local" / "share" / "qa_bot"}
        return sorted(
            str(path) for path in self.home.rglob("*") if path.is_file() and own.isdisjoint(path.parents)
        )


@functools.cache
def has_namespaces() -> bool:
    """Tell whether this system lets a process have a network namespace."""
    program = shutil.which("unshare")
    if program is None or not all(map(_is_readable, _COUNTERS)):
        return False
    tried = subprocess.run(  # noqa: S603
        [program, "--map-root-user", "--net", "true"], capture_output=True, check=False
    )
    return tried.returncode == 0


def _is_readable(path: str) -> bool:
    try:
        with open(path, encoding="ascii"):  # noqa: PTH123
            return True
    except OSError:
        return False


def _counted(counters: str) -> list[tuple[str, int]]:
    """Read the kernel's counters of what was sent: columns for version 4, lines for version 6."""
    found: list[tuple[str, str]] = []
    names: list[str] = []
    for line in counters.splitlines():
        kind, *fields = line.split()
        if kind == "Ip:" and not fields[0].isdecimal():
            names = fields
        elif kind == "Ip:":
            found += zip(names, fields, strict=True)
        elif kind.startswith("Ip6"):
            found.append((kind.removeprefix("Ip6"), fields[0]))
    return [(name, int(count)) for name, count in found if name in _SENT]
