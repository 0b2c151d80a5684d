"""Filters let through exactly the passages they name, before ranking, so that k come back whenever k pass."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tiny import TinyEncoder, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Answer, Article, Source
from qa_bot.index import lexical
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.filtering import select

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.scores import RawScores

DATES = ["2020-02-29", "2020-03-01", "2020-03", "2020", "2020-12-31", "2021-01-01", "2021", None]


def dated(number: int, date: str | None) -> Article:
    """Make an article of that date."""
    return Article(
        id=f"{number}.md", source=Source(path=f"{number}.md", date=date), paragraphs=("The bridge opened.",)
    )


def passing(index: Index, line: str) -> set[str]:
    """Tell the ids of the passages that pass the filters of a line."""
    allowed = select(index, parse_question(f"bridge {line}")[1]).allowed
    rows = range(index.store.passages) if allowed is None else np.flatnonzero(allowed).tolist()
    return {passage.id for passage in index.store.fetch(rows).values()}


def index_of(folder: Path, *articles: Article) -> Index:
    """Index articles with the tiny encoder."""
    build_from_articles(folder / "index", articles, model(TinyEncoder()), ignore)
    return open_index(folder / "index")


@pytest.fixture
def papers(tmp_path: Path) -> Index:
    """Three articles, one of which stands in two papers."""
    quay = Source(
        path="quay.md",
        title="The bridge reopens",
        publication="The Quay Courier",
        author="Ilse Marrow, Ada Moss",
        date="2023-05-14",
        url="https://www.quay.example/bridge/?utm_source=mail",
    )
    tide = Source(
        path="wire/tide.md",
        title="Bridge open again",
        publication="Tide Times",
        author="Jo Lee",
        date="2023-06-01",
        url="https://tide.example/open#top",
    )
    return index_of(
        tmp_path,
        Article(
            id="quay.md",
            source=quay,
            paragraphs=("The bridge opened.", "Flooding was feared."),
            also_in=(tide,),
        ),
        Article(
            id="n\u00f8te",
            source=Source(path="notes.jsonl", title="Notes", publication="T\u00efde"),
            paragraphs=("A bridge of planks.",),
        ),
        Article(
            id="bare.txt", source=Source(path="bare.txt"), paragraphs=("No flood came.", "The keeper slept.")
        ),
    )


@pytest.mark.parametrize(
    ("line", "numbers", "undated"),
    [
        ("after:2020-03", {1, 2, 4, 5, 6}, 2),  # 2020 may lie before March
        ("after:2020-03-01", {1, 2, 4, 5, 6}, 2),
        ("after:2020-03-02", {4, 5, 6}, 3),
        ("after:2020", {0, 1, 2, 3, 4, 5, 6}, 1),
        ("before:2021", {0, 1, 2, 3, 4}, 1),
        ("before:2020-12-31", {0, 1, 2}, 2),
        ("before:2020-03", {0}, 2),
        ("after:2020 before:2021", {0, 1, 2, 3, 4}, 1),
        ("after:2020-03 before:2020-04", {1, 2}, 2),
        ("after:2022", set(), 1),
        ("after:2021 after:2020-12", {4, 5, 6}, 2),
    ],
)
def test_dates_pass_where_all_their_days_do(
    tmp_path: Path, line: str, numbers: set[int], undated: int
) -> None:
    """The first day of after: is inside, that of before: outside; what cannot be told is counted."""
    index = index_of(tmp_path, *map(dated, range(len(DATES)), DATES))
    assert passing(index, line) == {f"{number}.md#1" for number in numbers}
    filtered = select(index, parse_question(f"bridge {line}")[1]).filtered
    assert (filtered.passages, filtered.total, filtered.undated) == (len(numbers), len(DATES), undated)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("publication:courier", {"quay.md#1", "quay.md#2"}),
        ("publication:tide", {"quay.md#1", "quay.md#2", "n\u00f8te#1"}),
        ('publication:"tide times" publication:tide', {"quay.md#1", "quay.md#2", "n\u00f8te#1"}),
        ("author:moss", {"quay.md#1", "quay.md#2"}),
        ("author:lee publication:courier", set()),
        ("author:lee publication:tide", {"quay.md#1", "quay.md#2"}),
        ("title:again", {"quay.md#1", "quay.md#2"}),
        ("in:bare", {"bare.txt#1", "bare.txt#2"}),
        ("in:n\u00d8TE", {"n\u00f8te#1"}),
        ("in:wire", {"quay.md#1", "quay.md#2"}),
        ("in:nowhere", set()),
        ("url:quay.example/bridge", {"quay.md#1", "quay.md#2"}),
        ("url:http://quay.example/bridge#part", {"quay.md#1", "quay.md#2"}),
        ("url:tide.example url:nowhere.example/a", {"quay.md#1", "quay.md#2"}),
        ("url:quay.example/bridge publication:tide", set()),
        ("url:quay.example/brid", set()),
        ("-floods", {"quay.md#1", "n\u00f8te#1", "bare.txt#2"}),
        ("-FLOODED -keeper", {"quay.md#1", "n\u00f8te#1"}),
        ('-"flood came"', {"quay.md#1", "quay.md#2", "n\u00f8te#1", "bare.txt#2"}),
        ("-reopens", {"n\u00f8te#1", "bare.txt#1", "bare.txt#2"}),  # it stands in the title
        ("-unheard", {"quay.md#1", "quay.md#2", "n\u00f8te#1", "bare.txt#1", "bare.txt#2"}),
        ("in:bare -flood", {"bare.txt#2"}),
        ("after:2023-05-20", {"quay.md#1", "quay.md#2"}),
        ("after:2023-05-20 publication:courier", set()),
    ],
)
def test_one_source_must_pass_all_keys(papers: Index, line: str, found: set[str]) -> None:
    """Values of one key are alternatives; a copy's source counts, but is not mixed with another."""
    assert passing(papers, line) == found


def test_a_thousand_filters_and_more_are_no_trouble(papers: Index) -> None:
    """A line can hold as many as fit."""
    line = " ".join(f"author:a{n} in:b{n} -c{n}" for n in range(700))
    assert passing(papers, f"{line} author:moss in:quay") == {"quay.md#1", "quay.md#2"}


def test_the_undated_are_those_that_only_lack_the_date(papers: Index) -> None:
    """An article that another key leaves out is not among them."""
    for line, undated in [("after:2000", 2), ("after:2000 in:bare", 1), ("after:2000 author:lee", 0)]:
        assert select(papers, parse_question(f"bridge {line}")[1]).filtered.undated == undated


def test_an_empty_index_passes_nothing(tmp_path: Path) -> None:
    """And breaks on nothing."""
    index = index_of(tmp_path)
    for line in ("author:x", "after:2020", "-word", "--newest"):
        assert passing(index, line) == set()
        answer = asked(Answerer(index, TinyEncoder()), f"bridge {line}", 5)
        assert answer.hits == ()


@pytest.mark.parametrize("few", [lexical.FEW, 0], ids=["by a set of rows", "by looking at more rows"])
@pytest.mark.parametrize("encoder", [TinyEncoder(), None], ids=["hybrid", "words alone"])
def test_k_come_back_whenever_k_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, encoder: TinyEncoder | None
) -> None:
    """Three hundred better passages stand outside of the filter, on both sides."""
    monkeypatch.setattr(lexical, "FEW", few)
    outside = (
        Article(id=f"a{n}", source=Source(path=f"a{n}"), paragraphs=("harbour bridge",)) for n in range(300)
    )
    inside = (
        Article(id=f"b{n}", source=Source(path=f"b{n}", author="Moss"), paragraphs=(f"one bridge of b{n}",))
        for n in range(7)
    )
    answerer = Answerer(index_of(tmp_path, *outside, *inside), encoder)
    answer = asked(answerer, "harbour bridge author:moss", 5)
    assert len(answer.hits) == 5
    assert {hit.passage.source.author for hit in answer.hits} == {"Moss"}
    assert len(asked(answerer, "harbour bridge author:moss", 50).hits) == 7


@pytest.mark.parametrize("few", [lexical.FEW, 0])
def test_a_filter_does_not_change_a_passages_raw_scores(
    papers: Index, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Only what they are compared with."""
    monkeypatch.setattr(lexical, "FEW", few)
    answerer = Answerer(papers, TinyEncoder())
    free = {hit.passage.id: hit.raw for hit in asked(answerer, "planks flood keeper", 5).hits}
    some = asked(answerer, "planks flood keeper in:bare", 5).hits
    assert len(some) == 2
    for hit in some:
        own, other = (_measured(raw) for raw in (hit.raw, free[hit.passage.id]))
        assert set(own) == {"cosine", "max_sim", "bm25"}
        assert own == pytest.approx(other, abs=1e-6)


def _measured(raw: RawScores) -> dict[str, float]:
    return {name: value for name, value in dataclasses.asdict(raw).items() if value is not None}


def test_k_come_back_however_many_passages_are_folded(tmp_path: Path) -> None:
    """Sixty articles say the same, word for word, and three more are asked for."""
    same = (
        Article(id=f"a{n:02}", source=Source(path=f"a{n:02}"), paragraphs=("The harbour bridge opened.",))
        for n in range(60)
    )
    rest = (
        Article(id=f"b{n}", source=Source(path=f"b{n}"), paragraphs=(f"One bridge of {'abc'[n] * 5}.",))
        for n in range(3)
    )
    index = index_of(tmp_path, *same, *rest)
    answer = asked(Answerer(index, TinyEncoder()), "harbour bridge", 4)
    assert [hit.passage.article[0] for hit in answer.hits] == ["a", "b", "b", "b"]
    assert len(answer.hits[0].passage.also_in) == 59
    ranked = Answerer(index, TinyEncoder()).ask("harbour bridge", 61, as_ranked=True)
    assert [hit.passage.article[0] for hit in ranked.hits] == ["a"] * 60 + ["b"]


def test_without_filters_the_answer_says_nothing_of_them(papers: Index) -> None:
    """And with them it does, even where nothing passes."""
    answerer = Answerer(papers, TinyEncoder())
    assert asked(answerer, "bridge", 5).filtered is None
    nothing = asked(answerer, "bridge in:nowhere", 5)
    assert nothing.hits == ()
    assert nothing.filtered
    assert (nothing.filtered.passages, nothing.filtered.total) == (0, 5)


def asked(answerer: Answerer, line: str, k: int) -> Answer:
    """Ask as the engine does."""
    words, filters = parse_question(line)
    return answerer.ask(words, k, filters)


def test_names_that_no_article_has_are_known_if_nothing_is_left(papers: Index) -> None:
    """A name that only another filter excludes is not among them."""
    filtered = select(papers, parse_question("bridge publication:Nope in:none author:moss")[1]).filtered
    assert (filtered.passages, filtered.unmatched) == (0, (("publication", "Nope"), ("in", "none")))
    some = select(papers, parse_question("bridge author:moss author:nope")[1]).filtered
    assert some.passages
    assert some.unmatched == ()


def test_the_value_that_is_likely_meant_is_told(papers: Index) -> None:
    """Misspelt or not, it is one that an article has."""
    filters = parse_question("bridge publication:quya author:marow title:moon url:quay.example/brige")[1]
    filtered = select(papers, filters).filtered
    assert [key for key, _ in filtered.unmatched] == ["publication", "author", "title", "url"]
    assert filtered.likely == ("The Quay Courier", "Ilse Marrow", "", "quay.example/bridge")
    assert select(papers, parse_question("bridge")[1]).filtered.likely == ()
