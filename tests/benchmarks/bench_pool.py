"""How many pages a second the worker processes read, and whether their memory stays flat.

    python tests/benchmarks/bench_pool.py PAGES [--files 2000]

PAGES is a folder of saved .html pages, which are read over and over until so many files were read, first a
tenth of them, then all. Memory is the most that any one worker process held (Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from qa_bot.reading.isolation.pool import read_files
from qa_bot.reading.read import Reading

MEGABYTES = 1024 if os.uname().sysname == "Linux" else 1024 * 1024
"""Units of ru_maxrss in a megabyte: the two systems count differently."""


def main() -> None:
    """Print a row for a tenth of the files and for all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path)
    parser.add_argument("--files", type=int, default=2_000)
    given = parser.parse_args()
    pages = sorted(path.name for path in given.pages.glob("*.html"))
    table = Table("files", "read", "seconds", "pages a second", "MB at most in a worker")
    for count in (given.files // 10, given.files):
        paths = list(islice(cycle(pages), count))
        started = time.perf_counter()
        with read_files(paths, given.pages) as outcomes:
            read = sum(isinstance(outcome, Reading) for outcome in outcomes)
        elapsed_s = time.perf_counter() - started
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTES
        table.add_row(str(count), str(read), f"{elapsed_s:.1f}", f"{count / elapsed_s:.0f}", f"{most:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
