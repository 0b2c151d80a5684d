"""The command line that every compared program gets, so that all are measured in the same way.

    python peer_NAME.py build BEIR_FOLDER INDEX [OPTION]
    python peer_NAME.py ask|rank INDEX [OPTION] < QUESTIONS

`build` indexes corpus.jsonl of the folder and prints one line of JSON. `ask` and `rank` read questions, JSON
strings on lines, and answer each before they read the next: `ask` with the five passages that a person would
see, `rank` with a hundred. At the end they print their peak memory. OPTION is the folder of the embedding
model or, for qa_bot, the answer model.

Runs in the environment of each program: standard library only.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from abc import ABC, abstractmethod
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, NamedTuple

SHOWN, RANKED = 5, 100
"""Passages of an answer and of a ranking."""

MADE_VECTORS, MADE_ROWS = "vectors.npy", "rows.npz"
"""Files beside corpus.jsonl, if its embeddings are made: one vector for each passage; and, for qa_bot, the
real embeddings, those of tokens included, that they were made from."""


class Passage(NamedTuple):
    """A passage of the corpus; its text begins with the title, if there is one."""

    id: str
    text: str


class Found(NamedTuple):
    """A passage that answers; a higher score is better."""

    id: str
    score: float
    text: str


class Peer(ABC):
    """A program that indexes passages and answers questions from them."""

    packages: tuple[str, ...]
    """Packages whose versions are recorded."""

    @abstractmethod
    def build(self, beir: Path, index: Path, option: str) -> None:
        """Write an index of the folder's passages into an empty folder."""

    @abstractmethod
    def open(self, index: Path, option: str) -> None:
        """Load all that a question needs."""

    @abstractmethod
    def search(self, question: str, k: int) -> list[Found]:
        """Return the k best passages, best first."""

    def rank(self, question: str) -> list[Found]:
        """Return the ranking that is evaluated."""
        return self.search(question, RANKED)


def read_passages(beir: Path) -> list[Passage]:
    """Read the corpus of a BEIR folder; title and text are joined, as BEIR's own baselines do."""
    with (beir / "corpus.jsonl").open(encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return [Passage(str(one["_id"]), f"{one.get('title') or ''} {one['text']}".strip()) for one in entries]


def made_vectors(beir: Path) -> Any:
    """Return the embeddings that come with a corpus, float32 (passages, 384); None if it has none."""
    file = beir / MADE_VECTORS
    if not file.exists():
        return None
    import numpy as np

    return np.load(file)


def main(peer: Peer) -> None:
    """Do what the command line says."""
    verb, *folders = sys.argv[1:]
    out = _own_stdout()
    if verb == "build":
        beir, index, *options = folders
        peer.build(Path(beir), Path(index), "".join(options))
        _tell(out, peak_mb=_peak_mb(), versions={name: version(name) for name in peer.packages})
        return
    index, *options = folders
    peer.open(Path(index), "".join(options))
    for line in sys.stdin:
        started = time.perf_counter()
        question = json.loads(line)
        found = peer.rank(question) if verb == "rank" else peer.search(question, SHOWN)
        elapsed_ms = 1000 * (time.perf_counter() - started)
        scores = {one.id: float(one.score) for one in found}
        _tell(out, elapsed_ms=elapsed_ms, processor_s=time.process_time(), scores=scores)
    _tell(out, peak_mb=_peak_mb())


def _own_stdout() -> IO[str]:
    """Keep standard output for the answers; what libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _tell(out: IO[str], **fields: Any) -> None:
    out.write(json.dumps(fields) + "\n")
    out.flush()


def _peak_mb() -> float:
    """Return the most memory that this process had resident, in megabytes.

    Linux keeps it in /proc; `ru_maxrss` there begins with the peak of the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # bytes on macOS
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6
