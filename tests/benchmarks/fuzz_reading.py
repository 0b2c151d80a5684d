"""Drive every reader with mangled files, in the worker processes that read for the product.

    python tests/benchmarks/fuzz_reading.py [--inputs 100000] [--seed 0] [--keep DIR] [FOLDER ...]

The sound files to mangle are the tests' samples, one of each kind, and the files of the folders given.
Counted is what the product promises: each mangled file gives articles or an error in words; no crash, no
file over its limit of time or memory, no error that a reader did not expect. Files that break it are kept in
DIR.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from mangling import mangle
from samples import write_samples

from qa_bot.reading.file_types import type_by_name
from qa_bot.reading.isolation.pool import read_files
from qa_bot.reading.isolation.worker import UNEXPECTED
from qa_bot.reading.read import Reading

if TYPE_CHECKING:
    from qa_bot.core.errors import ReadingError

BATCH = 1_000
LARGEST_SEED = 300_000
BROKEN = ("crash", "over a limit", "unexpected")


def outcome_of(found: Reading | ReadingError) -> str:
    """Name what became of a file."""
    if isinstance(found, Reading):
        return "read" if any(article.paragraphs for article in found.articles) else "empty"
    message = str(found)
    if UNEXPECTED in message:
        return "unexpected"
    if "crashed its reader" in message:
        return "crash"
    return "over a limit" if "of memory to read" in message or "s to read" in message else "refused in words"


def seeds(folders: list[Path]) -> list[tuple[str, bytes]]:
    """Give the ending and the bytes of every sound file, those of the same kind together."""
    with tempfile.TemporaryDirectory() as scratch:
        write_samples(Path(scratch))
        files = [path for folder in (Path(scratch), *folders) for path in sorted(folder.rglob("*"))]
        return [
            ("".join(path.suffixes), path.read_bytes()[:LARGEST_SEED])
            for path in files
            if path.is_file() and type_by_name(path.name)
        ]


def mangled(folder: Path, numbers: range, sound: list[tuple[str, bytes]], chance: Random) -> list[str]:
    """Write a mangled file for each number, the kinds taking turns; gives their names."""
    by_ending: dict[str, list[bytes]] = {}
    for ending, data in sound:
        by_ending.setdefault(ending, []).append(data)
    endings, everything = sorted(by_ending), [data for _, data in sound]
    names = [f"{number}{endings[number % len(endings)]}" for number in numbers]
    for name in names:
        data = chance.choice(by_ending["".join(Path(name).suffixes)])
        (folder / name).write_bytes(mangle(chance, data, everything))
    return names


def main() -> None:
    """Print what became of the files of each kind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    given = parser.parse_args()
    chance, sound = Random(given.seed), seeds(given.folders)  # noqa: S311  repeatable, not secret
    counts: Counter[tuple[str, str]] = Counter()
    started = time.perf_counter()
    for start in range(0, given.inputs, BATCH):
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch)
            names = mangled(root, range(start, min(start + BATCH, given.inputs)), sound, chance)
            with read_files(names, root) as outcomes:
                for name, found in zip(names, outcomes, strict=True):
                    outcome = outcome_of(found)
                    counts["".join(Path(name).suffixes), outcome] += 1
                    if outcome in BROKEN:
                        given.keep.mkdir(exist_ok=True)
                        shutil.copy(root / name, given.keep)
                        print(name, found)
    Console().print(_table(counts))
    print(f"{given.inputs:,} inputs, {time.perf_counter() - started:.0f} s")
    raise SystemExit(any(outcome in BROKEN for _, outcome in counts))


def _table(counts: Counter[tuple[str, str]]) -> Table:
    outcomes = ("read", "empty", "refused in words", *BROKEN)
    table = Table("ending", *outcomes)
    endings = sorted({ending for ending, _ in counts})
    for ending in endings:
        table.add_row(ending, *(f"{counts[ending, outcome]:,}" for outcome in outcomes))
    sums = (sum(counts[ending, outcome] for ending in endings) for outcome in outcomes)
    table.add_row("all", *(f"{count:,}" for count in sums))
    return table


if __name__ == "__main__":
    main()
