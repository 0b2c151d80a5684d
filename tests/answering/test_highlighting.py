"""The sentence that answers is marked verbatim, by words, by meaning and by the form of its answer."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.highlighting import WEIGHTS, Highlighter
from qa_bot.core.types import Highlight
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

REPORT = (
    "On Monday the mayor opened a bridge. It cost ninety million euros (“far too much”, said Zoë). "
    "Its engineers are from Dresden."
)
MARKET = "The town is in the south. Its almonds are famous. An automobile is seldom seen."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Index two articles of three sentences, and five that speak of the town."""
    folder = tmp_path_factory.mktemp("highlighting")
    fillers = [article(f"{number}", f"The town has {number} trees.") for number in range(5)]
    articles = [article("report", REPORT), article("market", MARKET), *fillers]
    build_from_articles(folder, articles, model(TinyEncoder(max_tokens=64)), ignore)
    return open_index(folder)


def mark(index: Index, name: str, question: str, encoder: TinyEncoder | None = None) -> Highlight:
    """Mark what answers a question in the one passage of an article."""
    (passage,) = index.store.passages_of(name)
    asked = QuestionAnalyzer(index, encoder).analyze(question)
    return Highlighter(index, encoder).read(asked, passage).highlight()


@pytest.mark.parametrize("encoder", [None, TinyEncoder(max_tokens=64)], ids=["words", "meaning"])
@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did the mayor open the bridge?", "On Monday the mayor opened a bridge."),
        ("What did it cost in euros?", "It cost ninety million euros (“far too much”, said Zoë)."),
        ("Who comes from Dresden?", "Its engineers are from Dresden."),
    ],
)
def test_the_sentence_with_the_questions_words_is_marked(
    question: str, sentence: str, encoder: TinyEncoder | None, index: Index
) -> None:
    """Its offsets count characters, and cut it out of the passage verbatim."""
    found = mark(index, "report", question, encoder)
    assert found.text == sentence
    assert REPORT[found.start : found.end] == sentence
    assert found.passage_id == "report#1"


def test_a_sentence_is_found_by_meaning_alone(index: Index) -> None:
    """No word of the question stands in it; by words alone all sentences are equal."""
    assert mark(index, "market", "car", TinyEncoder(max_tokens=64)).text == "An automobile is seldom seen."
    assert mark(index, "market", "car").text == "The town is in the south."


def test_a_rare_word_weighs_more_than_a_common_one(index: Index) -> None:
    """Six passages speak of the town, one of almonds."""
    assert mark(index, "market", "almonds of the town").text == "Its almonds are famous."


@pytest.mark.parametrize("question", ["submarines", "?", "", "🎉"])
def test_the_first_of_equal_sentences_is_marked(question: str, index: Index) -> None:
    """As when no sentence has a word of the question."""
    assert mark(index, "market", question).text == "The town is in the south."


def test_a_passage_whose_tokens_are_not_its_sentences_is_marked_by_words(index: Index) -> None:
    """An encoder that counts tokens otherwise cannot tell the sentences' token vectors apart."""

    class Doubling(TinyEncoder):
        def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
            return [ids * 2 for ids in super().tokenize(texts)]

    assert mark(index, "market", "almonds", Doubling()).text == "Its almonds are famous."
    assert mark(index, "market", "car", Doubling()).text == "The town is in the south."


def test_a_passage_without_a_sentence_is_marked_whole(tmp_path: Path) -> None:
    """Be it empty."""
    build_from_articles(tmp_path, [article("a", "")], model(TinyEncoder()), ignore)
    assert mark(open_index(tmp_path), "a", "bridge", TinyEncoder()) == Highlight(
        passage_id="a#1", start=0, end=0, text=""
    )


def test_a_sentence_with_the_form_of_the_answer_is_preferred(tmp_path: Path) -> None:
    """Both speak of the bridge, and one of a number."""
    text = "The bridge is long. The bridge carries ninety cars."
    build_from_articles(tmp_path, [article("a", text)], model(TinyEncoder(max_tokens=64)), ignore)
    index = open_index(tmp_path)
    assert mark(index, "a", "How many on the bridge?").text == "The bridge carries ninety cars."
    assert mark(index, "a", "What on the bridge?").text == "The bridge is long."


def test_a_sentence_takes_up_what_the_one_before_speaks_of(tmp_path: Path) -> None:
    """Neither last sentence names Leeds, and one of them follows a sentence that does."""
    text = "Dresden has a bridge. A toll is due. Leeds has a bridge. A toll is due there too."
    build_from_articles(tmp_path, [article("a", text)], model(TinyEncoder(max_tokens=64)), ignore)
    index = open_index(tmp_path)
    (passage,) = index.store.passages_of("a")
    read = Highlighter(index, None).read(QuestionAnalyzer(index, None).analyze("toll in Leeds"), passage)
    assert read.scores[3] > read.scores[1]
    assert read.signals["before"][3] > read.signals["before"][1] == 0.0


def test_two_neighbours_that_do_as_well_are_both_marked(tmp_path: Path) -> None:
    """Both speak of the mayor, the next but one does too; without token vectors the first one is marked."""
    text = "Cows graze. The mayor spoke. A mayor listened. Trees stand. The mayor left."
    encoder = TinyEncoder(max_tokens=64)
    build_from_articles(tmp_path, [article("a", text)], model(encoder), ignore)
    index = open_index(tmp_path)
    both = mark(index, "a", "mayor", encoder)
    assert both.text == "The mayor spoke. A mayor listened."
    assert text[both.start : both.end] == both.text
    assert mark(index, "a", "mayor").text == "The mayor spoke."
    assert mark(index, "a", "submarines", encoder).text.count(".") == 1


def test_every_weight_has_its_signal(index: Index) -> None:
    """And each signal a value for each sentence."""
    encoder = TinyEncoder(max_tokens=64)
    (passage,) = index.store.passages_of("report")
    question = QuestionAnalyzer(index, encoder).analyze("When did the mayor open the bridge?")
    read = Highlighter(index, encoder).read(question, passage)
    assert set(read.signals) == set(WEIGHTS)
    assert {len(values) for values in read.signals.values()} == {3}
