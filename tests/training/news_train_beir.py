"""Make a BEIR folder of news articles and the questions next to this script.

    python tests/training/news_train_beir.py QUESTIONS ARTICLES --folder FOLDER
    python tests/training/news_train_beir.py QUESTIONS ARTICLES --from WRITTEN ...

QUESTIONS is news_train_questions.jsonl, or news_dev_questions.jsonl on 39 other articles, which nothing is
trained on. ARTICLES holds an article a line: id, title, date, paragraphs. FOLDER gets all of them as a
corpus, and the questions as the split "train".

"gold" of a question is the first 16 digits of a SHA-256 of the paragraph that answers, "near" of one that
looks as if it did where none does, so that no article's text is in this project. The questions were written
by a large language model that read the articles and saw no ranking. The second form makes QUESTIONS of what
was written: lines of {"article", "paragraph", "question", "answer"} or {"article", "near", "question"}.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from bench_metadata import digest

if TYPE_CHECKING:
    from collections.abc import Iterable


def main() -> None:
    """Write corpus.jsonl, queries.jsonl and qrels/train.tsv, or the questions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--folder", type=Path, help="the BEIR folder to make")
    parser.add_argument("--from", dest="written", type=Path, nargs="+", help="files of questions as written")
    options = parser.parse_args()
    articles = {one["id"]: one for one in _read(options.articles)}
    if options.written:
        written = [line for path in options.written for line in _read(path)]
        _write(options.questions, (_hashed(line, articles) for line in written))
    if options.folder:
        make_beir(articles, list(_read(options.questions)), options.folder)


def make_beir(articles: dict[str, Any], questions: list[Any], folder: Path) -> None:
    """Write a BEIR folder; ValueError if the articles lack what answers a question."""
    named = {
        f"{article['id']}#{number}": (article, paragraph)
        for article in articles.values()
        for number, paragraph in enumerate(article["paragraphs"], start=1)
    }
    places: dict[str, list[str]] = {}
    for name, (_, paragraph) in named.items():
        places.setdefault(digest(paragraph), []).append(name)
    if gone := [one["question"] for one in questions if (one.get("gold") or one["near"]) not in places]:
        msg = f"The articles lack the paragraphs of {len(gone)} questions, the first of them: {gone[0]}"
        raise ValueError(msg)
    corpus = (
        {
            "_id": name,
            "title": article["title"] or "",
            "text": paragraph,
            "metadata": {"date": article["date"]},
        }
        for name, (article, paragraph) in named.items()
    )
    _write(folder / "corpus.jsonl", corpus)
    queries = (
        {
            "_id": f"q{number}",
            "text": one["question"],
            "metadata": {"answers": [one["answer"]]}
            if "gold" in one
            else {"answerable": False, "near": places[one["near"]][0]},
        }
        for number, one in enumerate(questions, start=1)
    )
    _write(folder / "queries.jsonl", queries)
    judgements = [
        f"q{number}\t{place}\t1"
        for number, one in enumerate(questions, start=1)
        for place in places.get(one.get("gold", ""), ())
    ]
    qrels = folder / "qrels" / "train.tsv"
    qrels.parent.mkdir(exist_ok=True)
    qrels.write_text("\n".join(["query-id\tcorpus-id\tscore", *judgements, ""]), encoding="utf-8")


def _hashed(line: dict[str, Any], articles: dict[str, Any]) -> dict[str, str]:
    paragraphs = articles[line["article"]]["paragraphs"]
    if "answer" not in line:
        return {"question": line["question"], "near": digest(paragraphs[line["near"] - 1])}
    gold = digest(paragraphs[line["paragraph"] - 1])
    return {"question": line["question"], "gold": gold, "answer": line["answer"]}


def _read(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _write(path: Path, entries: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
