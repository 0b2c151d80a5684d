"""Questions to train an answer model on: what answers each, and the passages that look as if they did.

Each folder is in BEIR format; `metadata.answers` of a query are the words that answer it, `metadata.near` a
passage that looks as if it did. The negatives of a question are that one and the passages that the first
stage of the ranking puts first and that do not contain those words. A question is also asked with a name or
number exchanged, which nothing answers then.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from swaps import ELSEWHERE, FOREIGN, NUMBER, SAME_ARTICLE, Swapper

from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading
from qa_bot.evaluation.experiments import open_beir
from qa_bot.language.analyzer import running_terms
from qa_bot.language.detection import language_in
from qa_bot.language.sentences import sentences
from qa_bot.retrieval import fusion
from qa_bot.retrieval.candidates import nominate
from qa_bot.retrieval.model import DEFAULT
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qa_bot.evaluation.question_set import Query

NEGATIVES = 8
"""Of each question at most."""
HELD_OUT = 4
"""One article in so many is kept apart, chosen by a hash of its id."""
_LOOKED_AT = 30
_EXCHANGED = (FOREIGN, ELSEWHERE, SAME_ARTICLE, NUMBER)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph with its article's title and the (start, end) of its sentences."""

    article: str
    title: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question with the paragraphs that answer it, if any, and those that do not."""

    question: str
    article: str
    """Of the paragraph that answers; of the best candidate if none does."""
    positives: tuple[tuple[Text, tuple[Span, ...]], ...]
    """Paragraphs with the places of the answering words."""
    negatives: tuple[Text, ...]
    """Best candidate first."""
    exchanged: tuple[str, ...] = ()
    """The question with a name or a number exchanged: no paragraph answers it."""


def is_held_out(article: str) -> bool:
    """Whether an article's questions are kept apart from training."""
    return int(hashlib.sha256(article.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def read_examples(folder: Path, split: str, cache: Path, *, others: Iterable[str] = ()) -> list[Example]:
    """Read the examples of a BEIR folder; they are kept in the folder `cache`.

    `others` are questions of other folders, whose names serve as foreign ones.
    """
    kept = cache / f"{folder.parent.name}-{folder.name}-{split}.jsonl"
    if not kept.is_file():
        lines = [json.dumps(one, ensure_ascii=False) for one in _found(folder, split, others)]
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text("\n".join([*lines, ""]), encoding="utf-8")
    texts = _texts(folder)
    return [_example(json.loads(line), texts) for line in kept.read_text(encoding="utf-8").splitlines()]


def queries_of(folder: Path) -> Iterator[dict[str, Any]]:
    """Read the lines of queries.jsonl."""
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _texts(folder: Path) -> dict[str, Text]:
    texts = {}
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            text = one["text"] or one["title"]
            spans = sentences(text, language_in(text))
            texts[one["_id"]] = Text(
                article=one["_id"].rpartition("#")[0] or one["_id"],
                title=one.get("title") or "",
                text=text,
                sentences=tuple(spans) or ((0, len(text)),),
            )
    return texts


def _example(kept: Mapping[str, Any], texts: Mapping[str, Text]) -> Example:
    return Example(
        question=kept["question"],
        article=kept["article"],
        positives=tuple((texts[name], tuple(map(tuple, spans))) for name, spans in kept["positives"]),
        negatives=tuple(texts[name] for name in kept["negatives"]),
        exchanged=tuple(kept["exchanged"]),
    )


def _found(folder: Path, split: str, others: Iterable[str]) -> Iterator[dict[str, Any]]:
    beir, index = open_beir(folder, split, cache_folder(), lambda _: None)
    encoder = loading.load_encoder(index.model_name, index.model_fingerprint, cache_folder())
    analyzer, texts = QuestionAnalyzer(index, encoder), _texts(folder)
    stated = {one["_id"]: one.get("metadata", {}) for one in queries_of(folder)}
    of_article: dict[str, list[str]] = {}
    for query in beir.queries:
        if query.gold:
            of_article.setdefault(texts[min(query.gold)].article, []).append(query.text)
    swapper = Swapper(of_article, others, lambda term: index.passage_bm25.frequency(term) > 0)
    rows = {row: beir.name_of(passage.id) for row, passage in index.store.all_passages()}
    terms: dict[str, frozenset[str]] = {}

    def terms_of(name: str) -> frozenset[str]:
        if name not in terms:
            terms[name] = frozenset(running_terms(f"{texts[name].title} {texts[name].text}"))
        return terms[name]

    for number, query in enumerate(beir.queries):
        if number % 1000 == 0:
            print(folder.name, number, "of", len(beir.queries), file=sys.stderr, flush=True)
        candidates = nominate(index, analyzer.analyze(query.text), _LOOKED_AT, None)
        cheap = [one for one in DEFAULT.signals if one.first_weight is not None]
        scaled = {one.name: values for one in cheap if (values := one.scaled(candidates)) is not None}
        weights = {one.name: one.first_weight or 0.0 for one in cheap}
        parts = fusion.combine(candidates.rows, scaled, weights)
        scores = {row: sum(values.values()) for row, values in parts.items()}
        near = [stated[query.id]["near"]] if "near" in stated[query.id] else []
        names = dict.fromkeys([*near, *(rows[row] for row in sorted(scores, key=lambda row: -scores[row]))])
        yield from _of_query(query, stated[query.id].get("answers", []), [*names], texts, swapper, terms_of)


def _of_query(
    query: Query,
    answers: Sequence[str],
    names: Sequence[str],
    texts: Mapping[str, Text],
    swapper: Swapper,
    terms_of: Any,
) -> Iterator[dict[str, Any]]:
    positives = [(name, _places(answers, texts[name].text)) for name in sorted(query.gold)]
    positives = [(name, spans) for name, spans in positives if spans]
    if query.gold and not positives:
        return
    said = [answer.casefold() for answer in answers]
    negatives = [
        name
        for name in names
        if name not in query.gold and not any(words in texts[name].text.casefold() for words in said)
    ]
    exchanged: list[str] = []
    article = texts[positives[0][0] if positives else names[0]].article
    if positives:
        whole = frozenset[str]().union(*(terms_of(name) for name in texts if texts[name].article == article))
        found = swapper.swap(query.text, article, terms_of(positives[0][0]), whole)
        exchanged = [text for kind, text in found if kind in _EXCHANGED]
    yield {
        "question": query.text,
        "article": article,
        "positives": positives,
        "negatives": negatives[:NEGATIVES],
        "exchanged": exchanged,
    }


def _places(answers: Sequence[str], text: str) -> list[Span]:
    """Find all places of the answering words; case counts only where it finds any."""
    for said, within in ((answers, text), ([a.casefold() for a in answers], text.casefold())):
        spans = [
            (start, start + len(words))
            for words in dict.fromkeys(filter(None, said))
            for start in _starts(words, within)
        ]
        if spans:
            return spans
    return []


def _starts(words: str, text: str) -> Iterator[int]:
    """Yield where words stand in a text and not within a longer word."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        inside = (start and text[start - 1].isalnum() and words[0].isalnum()) or (
            end < len(text) and text[end].isalnum() and words[-1].isalnum()
        )
        if not inside:
            yield start
        start = text.find(words, start + 1)
