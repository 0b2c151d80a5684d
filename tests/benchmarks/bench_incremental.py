"""Measure what a run costs when nothing is new, and when one article is, among many files.

    python tests/benchmarks/bench_incremental.py BEIR_FOLDER SPLIT [--files 10000] [--paragraphs 1]

Each file holds one article (scale_corpus.py). The full build takes what was embedded for a few paragraphs for
all; what embedding all would have taken is extrapolated from their rate. The runs after it are the real
program, model and all, in processes of their own; the least of three is shown, with the bytes of all files
that are new, those beside the versions included.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scale_corpus import MadeEmbeddings, Real, paragraphs

from qa_bot.core.folders import cache_folder
from qa_bot.encoders import model_files
from qa_bot.encoders.loading import find_encoder
from qa_bot.index.build import build_index

if TYPE_CHECKING:
    from qa_bot.core.types import Progress

RUNS = 3
REAL = 200


def main() -> None:
    """Print seconds, and shares of the full build."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("split")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--paragraphs", type=int, default=1, help="of an article")
    arguments = parser.parse_args()
    model = find_encoder(model_files.DEFAULT_MODEL, cache_folder())
    embedding = time.perf_counter()
    real = Real.embedded(arguments.folder, arguments.split, model, REAL)
    rate = REAL / (time.perf_counter() - embedding)
    with tempfile.TemporaryDirectory() as scratch:
        corpus, target = Path(scratch, "corpus"), Path(scratch, "index")
        corpus.mkdir()
        texts = paragraphs(real.texts)
        for number in range(arguments.files):
            text = "\n\n".join(islice(texts, arguments.paragraphs))
            (corpus / f"{number:05}.txt").write_text(f"Story {number}\n\n{text}\n", encoding="utf-8")
        made = MadeEmbeddings(real, model)
        made.put_in_place()
        started = time.perf_counter()
        report = build_index(target, corpus, made, _unseen)
        rest = time.perf_counter() - started - made.elapsed_s
        full = rest + report.passages / rate
        whole = sum(_files_in(target).values())
        print(f"full build of {len(report.files):,} files: {full:.0f} s, {rest:.0f} without the embedding")
        print(f"index of {report.passages:,} passages: {whole:,} bytes, {whole / report.passages:,.0f} each")
        command = [sys.executable, "-m", "qa_bot", "index", "--corpus", str(corpus), "--index", str(target)]
        for what in ("nothing new", "one new article"):
            found = []
            for run in range(RUNS):
                if what == "one new article":
                    text = f"Tale {run}\n\nA paragraph that stands nowhere else tells of heron {run}.\n"
                    (corpus / f"new-{run}.txt").write_text(text, encoding="utf-8")
                before = _files_in(target)
                started = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)  # noqa: S603
                found.append(time.perf_counter() - started)
            least = min(found)
            written = sum(size for file, size in _files_in(target).items() if file not in before)
            print(
                f"{what}: {least:.2f} s, {least / full:.2%} of it, {least / rest:.1%} without the embedding; "
                f"{written:,} bytes, {written / whole:.2%}"
            )


def _files_in(folder: Path) -> dict[tuple[int, int], int]:
    """Return the bytes of each file by device and inode; a file that versions share is one."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return {(found.st_dev, found.st_ino): found.st_size for found in stats}


def _unseen(progress: Progress) -> None:
    """Show no progress."""


if __name__ == "__main__":
    main()
