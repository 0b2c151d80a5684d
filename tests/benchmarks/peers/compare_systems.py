"""The programs that are compared, each with an environment and processes of its own.

An environment is made once, with pip, from the requirements below; pip's own settings say where from. An
existing one is completed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from qa_bot.encoders.answer_model import DEFAULT_ANSWER_MODEL, NO_ANSWER_MODEL
from qa_bot.encoders.model_files import DEFAULT_MODEL, model_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class System:
    """A compared program, or a configuration of one."""

    name: str
    adapter: str
    requirements: tuple[str, ...] = ()
    """For pip; none means the environment that runs this."""
    option: str = ""
    """What the adapter is given beside the folders."""
    index_of: str = ""
    """Name of the system whose index this one uses; its own if empty."""


def systems() -> tuple[System, ...]:
    """Return all that are compared; qa_bot as it comes is first."""
    model = str(model_folder(DEFAULT_MODEL))
    return (
        System("qa_bot", "peer_qa_bot.py", option=DEFAULT_ANSWER_MODEL),
        System("qa_bot, no answer model", "peer_qa_bot.py", option=NO_ANSWER_MODEL, index_of="qa_bot"),
        System("script", "peer_script.py", ("sentence-transformers==6.2.0", "faiss-cpu==1.15.1"), model),
        System("txtai", "peer_txtai.py", ("txtai==9.14.0",), model),
        System("bm25s", "peer_bm25s.py", ("bm25s[core]==0.3.16",)),
    )


class Runner:
    """Starts a system's processes; their messages go into a log file."""

    def __init__(self, system: System, work: Path) -> None:
        """Make the environment, unless it is there."""
        self.system, self._work = system, work
        self._log = work / "logs" / f"{slug(system.name)}.txt"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self.python = self._environment() if system.requirements else Path(sys.executable)

    def index(self, corpus: str) -> Path:
        """Return the folder of its index of a corpus."""
        return self._work / "indexes" / slug(corpus) / slug(self.system.index_of or self.system.name)

    def command(self, verb: str, *folders: Path) -> list[str]:
        """Return the command line of its adapter."""
        return [
            str(self.python),
            str(_HERE / self.system.adapter),
            verb,
            *map(str, folders),
            *([self.system.option] if self.system.option else []),
        ]

    @contextmanager
    def session(self, verb: str, index: Path) -> Iterator[Session]:
        """Start a process that answers questions; it ends with the block."""
        with (
            self._log.open("a", encoding="utf-8") as log,
            self.started(self.command(verb, index), log) as process,
        ):
            yield Session(process, self._log)

    def build(self, beir: Path, index: Path) -> tuple[dict[str, Any], float]:
        """Build an index in a process; return what it told, and its processor time in seconds.

        Raises:
            RuntimeError: it failed.
        """
        with (
            self._log.open("a", encoding="utf-8") as log,
            self.started(self.command("build", beir, index), log) as it,
        ):
            told = Session(it, self._log).end()
            _, _, used = os.wait4(it.pid, 0)
            it.returncode = 0
        return told, used.ru_utime + used.ru_stime

    def started(self, command: Sequence[str], log: IO[str]) -> subprocess.Popen[str]:
        """Start a process with pipes, away from the network, graphics cards and the person's settings."""
        return subprocess.Popen(  # noqa: S603  our own commands
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=self.variables(),
        )

    def variables(self) -> dict[str, str]:
        """Return the environment variables of its processes."""
        own = {
            "HF_HUB_OFFLINE": "1",
            "CUDA_VISIBLE_DEVICES": "",
            "XDG_CACHE_HOME": str(self._work / "cache"),
            "XDG_CONFIG_HOME": str(self._work / "config"),
        }
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, **own}  # modules are compiled once, as in any installation

    def _environment(self) -> Path:
        folder = self._work / "environments" / slug(self.system.name)
        python = folder / "bin" / "python"
        if not python.exists():
            _run([sys.executable, "-m", "venv", str(folder)])
        _run([str(python), "-m", "pip", "install", "--quiet", *self.system.requirements])
        return python


class Session:
    """A process that answers a line with a line."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        """Use a process that has just been started."""
        self._process, self._log = process, log

    def ask(self, question: str) -> dict[str, Any]:
        """Return the answer to a question.

        Raises:
            RuntimeError: the process has ended.
        """
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._read()

    def end(self) -> dict[str, Any]:
        """Ask nothing more; return what the process tells at its end."""
        assert self._process.stdin
        self._process.stdin.close()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            msg = f"A process has ended without an answer; {self._log} says why."
            raise RuntimeError(msg)
        told: dict[str, Any] = json.loads(line)
        return told


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True)  # noqa: S603  our own commands


def slug(name: str) -> str:
    """Return a name for a file or folder."""
    return "".join(char if char.isalnum() else "-" for char in name)
