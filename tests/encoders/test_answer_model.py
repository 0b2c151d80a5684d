"""The answer model that comes with the package: what it reads, in which windows, and what it refuses."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from qa_bot.core.errors import ModelError
from qa_bot.encoders.answer_model import (
    DEFAULT_ANSWER_MODEL,
    DESCRIPTION,
    LONGEST_SPAN,
    AnswerModel,
    ReadableText,
    load_answer_model,
)
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.sentences import sentences

PROBES = Path(__file__).parents[1] / "data" / "answer_model_probes.json"
FERRY = "The ferry Hanna carried 346 passengers when it left Vogelsand on Monday. Its captain was Ada Brandt."
HARBOUR = "The harbour of Vogelsand was dug by hand and has two basins, which freeze in most winters."
PACKAGED = Path(__file__).parents[2] / "qa_bot" / "encoders" / "answer_minilm"


def text(words: str, title: str = "") -> ReadableText:
    """Make a text to read."""
    return ReadableText(title, words, tuple(sentences(words, ENGLISH)))


@pytest.fixture(scope="module")
def reader() -> AnswerModel:
    """Load the default answer model."""
    found = load_answer_model(DEFAULT_ANSWER_MODEL)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("How many passengers did the ferry Hanna carry?", "346"),
        ("Who was the captain of the Hanna?", "Ada Brandt"),
        ("When did the ferry leave Vogelsand?", "Monday"),
        ("Where did the Hanna leave from?", "Vogelsand"),
    ],
)
def test_the_words_that_answer_are_found(reader: AnswerModel, question: str, right: str) -> None:
    """And the text that has them is likelier to answer than another of the same subject."""
    answering, other = reader.read(question, [text(FERRY), text(HARBOUR)])
    assert answering.log_odds > 0 > other.log_odds
    best = answering.spans[0]
    assert right in FERRY[best.start : best.end]
    assert 0 < best.probability <= 1
    assert [span.probability for span in answering.spans] == sorted(
        (span.probability for span in answering.spans), reverse=True
    )


def test_a_text_is_read_alike_whatever_is_read_with_it(reader: AnswerModel) -> None:
    """The numbers of an 8-bit model would differ if texts shared a batch."""
    question = "Who was the captain of the Hanna?"
    (alone,) = reader.read(question, [text(FERRY)])
    together = reader.read(question, [text(HARBOUR * 3), text(FERRY), text("Short.")])
    assert together[1] == alone


def test_a_long_text_is_read_to_its_end(reader: AnswerModel) -> None:
    """In windows of sentences; the places are those in the whole text."""
    long = " ".join([HARBOUR] * 30 + [FERRY] + [HARBOUR] * 30)
    (found,) = reader.read("Who was the captain of the Hanna?", [text(long, "A title")])
    best = found.spans[0]
    assert long[best.start : best.end] == "Ada Brandt"
    assert found.log_odds > 0


def test_a_sentence_without_end_is_read(reader: AnswerModel) -> None:
    """Cut where a window is full."""
    long = "and the basin was dug again " * 120 + "by Ada Brandt " + "and the basin was dug again " * 120
    (found,) = reader.read("Who dug the basin?", [text(long)])
    assert "Ada Brandt" in long[found.spans[0].start : found.spans[0].end]


@pytest.mark.parametrize("words", ["", " ", "\u202e", "🎉", "桥是谁设计的", "a" * 5000])
def test_any_text_is_read(reader: AnswerModel, words: str) -> None:
    """An empty one has no words that answer."""
    (found,) = reader.read("Who?", [ReadableText("", words, ((0, len(words)),))])
    assert all(0 <= span.start < span.end <= len(words) for span in found.spans)
    if not words.strip():
        assert found.spans == ()


def test_a_question_of_any_length_is_read(reader: AnswerModel) -> None:
    """It leaves room for the text."""
    (found,) = reader.read("Who was the captain " * 200, [text(FERRY, "A long title " * 50)])
    assert found.spans


def test_spans_are_short_and_do_not_overlap(reader: AnswerModel) -> None:
    """Each place is told once."""
    (found,) = reader.read("What happened?", [text(FERRY)])
    places = sorted((span.start, span.end) for span in found.spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    assert all(len(FERRY[start:end].split()) <= LONGEST_SPAN for start, end in places)


def test_a_budget_reads_the_first_texts_and_at_least_one(reader: AnswerModel) -> None:
    """Counted in tokens of question, title and text."""
    texts = [text(FERRY), text(HARBOUR), text("Short.")]
    assert len(reader.read("Who?", texts, budget_tokens=1)) == 1
    assert len(reader.read("Who?", texts, budget_tokens=57)) == 2
    assert len(reader.read("Who?", texts, budget_tokens=1000)) == 3
    assert reader.read("Who?", []) == []


def test_the_export_agrees_with_the_trained_model(reader: AnswerModel) -> None:
    """On windows whose readings by the trained model, before it was quantized, are kept."""
    probes = json.loads(PROBES.read_text(encoding="utf-8"))
    assert probes["sha256"] == reader.fingerprint
    assert len(probes["windows"]) >= 8
    for probe in probes["windows"]:
        (found,) = reader.read(probe["question"], [text(probe["text"], probe["title"])])
        best = found.spans[0]
        assert found.log_odds == pytest.approx(probe["log_odds"], abs=0.5)
        if probe["log_odds"] > 0:
            assert probe["text"][best.start : best.end] == probe["answer"]


def test_the_model_fits_in_the_package() -> None:
    """At most 25 MB, with its description."""
    assert sum(path.stat().st_size for path in PACKAGED.iterdir()) <= 25_000_000


def test_none_is_no_model() -> None:
    """Nothing is loaded."""
    assert load_answer_model("none") is None


@pytest.mark.parametrize("name", ["no-such-model", "./no-such-folder", "/no/such/folder"])
def test_an_unknown_model_is_refused(name: str) -> None:
    """Without asking the hub."""
    with pytest.raises(ModelError, match="There is no answer model"):
        load_answer_model(name)


def test_a_folder_of_the_same_form_is_a_model(reader: AnswerModel, tmp_path: Path) -> None:
    """It reads like the one it was copied from."""
    folder = shutil.copytree(PACKAGED, tmp_path / "own")
    own = load_answer_model(str(folder))
    assert own is not None
    assert own.fingerprint == reader.fingerprint
    assert own.read("Who was the captain?", [text(FERRY)]) == reader.read(
        "Who was the captain?", [text(FERRY)]
    )


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_described_one_is_refused(damaged: str, tmp_path: Path) -> None:
    """One flipped bit is enough."""
    folder = shutil.copytree(PACKAGED, tmp_path / "own")
    content = bytearray((folder / damaged).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / damaged).write_bytes(content)
    with pytest.raises(ModelError, match=f"{damaged} is not the file that {DESCRIPTION} describes"):
        load_answer_model(str(folder))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    """The message names it and says what to do."""
    with pytest.raises(ModelError, match=r"cannot be used: .*`--answer-model none`"):
        load_answer_model(str(tmp_path))
    (tmp_path / DESCRIPTION).write_text('{"form": 99}', encoding="utf-8")
    with pytest.raises(ModelError, match="of form 99, not 1"):
        load_answer_model(str(tmp_path))
