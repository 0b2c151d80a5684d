"""Write what the commands print today into the pages: `python tests/update_documents.py [PAGE ...]`.

Blocks that print the same, but for times and sizes, stay as they are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from documents import PAGES, ROOT, build_sample_index, read_page, rewritten, run_page

from qa_bot.core.folders import cache_folder


def main() -> None:
    """Rewrite the pages that are named, or all of them."""
    parser = argparse.ArgumentParser(description="Rewrite the console blocks from real output.")
    parser.add_argument("pages", nargs="*", default=PAGES, help="paths within the project")
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = cache_folder().parent
        index = build_sample_index(cache, folder / "sample")
        for number, page in enumerate(pages):
            ran = run_page(page, index, cache, folder / str(number))
            text = rewritten(page, ran)
            changed = text != read_page(page)
            if changed:
                (ROOT / page).write_text(text, encoding="utf-8")
            sys.stdout.write(f"{page}: {len(ran)} blocks run, {'rewritten' if changed else 'unchanged'}\n")


if __name__ == "__main__":
    main()
