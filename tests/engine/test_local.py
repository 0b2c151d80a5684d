"""The engine answers from one index folder, and renews it while it answers.

Models are tiny ones; the real one has its own tests.
"""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ARTICLES
from installed import Installed, install, only_nothing
from tiny import TinyEncoder, ignore, write_articles

from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.engine import Status
from qa_bot.core.errors import (
    BusyIndexError,
    CorpusError,
    ModelError,
    NoIndexError,
    QuestionError,
)
from qa_bot.core.folders import Folders
from qa_bot.core.types import Changes, Outcome, Progress, Verdict
from qa_bot.encoders.loading import PREPARING
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine
from qa_bot.engine.opening import open_engine
from qa_bot.evaluation.experiments import evaluate_question_set
from qa_bot.index import build as index_module
from qa_bot.index import embed
from qa_bot.index.storage import build_lock, versions

NEWS = "A ferry sank in the harbour of Kiel without loss of life."


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    return install(monkeypatch)


@pytest.fixture
def folders(tmp_path: Path, corpus_folder: Path, installed: Installed) -> Folders:
    """Give the small corpus and no index."""
    assert installed.loaded == []
    return Folders(corpus_folder, tmp_path / "index", tmp_path / "cache")


@pytest.fixture
def engine(folders: Folders, index_folder: Path) -> LocalEngine:
    """Open the index of the small corpus."""
    assert folders.index == index_folder
    return LocalEngine(folders)


# ------------------------------------------------------------------------------------ without an index


def test_the_engine_itself_builds_nothing(folders: Folders) -> None:
    """No index is told as such."""
    with pytest.raises(NoIndexError):
        LocalEngine(folders)


# -------------------------------------------------------------------------------------------- asking


def test_before_the_model_is_loaded_answers_are_provisional(
    engine: LocalEngine, installed: Installed
) -> None:
    """They come from words alone; afterwards from the model too."""
    early = engine.ask("automobile firemen", 3)
    engine.load_model()
    late = engine.ask("automobile firemen", 3)
    assert (early.provisional, late.provisional) == (True, False)
    assert early.hits[0].raw.max_sim is None
    assert late.hits[0].raw.max_sim is not None
    assert engine.status().ready
    engine.load_model()
    assert installed.loaded == ["tiny"]


def test_threads_that_load_the_model_at_once_load_it_once(engine: LocalEngine, installed: Installed) -> None:
    """The others wait."""
    threads = [threading.Thread(target=engine.load_model) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert installed.loaded == ["tiny"]


def test_a_model_with_other_weights_leaves_the_engine_as_it_was(
    engine: LocalEngine, installed: Installed
) -> None:
    """It still answers from words."""
    installed.models["tiny"] = TinyEncoder(weights="second")
    with pytest.raises(ModelError, match="other weights"):
        engine.load_model()
    assert not engine.status().ready
    assert engine.ask("firemen", 3).provisional


def test_a_whole_article_is_fetched_by_its_id(engine: LocalEngine) -> None:
    """An unknown one is told by name."""
    assert "\n\n".join(engine.article("cat.md").paragraphs) == ARTICLES["cat.md"]
    with pytest.raises(QuestionError, match=r"no article dog.md"):
        engine.article("dog.md")


def test_the_file_of_an_article_is_in_the_corpus_folder(engine: LocalEngine, folders: Folders) -> None:
    """A path that leads out of it is refused."""
    assert engine.file_of("notes/a b.md") == folders.corpus.absolute() / "notes" / "a b.md"
    for path in ("../secret.md", "/etc/passwd", "a/../../secret.md"):
        with pytest.raises(QuestionError, match="not in the corpus folder"):
            engine.file_of(path)


def test_files_tell_what_the_build_told(folders: Folders) -> None:
    """By path."""
    report = build(folders, None, ignore)
    assert LocalEngine(folders).files() == report.files


@pytest.mark.parametrize(("question", "k"), [("", 3), ("bridge", 0)])
def test_a_senseless_question_is_told(question: str, k: int, engine: LocalEngine) -> None:
    """Whether the model is loaded or not."""
    with pytest.raises(QuestionError):
        engine.ask(question, k)


def test_filters_of_a_question_choose_no_sentence(engine: LocalEngine) -> None:
    """Words that a question excludes are not what it asks for."""
    passage = engine.ask("bridge", 1).hits[0].passage
    two = replace(passage, text="It opened on Monday. The mayor praised the river Elbe.")
    asked = "Who opened it on Monday?"
    assert engine.highlight(f"{asked} -mayor -river -Elbe in:bridge.md", two) == engine.highlight(asked, two)


# ------------------------------------------------------------------------------------------ building


def test_rebuilding_answers_from_the_new_version(
    engine: LocalEngine, folders: Folders, installed: Installed
) -> None:
    """The model is loaded once for questions, and is ready afterwards."""
    assert not any("Kiel" in hit.passage.text for hit in engine.ask("ferry Kiel", 3).hits)
    write_articles(folders.corpus, {"ferry.md": NEWS})
    report = engine.rebuild(ignore)
    answer = engine.ask("ferry Kiel", 3)
    assert {file.path: file.outcome for file in report.files}["ferry.md"] is Outcome.INDEXED
    assert (answer.hits[0].passage.text, answer.provisional) == (NEWS, False)
    assert engine.status() == Status(articles=4, passages=6, model="tiny", ready=True)
    engine.rebuild(ignore)
    assert installed.loaded == ["tiny", "tiny", "tiny"]  # to build, to answer, to build


def test_rebuilding_after_the_models_files_changed_takes_the_new_ones(
    engine: LocalEngine, folders: Folders, installed: Installed
) -> None:
    """Questions are never embedded by another model than passages."""
    engine.load_model()
    installed.models["tiny"] = TinyEncoder(weights="second", meanings={"boat": "ferry"})
    write_articles(folders.corpus, {"ferry.md": NEWS})
    engine.rebuild(ignore)
    assert engine.ask("boat", 3).hits[0].passage.text == NEWS


@pytest.mark.usefixtures("index_folder")
def test_a_rebuild_that_fails_leaves_the_engine_answering(engine: LocalEngine, folders: Folders) -> None:
    """From what it had."""
    with build_lock.building(folders.index), pytest.raises(BusyIndexError):
        engine.rebuild(ignore)
    for path in folders.corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError):
        engine.rebuild(ignore)
    assert engine.ask("firemen", 3).hits


def test_questions_are_answered_while_the_index_is_rebuilt(engine: LocalEngine, folders: Folders) -> None:
    """From the old version, until the new one is whole."""
    write_articles(folders.corpus, {"ferry.md": NEWS})
    counts: list[int] = []

    def ask(step: Progress) -> None:
        if step != PREPARING:  # the new version is whole by then
            counts.append(len(engine.ask("ferry firemen", 9).hits))

    engine.rebuild(ask)
    assert set(counts) == {2}
    assert engine.ask("ferry Kiel", 1).hits[0].passage.text == NEWS


# -------------------------------------------------------------------------------- while others build


def test_a_version_that_another_builder_made_is_moved_to(engine: LocalEngine, folders: Folders) -> None:
    """Between two questions, with the model that is loaded."""
    engine.load_model()
    write_articles(folders.corpus, {"ferry.md": NEWS})
    assert not any(hit.passage.text == NEWS for hit in engine.ask("ferry Kiel", 3).hits)
    build(folders, None, ignore)
    answer = engine.ask("ferry Kiel", 3)
    assert (answer.hits[0].passage.text, answer.provisional) == (NEWS, False)
    assert engine.status() == Status(articles=4, passages=6, model="tiny", ready=True)


def test_a_version_that_cannot_be_used_is_not_moved_to(
    engine: LocalEngine, folders: Folders, index_folder: Path
) -> None:
    """What is open answers on, and a later version is moved to."""
    write_articles(folders.corpus, {"ferry.md": NEWS})
    build(folders, None, ignore)
    (versions.current_version(index_folder) / "frequency.i64").write_bytes(b"")
    assert not any(hit.passage.text == NEWS for hit in engine.ask("ferry Kiel", 3).hits)
    (index_folder / "CURRENT").write_bytes(b"")
    assert engine.ask("firemen", 3).hits
    build(folders, None, ignore)
    assert engine.ask("ferry Kiel", 3).hits[0].passage.text == NEWS


def test_what_the_corpus_folder_has_beyond_the_index_is_told(folders: Folders) -> None:
    """Without reading it."""
    build(folders, None, ignore)
    engine = LocalEngine(folders)
    assert engine.changes() == Changes((), (), ())
    write_articles(folders.corpus, {"ferry.md": NEWS})
    assert engine.changes() == Changes(("ferry.md",), (), ())


def test_a_question_set_is_measured_on_words_alone_too(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that is still being embedded is asked as it is."""
    monkeypatch.setattr(index_module, "WORDS_FIRST", 5)
    monkeypatch.setattr(embed, "write_rows", only_nothing)
    with pytest.raises(ZeroDivisionError):
        build(folders, None, ignore)
    path = folders.corpus.parent / "questions.jsonl"
    answers = [{"article": "bridge.md", "quote": "The mayor opened"}]
    path.write_text(json.dumps({"id": "q1", "question": "Who opened the bridge?", "answers": answers}))
    assert evaluate_question_set(path, folders, ignore).evaluation.measures["Success@1"].value == 1.0


# ------------------------------------------------------------------------------------ the real model


@pytest.mark.slow
def test_the_default_model_builds_and_answers(tmp_path: Path, corpus_folder: Path) -> None:
    """No word of the question stands in the paragraph that it finds."""
    folders = Folders(corpus_folder, tmp_path / "index", tmp_path / "cache")
    engine = open_engine(folders, ignore)
    engine.load_model()
    answer = engine.ask("Who saved kitty?", 3)
    assert answer.hits[0].passage.id == "cat.md#1"
    assert engine.status() == Status(articles=3, passages=5, model=DEFAULT_MODEL, ready=True)
    assert {file.outcome for file in engine.rebuild(ignore).files} == {Outcome.UNCHANGED}


# ------------------------------------------------------------------------------------------- curating


def test_the_catalogue_has_each_article_with_its_source_and_each_file(engine: LocalEngine) -> None:
    """Without reading any text."""
    found = engine.catalogue()
    assert sorted((entry.id, entry.source.title, entry.paragraphs) for entry in found.articles) == [
        ("bridge.md", "bridge", 2),
        ("café.md", "café", 1),
        ("cat.md", "cat", 2),
    ]
    assert found.files == engine.files()


def test_an_excluded_file_leaves_at_the_next_update_and_comes_back(engine: LocalEngine) -> None:
    """A removed one leaves for good."""
    engine.rebuild(ignore)  # the index came from another folder, whose files had other times
    engine.exclude(["cat.md"])
    assert engine.changes() == Changes((), ("cat.md",), ())
    engine.rebuild(ignore)
    assert [one.path for one in engine.files() if one.outcome is Outcome.EXCLUDED] == ["cat.md"]
    assert engine.status().articles == 2
    engine.include(["cat.md"])
    engine.rebuild(ignore)
    assert engine.status().articles == 3


def test_a_cancelled_update_leaves_the_index_whole(engine: LocalEngine, folders: Folders) -> None:
    """The exception that ends it reaches the caller, and the next update does it all."""
    (folders.corpus / "ferry.md").write_text(NEWS, encoding="utf-8")
    before = versions.current_version(folders.index)
    for stage in ("reading", "embedding", "writing"):

        def cancel(progress: Progress, stage: str = stage) -> None:
            if progress.stage == stage:
                raise KeyError(stage)

        with pytest.raises(KeyError, match=stage):
            engine.rebuild(cancel)
        assert versions.current_version(folders.index) == before
        assert engine.status().articles == 3
    assert engine.rebuild(ignore).articles == 4


# ------------------------------------------------------------------------------------ conversations


def test_a_follow_up_is_answered_as_what_it_was_read_as(engine: LocalEngine) -> None:
    """The answer keeps both questions; without the question before, it is asked as typed."""
    before = engine.ask("Who opened the new bridge in:bridge.md", 3)
    answer = engine.ask("how long did it take to build it?", 3, after=before)
    assert answer.question == "how long did it take to build it?"
    assert answer.asked_as is not None
    assert "the new bridge" in answer.asked_as
    assert answer.asked_as.endswith("in:bridge.md")
    assert {hit.passage.article for hit in answer.hits} == {"bridge.md"}
    assert engine.ask("how long did it take to build it?", 3).asked_as is None
    again = engine.ask(answer.asked_as, 3)
    assert [hit.passage.id for hit in again.hits] == [hit.passage.id for hit in answer.hits]


def test_a_question_about_the_articles_has_a_listing_and_no_hits(engine: LocalEngine) -> None:
    """Before the model is loaded as after; the filters hold."""
    answer = engine.ask("How many articles are there?", 3)
    assert answer.listing is not None
    assert (answer.listing.total, answer.hits, answer.provisional) == (3, (), False)
    assert answer.verdict is Verdict.ANSWERED
    filtered = engine.ask("How many articles are there? in:cat.md", 3)
    assert filtered.listing is not None
    assert filtered.listing.total == 1
    assert filtered.filtered is not None
    nothing = engine.ask("Which articles are from 2019?", 3)
    assert nothing.verdict is Verdict.NOT_FOUND


def test_a_question_that_leans_on_nothing_is_never_surely_answered(engine: LocalEngine) -> None:
    """It says which word points at nothing."""
    leaning = engine.ask("Who built it in three years?", 3)
    assert leaning.verdict is not Verdict.ANSWERED
    assert leaning.doubts[0] == Doubt(DoubtKind.UNRESOLVED, ("it",))


def test_this_is_the_article_of_the_answer_before(engine: LocalEngine) -> None:
    """Without one, nothing is found, rather than a passage that speaks of writing."""
    before = replace(engine.ask("firemen chimney", 3), verdict=Verdict.UNSURE)
    answer = engine.ask("who wrote this?", 3, after=before)
    assert answer.listing is not None
    assert [source.path for source in answer.listing.sources] == ["cat.md"]
    alone = engine.ask("who wrote this?", 3)
    assert (alone.verdict, alone.hits) == (Verdict.NOT_FOUND, ())
