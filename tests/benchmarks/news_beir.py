"""Make a BEIR folder of saved news pages and the questions beside this script, for every other script.

    python tests/benchmarks/news_beir.py PAGES FOLDER

PAGES holds the pages as html/<name>.html; FOLDER gets them as a corpus, and the questions as the split
"test". news_questions.jsonl holds a question a line, written from the pages without a look at any ranking.
"gold" has the first 16 digits of a SHA-256 of each paragraph that answers, so that no page's text stands
here; "about" names the page on the subject of a question which no page answers.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench_metadata import digest

from qa_bot.corpus import folder as corpus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_bot.core.types import Article

QUESTIONS: Final = Path(__file__).with_name("news_questions.jsonl")


def main() -> None:
    """Write corpus.jsonl, queries.jsonl and qrels/test.tsv."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="folder with html/")
    parser.add_argument("folder", type=Path, help="the BEIR folder to make")
    options = parser.parse_args()
    articles = _read(options.pages / "html")
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    named = {
        f"{article.id}#{number}": (article, paragraph)
        for article in articles
        for number, paragraph in enumerate(article.paragraphs, start=1)
    }
    place = {digest(paragraph): name for name, (_, paragraph) in reversed(named.items())}
    gone = [question["question"] for question in questions if set(question.get("gold", ())) - place.keys()]
    if gone:
        parser.error(f"the pages lack what answers {len(gone)} questions, the first of them: {gone[0]}")
    _write(
        options.folder / "corpus.jsonl",
        (
            {
                "_id": name,
                "title": article.source.title or "",
                "text": paragraph,
                "metadata": {"date": article.source.date},
            }
            for name, (article, paragraph) in named.items()
        ),
    )
    _write(
        options.folder / "queries.jsonl",
        (
            {"_id": f"q{number}", "text": one["question"], "metadata": {"answerable": "gold" in one}}
            for number, one in enumerate(questions, start=1)
        ),
    )
    judgements = [
        f"q{number}\t{place[gold]}\t1"
        for number, one in enumerate(questions, start=1)
        for gold in one.get("gold", ())
    ]
    qrels = options.folder / "qrels" / "test.tsv"
    qrels.parent.mkdir(exist_ok=True)
    qrels.write_text("\n".join(["query-id\tcorpus-id\tscore", *judgements, ""]), encoding="utf-8")


def _read(folder: Path) -> list[Article]:
    reads = corpus.read_each(folder, corpus.list_files(folder), lambda _: None)
    return [article for file in corpus.join(reads) for article in file.articles]


def _write(path: Path, entries: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
