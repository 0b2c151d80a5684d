"""The dialogue writes what a person points at, one question after the other, and loses nothing."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.cli.question_dialog import Asked, pick, save_answer, write_questions
from qa_bot.core.errors import EvaluationError, QuestionError
from qa_bot.core.folders import Folders
from qa_bot.core.types import Answer
from qa_bot.engine.local import LocalEngine
from qa_bot.evaluation.question_set import read_question_set
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index

Converse = Callable[..., str]


@pytest.fixture
def answerer(index_folder: Path) -> Answerer:
    """Answer from the small corpus."""
    return Answerer(open_index(index_folder), TinyEncoder())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a question set that is not there yet."""
    return tmp_path / "set.jsonl"


@pytest.fixture
def converse(answerer: Answerer, path: Path, monkeypatch: pytest.MonkeyPatch) -> Converse:
    """Type lines; give the screen, 80 columns wide."""

    def typed(*lines: str, engine: Asked = answerer) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        screen = Console(file=io.StringIO(), width=80, markup=False, highlight=False)
        write_questions(path, engine, screen)
        found = screen.file
        assert isinstance(found, io.StringIO)
        return found.getvalue()

    return typed


def written(path: Path) -> list[dict[str, Any]]:
    """Read the lines of the set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_question_is_written_with_the_passage_pointed_at(converse: Converse, path: Path) -> None:
    """Enter takes the marked sentence; an empty line ends the dialogue."""
    shown = converse("Who thanked the firemen?", "1", "", "")
    quote = "The owner thanked the firemen with a cake made of almonds."
    assert written(path) == [
        {"id": "q1", "question": "Who thanked the firemen?",
         "answers": [{"article": "cat.md", "quote": quote}]}
    ]  # fmt: skip
    assert f"1. {quote}" in shown
    assert "Added q1: cat.md#2." in shown
    prompts = ("Question (empty line to stop): ", "Which passages answer it? (numbers, 0 = none, s = skip) ")
    lines = "\n".join(shown.split(prompts[0])).replace(prompts[1], f"{prompts[1]}\n").splitlines()
    assert max(map(len, lines)) <= 80


def test_several_passages_and_other_words_can_be_given(
    converse: Converse, path: Path, index_folder: Path
) -> None:
    """Words that the passage does not have are asked for again."""
    shown = converse("firemen cat", "1, 2", "never said", "Leeds", "cake made", "")
    assert "does not contain these words" in shown
    (query,) = read_question_set(path, open_index(index_folder).store)
    assert query.gold == {"cat.md#1", "cat.md#2"}
    assert {answer["quote"] for answer in written(path)[0]["answers"]} == {"Leeds", "cake made"}


def test_a_question_that_is_not_answered_has_no_answers(converse: Converse, path: Path) -> None:
    """And one that is skipped is not written."""
    converse("Where are submarines?", "0", "Who?", "s", "")
    assert [(entry["question"], entry["answers"]) for entry in written(path)] == [
        ("Where are submarines?", [])
    ]


def test_what_makes_no_sense_is_asked_again(converse: Converse, path: Path) -> None:
    """A number too high, words, nothing."""
    shown = converse("firemen", "9", "first", "", "0 1", "0", "")
    assert shown.count("Type numbers from 1 to 5") == 4
    assert len(written(path)) == 1


def test_more_passages_are_shown_when_asked_for(path: Path, converse: Converse, tmp_path: Path) -> None:
    """Five at a time; what was not shown cannot be chosen."""
    articles = [article(f"{number:02}.md", f"A cat slept in room {number}.") for number in range(12)]
    build_from_articles(tmp_path / "many", articles, model(TinyEncoder()), ignore)
    answerer = Answerer(open_index(tmp_path / "many"), TinyEncoder())
    shown = converse("cat slept", "6", "m", "6", "", "another cat", "m", "m", "m", "12", "", engine=answerer)
    assert "Type numbers from 1 to 5" in shown
    assert "Type numbers from 1 to 12" in shown  # a fourth page there is not
    assert [len(entry["answers"]) for entry in written(path)] == [1, 1]


def test_the_end_of_input_keeps_what_was_written(converse: Converse, path: Path) -> None:
    """In the middle of a question."""
    converse("Where are submarines?", "0", "firemen", "1")
    assert len(written(path)) == 1


def test_an_interruption_keeps_what_was_written(
    path: Path, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C at the third line."""
    lines = iter(["Where are submarines?", "0"])

    def interrupted() -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert write_questions(path, answerer, Console(file=io.StringIO())) == 1
    assert len(written(path)) == 1


def test_a_set_is_gone_on_with(converse: Converse, path: Path) -> None:
    """What it asks already is not asked again, and ids count on."""
    converse("Where are submarines?", "0", "")
    shown = converse("where ARE submarines?", "Where are whales?", "0", "")
    assert "this question, as q1" in " ".join(shown.split())
    assert [entry["id"] for entry in written(path)] == ["q1", "q2"]


def test_a_question_without_letters_that_can_be_seen_is_told(converse: Converse, path: Path) -> None:
    """Control characters are dropped; what is left is nothing, which ends the dialogue."""
    converse("\u202e\x07")
    assert not path.exists()


def test_filters_are_no_part_of_a_question_that_is_written(
    converse: Converse, path: Path, index_folder: Path, tmp_path: Path
) -> None:
    """An evaluation asks all articles; what is left out is told, and marks no sentence either."""
    engine = LocalEngine(Folders(tmp_path / "corpus", index_folder, tmp_path / "cache"))
    shown = converse("Who thanked the firemen? in:cat.md --newest", "1", "", "", engine=engine)
    assert [entry["question"] for entry in written(path)] == ["Who thanked the firemen?"]
    assert "Added q1, without its filters: cat.md#" in shown
    assert "this question, as q1" in converse("Who thanked the firemen? -bridge", "", engine=engine)


# -------------------------------------------------------------------------------- saving one answer


def saved(path: Path, answerer: Answerer, question: str, numbers: list[int] | None) -> list[Any]:
    """Ask and save; give the articles quoted."""
    assert save_answer(path, answerer, answerer.ask(question, 5), numbers, None)
    return [(answer["article"], answer["quote"]) for answer in written(path)[-1]["answers"]]


def test_an_answer_is_saved_with_its_first_passage(path: Path, answerer: Answerer) -> None:
    """Or with those that were named, each by its own sentence."""
    first = ("cat.md", "The owner thanked the firemen with a cake made of almonds.")
    assert saved(path, answerer, "Who thanked the firemen?", None) == [first]
    assert len(saved(path, answerer, "firemen", [2, 1, 2])) == 2
    assert saved(path, answerer, "Where are submarines?", [0]) == []


def test_a_question_is_saved_without_its_filters(path: Path, answerer: Answerer) -> None:
    """The sentence is chosen by the words alone as well."""
    found = answerer.ask("Who thanked the firemen?", 5)
    asked = replace(found, question=f'{found.question} in:cat.md -"rescued from a chimney in Leeds"')
    assert save_answer(path, answerer, asked, None, None) == "q1"
    assert written(path)[0]["question"] == found.question
    assert written(path)[0]["answers"][0]["quote"] == found.highlight.text if found.highlight else ""


def test_a_passage_that_there_is_not_is_told(answerer: Answerer) -> None:
    """With what there is to say instead."""
    found = answerer.ask("firemen", 2)
    for numbers in ([3], [0, 1]):
        with pytest.raises(
            QuestionError, match=r"There is no passage [03]: use --answer 1 to 2, or --answer 0"
        ):
            pick(found, numbers)
    with pytest.raises(QuestionError, match="use --answer 0"):
        pick(Answer(question="x", hits=(), highlight=None, verdict=found.verdict, elapsed_ms=0.0), [1])


def test_the_same_question_is_not_saved_twice(path: Path, answerer: Answerer) -> None:
    """It is an error, and the file stays."""
    saved(path, answerer, "firemen", None)
    before = path.read_bytes()
    with pytest.raises(EvaluationError, match="this question, as q1"):
        save_answer(path, answerer, answerer.ask("Firemen", 5), None, None)
    assert path.read_bytes() == before


def test_a_person_is_asked_which_passage_is_right(
    path: Path, answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a screen; what is skipped or left by the end of input is not saved."""
    screen = Console(file=io.StringIO())
    found = answerer.ask("firemen", 3)
    for typed, expected in (("s\n", None), ("", None), ("2\n", "q1")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert not path.exists()
        assert save_answer(path, answerer, found, None, screen) == expected
    assert written(path)[0]["answers"][0]["article"] == found.hits[1].passage.article
