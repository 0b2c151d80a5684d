"""The Python API, as a program uses it: every name comes from `qa_bot` itself.

mypy checks this file strictly, so it checks the types that users of the package see.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from commands import ROOT, WHO, environment, run_python, shared_cache, write_pile
from conftest import ARTICLES

import qa_bot
from qa_bot import (
    Answer,
    Article,
    ArticleEntry,
    Catalogue,
    Comparison,
    CorpusError,
    Doubt,
    DoubtKind,
    EvaluationError,
    FileReport,
    Filtered,
    Filters,
    Highlight,
    Hit,
    Library,
    Listing,
    ModelError,
    Outcome,
    Passage,
    QaBotError,
    QuestionError,
    Source,
    StorageError,
    Verdict,
)
from qa_bot.core import errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLIC = {
    "Library", "Answer", "AnswerSpan", "Hit", "Passage", "Article", "Reading", "Source", "Verdict", "Filters",
    "Highlight", "Comparison", "Statement", "Doubt", "DoubtKind", "Listing", "Field", "Filtered", "Missing",
    "MissingWord", "Form", "Heading", "Catalogue", "ArticleEntry", "FileReport", "Outcome", "AddReport",
    "AddOutcome", "BuildReport", "Changes", "Progress",
}  # fmt: skip
README_EXAMPLE = re.compile(r"<!-- python-api -->\s*```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
NEWS = "A ferry sank in the harbour of Kiel without loss of life."


@pytest.fixture
def library(index_folder: Path, corpus_folder: Path, tmp_path: Path) -> Iterator[Library]:
    """Open the index of the small corpus without its model."""
    cache = tmp_path / "cache"
    with Library.open(corpus_folder, index_folder, cache=cache, load_model=False) as opened:
        yield opened


def test_the_public_names_are_what_exists() -> None:
    """Values, Library and every error; each is what it says it is."""
    assert set(qa_bot.__all__) == PUBLIC | set(errors.__all__)
    assert sorted(qa_bot.__all__) == qa_bot.__all__
    assert {getattr(qa_bot, name).__name__ for name in qa_bot.__all__} == set(qa_bot.__all__)
    assert set(qa_bot.__all__) <= set(dir(qa_bot))


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="module 'qa_bot' has no attribute 'Libary'"):
        getattr(qa_bot, "Libary")  # noqa: B009  a type checker refuses the attribute itself
    assert not hasattr(qa_bot, "Slice")


def test_the_package_says_that_it_is_typed() -> None:
    """Or type checkers take everything in it for Any."""
    assert files("qa_bot").joinpath("py.typed").is_file()


def test_values_are_typed_for_a_caller(library: Library) -> None:
    """Each annotation here is one that mypy holds the package to."""
    answer: Answer = library.ask("Who rescued the cat from the chimney?", k=1)
    hit: Hit = answer.hits[0]
    passage: Passage = hit.passage
    source: Source = passage.source
    verdict: Verdict = answer.verdict
    marked: Highlight = library.highlight("Who rescued the cat?", passage)
    article: Article = library.article(passage.article)
    assert (hit.rank, source.path, article.source.title) == (1, "cat.md", "cat")
    assert verdict in set(Verdict)
    assert passage.text[marked.start : marked.end] == marked.text


def test_what_an_answer_consists_of_is_typed_too(library: Library) -> None:
    """Values inside an answer and a catalogue can be named by a caller."""
    listing: Listing | None = library.ask("How many articles are there?").listing
    answer = library.ask("Who rescued the cat from the chimney?")
    doubts: tuple[Doubt, ...] = answer.doubts
    comparison: Comparison | None = answer.comparison
    filtered: Filtered | None = answer.filtered
    assert listing is not None
    assert (listing.total, comparison, filtered) == (3, None, None)
    assert [doubt.kind for doubt in doubts] == [DoubtKind.KEYWORDS_ONLY]


def test_a_catalogue_names_articles_and_files_without_their_text(library: Library) -> None:
    """Also those files that have no article."""
    catalogue: Catalogue = library.catalogue()
    entry: ArticleEntry = catalogue.articles[0]
    file: FileReport = catalogue.files[0]
    assert [one.id for one in catalogue.articles] == [article.id for article in library.articles()]
    assert entry.paragraphs == len(library.article(entry.id).paragraphs)
    assert (file, file.outcome) == (library.files()[0], Outcome.INDEXED)


def test_answers_are_provisional_until_the_model_is_loaded(library: Library) -> None:
    """Where it was not to be loaded at once."""
    assert library.ask("bridge").provisional


def test_filters_are_given_as_a_value_and_in_the_question(library: Library) -> None:
    """As if both were written in the question: values of one key are alternatives."""
    firemen = library.ask("Who thanked the firemen?", filters=Filters(within=("cat.md",)))
    assert {hit.passage.article for hit in firemen.hits} == {"cat.md"}
    assert not library.ask("firemen in:cat.md", filters=Filters(title=("bridge",))).hits
    assert library.ask("firemen in:cat.md", filters=Filters(within=("bridge.md",))).hits


@pytest.mark.parametrize(
    "filters", [Filters(after=("soon",)), Filters(before=("2020-13",)), Filters(author=("",))]
)
def test_a_malformed_filter_is_a_question_error(library: Library, filters: Filters) -> None:
    """As in the question line."""
    with pytest.raises(QuestionError):
        library.ask("bridge", filters=filters)


def test_all_articles_can_be_read(library: Library) -> None:
    """Whole, and one by its id."""
    whole = {article.id: "\n\n".join(article.paragraphs) for article in library.articles()}
    assert whole == ARTICLES
    with pytest.raises(QuestionError):
        library.article("missing.md")


def test_a_closed_library_says_so(library: Library) -> None:
    """Whatever is called."""
    library.close()
    library.close()
    with pytest.raises(StorageError, match=r"closed.*Library\.open"):
        library.ask("bridge")


def test_opening_without_articles_is_a_corpus_error(tmp_path: Path) -> None:
    """Which is one of the package's own errors."""
    with pytest.raises(CorpusError) as caught:
        Library.open(tmp_path / "corpus", tmp_path / "index", cache=tmp_path / "cache")
    assert isinstance(caught.value, QaBotError)


def test_opening_with_a_model_that_is_missing_is_a_model_error(corpus_folder: Path, tmp_path: Path) -> None:
    """Nothing is built."""
    with pytest.raises(ModelError):
        Library.open(corpus_folder, tmp_path / "index", model=str(tmp_path / "model"))
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_file_can_be_added_without_updating_the_index(library: Library, tmp_path: Path) -> None:
    """Then it is a change that the index lacks; a file that is missing is reported."""
    (tmp_path / "ferry.md").write_text(NEWS, encoding="utf-8")
    reports = library.add(tmp_path / "ferry.md", str(tmp_path / "none.md"), update=False)
    assert [report.outcome for report in reports] == ["added", "failed"]
    changes = library.changes()
    assert changes is not None
    assert changes.added == ("ferry.md",)
    assert len(list(library.articles())) == len(ARTICLES)


@pytest.mark.slow
def test_a_library_is_built_asked_added_to_and_evaluated(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With the default model, from nothing but articles."""
    corpus, cache = write_pile(tmp_path / "corpus"), shared_cache(tmp_path_factory) / "qa_bot"
    stages: set[str] = set()
    with Library.open(
        corpus, tmp_path / "index", cache=cache, on_progress=lambda step: stages.add(step.stage)
    ) as library:
        answer = library.ask(WHO)
        assert (answer.provisional, answer.verdict) == (False, Verdict.ANSWERED)
        assert answer.hits[0].passage.article == "bridge.md"
        assert stages >= {"reading", "embedding"}
        (tmp_path / "ferry.txt").write_text(NEWS, encoding="utf-8")
        assert [report.path for report in library.add(tmp_path / "ferry.txt")] == ["ferry.txt"]
        assert library.ask("Where did a ferry sink?", k=1).hits[0].passage.text == NEWS
        (corpus / "ferry.txt").unlink()
        assert {file.path for file in library.update().files} == {file.path for file in library.files()}
        assert library.rebuild().articles == 3
        gold = {"article": "bridge.md", "quote": "designed by Ada Lindqvist"}
        questions = tmp_path / "questions.jsonl"
        questions.write_text(json.dumps({"id": "q1", "question": WHO, "answers": [gold]}), encoding="utf-8")
        assert library.evaluate(questions).measures["nDCG@10"].value == 1.0
        questions.write_text("{", encoding="utf-8")
        with pytest.raises(EvaluationError):
            library.evaluate(questions)


@pytest.mark.slow
def test_the_readmes_example_runs(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As a script in a folder that has a corpus."""
    found = README_EXAMPLE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if found is None:
        pytest.skip("README.md has no example marked <!-- python-api -->")
    ran = _run(found[1], tmp_path, tmp_path_factory)
    assert ran, "the example prints nothing"


@pytest.mark.slow
def test_the_modules_own_example_runs(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The one in its docstring."""
    document = sys.modules[Library.__module__].__doc__ or ""
    lines = [line.removeprefix("    ") for line in document.splitlines() if line.startswith("    ")]
    assert "The harbour bridge reopens" in _run("\n".join(lines), tmp_path, tmp_path_factory)


def _run(program: str, folder: Path, factory: pytest.TempPathFactory) -> str:
    write_pile(folder / "corpus")
    (folder / "example.py").write_text(program, encoding="utf-8")
    ran = run_python("example.py", folder=folder, variables=environment(shared_cache(factory)))
    assert (ran.code, ran.err) == (0, "")
    return ran.out
