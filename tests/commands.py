"""The command line as a person meets it: run in this process or in another, on a small pile of articles."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.cli import main as cli
from qa_bot.core.folders import Folders
from qa_bot.engine.building import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

ROOT = Path(__file__).parents[1]

WHO = "Who designed the new harbour bridge?"
DESIGNED = "The new bridge was designed by Ada Lindqvist, an engineer from the town."
ESCAPES = "\x1b[31mred\x1b[0m \x1b]0;owned\x07and \u202enogard\u202c at\x00 all"
HOSTILE = f"The volcano says [/] and [@click=app.quit]leave[/] and [red]stop[/red], {ESCAPES}."
HOSTILE_SHOWN = (
    "The volcano says [/] and [@click=app.quit]leave[/] and [red]stop[/red], red and nogard at all."
)
PILE: Mapping[str, str] = {
    "bridge.md": (
        "---\ntitle: The harbour bridge reopens\npublication: The Quay Courier\nauthor: Ilse Marrow\n"
        "date: 2023-05-14\nurl: https://quay.example/bridge\n---\n"
        "Ferries blew their horns on Sunday as the first cyclists crossed the harbour bridge.\n\n"
        f"{DESIGNED} She kept the old stone towers.\n\n"
        "Building it cost 41 million crowns, nine million more than planned.\n"
    ),
    "cat.txt": (
        "A cat was rescued from a chimney by two firemen in Leeds on Monday evening.\n\n"
        "The owner of the cat thanked the firemen with a cake made of almonds.\n"
    ),
    "volcano.md": f"---\ntitle: 'Breaking [/] [bold]news[/bold]'\n---\n{HOSTILE}\n",
}
"""Three articles of 3 + 2 + 1 paragraphs."""
PASSAGES = 6


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


class Commands:
    """Runs qa-bot in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *arguments: str | Path) -> Ran:
        """Run one command; any exception but SystemExit is a traceback and fails the test."""
        self._monkeypatch.setattr(sys, "argv", ["qa-bot", *map(str, arguments)])
        code: object = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        printed = self._capsys.readouterr()
        assert isinstance(code, int)
        return Ran(code, printed.out, printed.err)

    def refused(self, *arguments: str | Path, code: int = 1) -> str:
        """Run a command that cannot be done; give the one line that says why."""
        ran = self.run(*arguments)
        assert ran.code == code, ran
        assert ran.out == ""
        assert ran.err.count("\n") == 1
        assert ran.err.startswith("qa-bot: ")
        assert ran.err.rstrip("\n").isprintable()
        return ran.err


def write_pile(folder: Path, files: Mapping[str, str | bytes] = PILE) -> Path:
    """Write files into a folder, by their paths relative to it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def shared_cache(factory: pytest.TempPathFactory) -> Path:
    """Name the session's cache folder, so that the model is exported into it once."""
    return factory.getbasetemp() / "cache"


def environment(cache: Path, **variables: str) -> dict[str, str]:
    """Give another process what it needs to find the package and the session's cache folder."""
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    return kept | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)} | variables


def run_python(*arguments: str, folder: Path, variables: Mapping[str, str]) -> Ran:
    """Run a fresh interpreter in a folder."""
    ended = subprocess.run(  # noqa: S603  the tests' own words
        [sys.executable, *arguments],
        cwd=folder,
        env=dict(variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def shared_index(factory: pytest.TempPathFactory) -> Path:
    """Build the index of the pile with the default model, once a session; give the folder of both."""
    folder = factory.getbasetemp() / "pile"
    if not folder.exists():
        cache = shared_cache(factory) / "qa_bot"
        build(Folders(write_pile(folder / "corpus"), folder / "index", cache), None, lambda _: None)
    return folder
