"""The pages of README and docs/, and the console blocks in them, which can be run and rewritten.

A console block is a fenced block of the language `console`: each line that begins with `$ ` is a command, and
the lines below it are what the command prints. Comments on the line above a block change how it is run:

    <!-- no index -->          run in a folder that has the sample articles and no index yet
    <!-- not run: REASON -->   not run at all; the reason is for the reader of the source

Each page is run from top to bottom in a folder of its own, which begins with the sample articles and their
index, so that a block can go on from the one before.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_on_loopback import open_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]
PAGES = tuple(
    sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
)
"""Pages whose console blocks are run."""

_COLUMNS = 80
_TIMEOUT_S = 300
_FENCE = re.compile(
    r"(?P<comments>(?:^<!--[^\n]*-->\n)*)^```(?P<language>[\w-]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"<!-- (?P<words>.*?) -->")
_CONTROL = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
_FIGURE = re.compile(r"\d+\.\d+")
_VOLATILE = (
    (re.compile(r"\b\d+(?:\.\d+)? (?=ms\b|s\b|kB\b|MB\b|seconds?\b|minutes?\b)"), "N "),
    (re.compile(r"\b(second|minute|hour)s?\b"), r"\1"),
    (re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"), "DATE TIME"),
    (re.compile(r'("(?:elapsed_m?s|built|created|age_s|bytes|size)": )[^,\n]+'), r"\1N"),
    (re.compile(r"^(retrieved: ).*$", re.MULTILINE), r"\1DATE"),
)
"""What differs from run to run and from machine to machine: times, sizes, and the day."""
_DIFFERENCE = 0.0021
"""How far a figure may be off: processors round the last digits of a model's numbers each in its own way."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    page: str
    line: int
    """Number of its first line, from 1."""
    language: str
    body: str
    comments: tuple[str, ...]
    """Words of the comments right above it."""

    @property
    def reason_not_run(self) -> str:
        """Why it cannot be run; empty where it can."""
        found = (words for words in self.comments if words.startswith("not run: "))
        return next(found, "").removeprefix("not run: ")

    @property
    def wants_no_index(self) -> bool:
        """Whether it begins without an index."""
        return "no index" in self.comments

    @property
    def commands(self) -> list[str]:
        """Its commands, in order; a backslash at the end of a line joins the next one."""
        joined = self.body.replace("\\\n", "")
        return [line.removeprefix("$ ") for line in joined.splitlines() if line.startswith("$ ")]


def read_page(page: str) -> str:
    """Read a page, named by its path within the project."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks_of(page: str, language: str) -> list[Block]:
    """List the blocks of one language on a page, in order."""
    text = read_page(page)
    return [
        Block(
            page=page,
            line=_line_of(found),
            language=found["language"],
            body=found["body"],
            comments=tuple(_COMMENT.findall(found["comments"])),
        )
        for found in _FENCE.finditer(text)
        if found["language"] == language
    ]


def build_sample_index(cache: Path, folder: Path) -> Path:
    """Build the index of the sample articles in a new folder and return its path.

    It is in float32, so that the figures are the same on every processor.
    """
    with _world(cache, folder / "bin") as variables:
        shutil.copytree(ROOT / "corpus", folder / "corpus")
        command = ["/bin/bash", "-c", "qa-bot index --precision float32"]
        subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)  # noqa: S603
    return folder / "index"


def run_page(page: str, index: Path, cache: Path, folder: Path) -> list[tuple[Block, str]]:
    """Run a page's console blocks from top to bottom in a folder; return each with its output.

    `index` is an index of the sample articles.
    """
    found: list[tuple[Block, str]] = []
    with _world(cache, folder / "bin") as variables:
        work = folder / "work"
        for block in blocks_of(page, "console"):
            if block.reason_not_run:
                continue
            if not work.exists():
                shutil.copytree(ROOT / "corpus", work / "corpus")
                shutil.copytree(index, work / "index")
            if block.wants_no_index:
                shutil.rmtree(work / "index")
            found.append((block, _run(block, work, variables)))
            if block.wants_no_index:  # the one that it built may be in int8
                shutil.rmtree(work / "index")
                shutil.copytree(index, work / "index")
    return found


def same(expected: str, actual: str) -> bool:
    """Return whether two outputs are equal except for times, sizes and the last digits of figures."""
    one, other = map(_normal, (expected, actual))
    figures = zip(_FIGURE.findall(one), _FIGURE.findall(other), strict=False)
    return _FIGURE.sub("#", one) == _FIGURE.sub("#", other) and all(
        abs(float(mine) - float(theirs)) <= _DIFFERENCE for mine, theirs in figures
    )


def rewritten(page: str, ran: Sequence[tuple[Block, str]]) -> str:
    """Return a page's text with the current output; blocks with the same output are unchanged."""
    text = read_page(page)
    printed = {block.line: now for block, now in ran if not same(block.body, now)}

    def replaced(found: re.Match[str]) -> str:
        now = printed.get(_line_of(found), found["body"])
        head, tail = found.start("body") - found.start(), found.end("body") - found.start()
        return found[0][:head] + now + found[0][tail:]

    return _FENCE.sub(replaced, text)


def _line_of(found: re.Match[str]) -> int:
    """Number the line of a block's opening fence, from 1."""
    return found.string[: found.start("body")].count("\n")


def _normal(text: str) -> str:
    for pattern, replacement in _VOLATILE:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())  # where a line breaks depends on how wide the figures in it are


def _run(block: Block, folder: Path, variables: Mapping[str, str]) -> str:
    """Run a block's commands in order and return the block with their output."""
    shown = re.findall(r"^\$ (?:.*\\\n)*.*\n", block.body, re.MULTILINE)
    printed = []
    for command in shown:
        ended = subprocess.run(  # noqa: S603  the pages' own commands
            ["/bin/bash", "-c", command.removeprefix("$ ")],
            cwd=folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_TIMEOUT_S,
        )
        lines = (line.rstrip() for line in _CONTROL.sub("", ended.stdout).lstrip().splitlines())
        printed.append(command + "".join(f"{line}\n" for line in lines))
    return "".join(printed)


@contextmanager
def _world(cache: Path, programs: Path) -> Iterator[dict[str, str]]:
    """Provide the commands' environment: `qa-bot` on the path, and a web site, quay.example."""
    programs.mkdir(parents=True)
    program = programs / "qa-bot"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qa_bot "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    with open_site() as site:
        site.sends("http://quay.example/news/bridge")  # as a proxy is asked
        site.sends("http://quay.example/plan.pdf", b"%PDF-1.7", Content_Type="application/pdf")
        yield dict(os.environ) | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(cache),
            "QA_BOT_CONFIG": str(programs.parent / "config.toml"),
            "QA_BOT_DATA": str(programs.parent / "data"),
            "COLUMNS": str(_COLUMNS),
            "TTY_COMPATIBLE": "1",  # lines break as on a terminal
            "TTY_INTERACTIVE": "0",  # and no bar of progress is drawn
            "http_proxy": site.url,
            "no_proxy": "",
            "LC_ALL": "C.UTF-8",
        }
