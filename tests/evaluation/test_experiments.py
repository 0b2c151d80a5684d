"""What is measured is put together from files and an index, and nothing is asked or loaded in vain.

Models are tiny ones; the real one has its tests in test_cli_eval.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.answering import model as verdict_model
from qa_bot.core.errors import EvaluationError
from qa_bot.core.folders import Folders
from qa_bot.core.types import OnProgress, Progress
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.protocol import Encoder
from qa_bot.evaluation import experiments, trec
from qa_bot.evaluation.experiments import (
    BM25,
    DENSE,
    Options,
    evaluate_beir,
    evaluate_qrels,
    evaluate_question_set,
)
from qa_bot.evaluation.failures import Shown
from qa_bot.index import build as index_module
from qa_bot.index.build import build_index
from qa_bot.index.embed import Embeddings
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions
from qa_bot.retrieval import model as ranking_model

QUESTIONS = [
    {"id": "q1", "question": "Who opened the new bridge on Monday?",
     "answers": [{"article": "bridge.md", "quote": "The mayor opened"}]},
    {"id": "q 2", "question": "Who rescued the cat from a chimney?",
     "answers": [{"article": "cat.md", "quote": "made of almonds"}]},
    {"id": "u1", "question": "submarines", "answers": []},
]  # fmt: skip
"""q1 finds its passage first; that of q 2 is the second of its article, and the first fits better."""


class Tiny:
    """Gives one tiny model under every name, and counts how often."""

    def __init__(self) -> None:
        self.encoder = TinyEncoder()
        self.loaded = 0

    def find_encoder(self, name: str, cache: Path, on_progress: OnProgress) -> Encoder:
        """Load it for a build."""
        on_progress(Progress("loading the model", 0, 0))
        assert (name, cache.name) == (DEFAULT_MODEL, "cache")
        self.loaded += 1
        return model(self.encoder)

    def load_encoder(self, name: str, fingerprint: str, cache: Path) -> TinyEncoder:
        """Load it for questions."""
        assert (name, fingerprint, cache.name) == ("tiny", self.encoder.fingerprint, "cache")
        self.loaded += 1
        return self.encoder


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """Put a tiny model in the place of real ones."""
    found = Tiny()
    monkeypatch.setattr(experiments, "find_encoder", found.find_encoder)
    monkeypatch.setattr(experiments, "load_encoder", found.load_encoder)
    return found


@pytest.fixture
def folders(tmp_path: Path, index_folder: Path) -> Folders:
    """Give the index of the small corpus."""
    return Folders(tmp_path / "corpus", index_folder, tmp_path / "cache")


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    """Write a question set."""
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    return path


def write_beir(folder: Path, text: str = "The mayor opened the bridge.") -> Path:
    """Write a BEIR folder of two passages and one query."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    rows = [{"_id": "d 1", "title": "Bridge", "text": text}, {"_id": "d2", "text": "A cat slept."}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    query = {"_id": "q1", "text": "bridge mayor"}
    (folder / "queries.jsonl").write_text(json.dumps(query), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td 1\t1\n", encoding="utf-8")
    return folder


# ------------------------------------------------------------------------------------ question sets


@pytest.mark.usefixtures("tiny")
def test_a_question_set_is_measured_on_the_index(question_set: Path, folders: Folders) -> None:
    """With all that the figures depend on."""
    steps: list[Progress] = []
    report = evaluate_question_set(question_set, folders, steps.append)
    found, configuration = report.evaluation, report.configuration
    assert found.queries == 2
    assert found.measures["Success@1"].value == 1 / 2
    assert steps == [Progress("asking", number, 3) for number in range(3)]
    assert configuration["model"]["name"] == "tiny"
    assert (configuration["passages"], configuration["retriever"]) == (5, "hybrid")
    assert {"qa_bot", "corpus_state", "precision"} <= set(configuration)
    assert configuration["ranking"] == ranking_model.DEFAULT.as_json()
    assert configuration["verdict"] == verdict_model.DEFAULT.as_json()
    json.dumps(configuration)
    assert report.qrels == {"q1": {"bridge.md#1": 1}, "q 2": {"cat.md#2": 1}}
    assert report.comparison is None


@pytest.mark.usefixtures("tiny")
def test_a_failure_tells_what_stood_above(question_set: Path, folders: Folders) -> None:
    """With its title and its text."""
    (failure,) = evaluate_question_set(question_set, folders, ignore).evaluation.failures
    assert failure.id == "q 2"
    assert failure.above[0] == Shown(
        "cat.md#1", "cat", "A feline was rescued from a chimney by two firemen in Leeds."
    )


def test_a_question_set_that_does_not_fit_loads_no_model(tiny: Tiny, folders: Folders) -> None:
    """What is wrong with it is told at once."""
    with pytest.raises(EvaluationError):
        evaluate_question_set(folders.corpus / "missing.jsonl", folders, ignore)
    assert tiny.loaded == 0


@pytest.mark.usefixtures("tiny")
def test_an_evaluation_uses_and_records_the_models_that_it_is_given(
    question_set: Path, folders: Folders
) -> None:
    """One signal alone ranks otherwise, and a threshold of 1 calls everything not found."""
    options = Options(
        ranking=ranking_model.DEFAULT.without("dense", "late", "wh_word"),
        verdict=replace(verdict_model.DEFAULT, not_found_below=1.0),
    )
    report = evaluate_question_set(question_set, folders, ignore, options)
    assert report.configuration["ranking"] == options.ranking.as_json()
    assert report.configuration["verdict"] == options.verdict.as_json()
    assert report.evaluation.abstention
    assert report.evaluation.abstention.not_found == 3
    as_shipped = evaluate_question_set(question_set, folders, ignore).evaluation
    assert report.evaluation.run != as_shipped.run


def test_each_side_can_be_asked_alone(tiny: Tiny, question_set: Path, folders: Folders) -> None:
    """BM25 needs no model, and neither gives a verdict."""
    words = evaluate_question_set(question_set, folders, ignore, Options(retriever=BM25))
    assert tiny.loaded == 0
    meaning = evaluate_question_set(question_set, folders, ignore, Options(retriever=DENSE))
    assert tiny.loaded == 1
    for report, name in ((words, "bm25"), (meaning, "dense")):
        assert report.configuration["retriever"] == name
        assert not {"ranking", "verdict"} & set(report.configuration)
        assert report.evaluation.unanswerable is None
        assert report.evaluation.abstention is None
        assert report.evaluation.calibration is None
    assert words.evaluation.run["u1"] == {}
    assert len(meaning.evaluation.run["u1"]) == 5


# ------------------------------------------------------------------------------------ runs from files


def test_a_run_is_measured_as_when_it_was_made(tiny: Tiny, question_set: Path, folders: Folders) -> None:
    """Without a model, and failures are told alike."""
    made = evaluate_question_set(question_set, folders, ignore).evaluation
    trec.write_run(question_set.with_name("run"), made.run)
    loaded = tiny.loaded
    options = Options(run=question_set.with_name("run"))
    found = evaluate_question_set(question_set, folders, ignore, options)
    assert tiny.loaded == loaded
    assert (found.evaluation.measures, found.evaluation.run) == (made.measures, made.run)
    assert found.evaluation.failures == made.failures
    assert found.configuration["run"] == str(options.run)


@pytest.mark.usefixtures("tiny")
def test_a_run_is_compared_with_another(question_set: Path, folders: Folders) -> None:
    """Question by question; the same run does not differ."""
    made = evaluate_question_set(question_set, folders, ignore).evaluation
    path = question_set.with_name("run")
    trec.write_run(path, {query: {} for query in made.run})
    report = evaluate_question_set(question_set, folders, ignore, Options(baseline=path))
    assert report.comparison
    found = report.comparison["Success@1"]
    assert (found.value, found.baseline, found.better, found.worse) == (1 / 2, 0, 1, 0)
    assert report.configuration["baseline"] == str(path)
    trec.write_run(path, made.run)
    same = evaluate_question_set(question_set, folders, ignore, Options(baseline=path)).comparison
    assert same
    assert {found.p for found in same.values()} == {1.0}


def test_a_run_that_does_not_fit_is_told_before_anything_is_asked(
    tiny: Tiny, question_set: Path, folders: Folders
) -> None:
    """A question is missing, and it is named."""
    path = question_set.with_name("run")
    trec.write_run(path, {"q1": {"cat.md#1": 1.0}})
    for options in (Options(run=path), Options(baseline=path)):
        with pytest.raises(EvaluationError, match="run has no results for q 2, which the question set"):
            evaluate_question_set(question_set, folders, ignore, options)
    trec.write_run(path, {"q1": {"cat.md#9": 1.0}, "q 2": {}})
    with pytest.raises(EvaluationError, match=r"run has cat.md#9, which the index does not contain"):
        evaluate_question_set(question_set, folders, ignore, Options(baseline=path))
    assert tiny.loaded == 0


@pytest.mark.usefixtures("tiny")
def test_gold_in_a_copy_is_found_in_the_article_that_stands_for_it(tmp_path: Path) -> None:
    """A set does not break when a fuller print of a story joins the corpus."""
    folders = Folders(tmp_path / "corpus", tmp_path / "index", tmp_path / "cache")
    story = "The cat that slept on the harbour wall was taken home by the ferry's cook on Monday, she said."
    write_articles(folders.corpus, {"copy.md": story, "whole.md": f"{story}\n\nIt is called Anchor."})
    build_index(folders.index, folders.corpus, model(TinyEncoder()), ignore)
    answers = [{"article": "copy.md", "quote": "taken home by the ferry's cook"}]
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"id": "q1", "question": "cat cook", "answers": answers}))
    made = evaluate_question_set(path, folders, ignore).evaluation
    assert made.measures["Success@1"].value == 1.0


@pytest.mark.usefixtures("tiny")
def test_a_passage_whose_file_has_a_space_in_its_name_is_known_again(tmp_path: Path) -> None:
    """A run cannot hold the space."""
    folders = Folders(tmp_path / "corpus", tmp_path / "index", tmp_path / "cache")
    write_articles(folders.corpus, {"my cat.md": "A cat slept.", "dog%20\u00a0b.md": "A dog barked."})
    build_index(folders.index, folders.corpus, model(TinyEncoder()), ignore)
    answers = [{"article": "my cat.md", "quote": "slept"}]
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"id": "q1", "question": "cat slept", "answers": answers}))
    made = evaluate_question_set(path, folders, ignore).evaluation
    assert set(made.run["q1"]) == {"my cat.md#1", "dog%20\u00a0b.md#1"}
    trec.write_run(tmp_path / "run", made.run)
    again = evaluate_question_set(path, folders, ignore, Options(run=tmp_path / "run")).evaluation
    assert again.run == made.run


# ----------------------------------------------------------------------------------------------- BEIR


def test_a_beir_folder_is_indexed_once(tmp_path: Path, tiny: Tiny) -> None:
    """In the cache folder; another corpus gets another index, and a damaged one is built anew."""
    cache, folder = tmp_path / "cache", write_beir(tmp_path / "beir")
    report = evaluate_beir(folder, "test", cache, ignore)
    found, configuration = report.evaluation, report.configuration
    assert found.measures["Success@1"].value == 1.0
    assert next(iter(found.run["q1"])) == "d 1"
    assert (configuration["split"], configuration["passages"]) == ("test", 2)
    embedded = len(tiny.encoder.embedded)
    assert evaluate_beir(folder, "test", cache, ignore).evaluation == found
    assert len(tiny.encoder.embedded) == embedded
    (index,) = (cache / "beir").iterdir()
    (versions.current_version(index) / "frequency.i64").unlink()
    assert evaluate_beir(folder, "test", cache, ignore).evaluation == found
    evaluate_beir(write_beir(folder, "The bridge is red."), "test", cache, ignore)
    assert len(list((cache / "beir").iterdir())) == 2


def test_an_index_whose_build_was_interrupted_is_not_measured_by_words_alone(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build goes on first."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    cache, folder = tmp_path / "cache", write_beir(tmp_path / "beir")
    monkeypatch.setattr(index_module, "WORDS_FIRST", 1)
    with monkeypatch.context() as interrupted:
        interrupted.setattr(Embeddings, "add", interrupt)
        with pytest.raises(KeyboardInterrupt):
            evaluate_beir(folder, "test", cache, ignore)
    (index,) = (cache / "beir").iterdir()
    assert not open_index(index).is_embedded
    evaluate_beir(folder, "test", cache, ignore)
    assert open_index(index).is_embedded


def test_a_beir_folder_that_is_none_loads_no_model(tmp_path: Path, tiny: Tiny) -> None:
    """The missing file is named."""
    with pytest.raises(EvaluationError, match=r"corpus.jsonl cannot be read"):
        evaluate_beir(tmp_path, "test", tmp_path / "cache", ignore)
    assert tiny.loaded == 0


def test_a_run_on_a_beir_folder_needs_no_index(tmp_path: Path, tiny: Tiny) -> None:
    """Failures show its own texts."""
    folder = write_beir(tmp_path / "beir")
    trec.write_run(tmp_path / "run", {"q1": {"d2": 2.0, "d 1": 1.0}})
    report = evaluate_beir(folder, "test", tmp_path / "cache", ignore, Options(run=tmp_path / "run"))
    assert report.evaluation.measures["RR@10"].value == 1 / 2
    assert report.evaluation.failures[0].above == (Shown("d2", None, "A cat slept."),)
    assert report.evaluation.run == {"q1": {"d2": 2.0, "d 1": 1.0}}
    assert tiny.loaded == 0


# ---------------------------------------------------------------------------------------------- qrels


def test_a_run_is_measured_by_qrels_alone(tmp_path: Path) -> None:
    """Questions that are not judged do not count."""
    trec.write_qrels(tmp_path / "qrels", {"q1": {"a": 1}, "q2": {"b": 1}})
    trec.write_run(tmp_path / "run", {"q1": {"a": 1.0}, "q2": {"a": 1.0, "b": 0.5}, "q3": {"a": 1.0}})
    trec.write_run(tmp_path / "base", {"q1": {"b": 1.0}, "q2": {"b": 0.5}})
    report = evaluate_qrels(tmp_path / "qrels", tmp_path / "run", tmp_path / "base")
    assert report.evaluation.queries == 2
    assert report.evaluation.measures["RR@10"].value == (1 + 1 / 2) / 2
    assert report.comparison
    assert report.comparison["RR@10"].difference.value == (1 + 1 / 2) / 2 - (0 + 1) / 2


@pytest.mark.parametrize("lacking", ["run", "base"])
def test_a_run_that_lacks_a_judged_question_is_refused(lacking: str, tmp_path: Path) -> None:
    """Whichever of the two it is."""
    trec.write_qrels(tmp_path / "qrels", {"q1": {"a": 1}, "q2": {"b": 1}})
    for name in ("run", "base"):
        trec.write_run(tmp_path / name, {"q1": {"a": 1.0}} | ({} if name == lacking else {"q2": {"a": 1.0}}))
    with pytest.raises(EvaluationError, match=f"{lacking} has no results for q2, which the qrels contain"):
        evaluate_qrels(tmp_path / "qrels", tmp_path / "run", tmp_path / "base")
