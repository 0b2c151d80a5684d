"""The sentence that answers is marked verbatim, by words and by meaning."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.highlighting import Highlighter, rarities
from qa_bot.index import Index, build_from_articles, open_index
from qa_bot.types import Highlight

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
    embedding = encoder.encode_question(question) if encoder else None
    (passage,) = index.store.passages_of(name)
    return Highlighter(index, encoder).highlight(question, embedding, passage)


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
    assert mark(open_index(tmp_path), "a", "bridge", TinyEncoder()) == Highlight("a#1", 0, 0, "")


def test_words_weigh_by_their_rarity(index: Index) -> None:
    """Six of seven passages have the town, one has almonds; function words are left out."""
    common, rare = math.log(1 + (7 - 6 + 0.5) / (6 + 0.5)), math.log(1 + (7 - 1 + 0.5) / (1 + 0.5))
    found = rarities("Where in the town are almonds?", index.passages)
    assert found == pytest.approx({"town": common, "almond": rare})


def test_a_question_of_function_words_alone_keeps_them(index: Index) -> None:
    """They are all that there is to go by."""
    assert set(rarities("who is the", index.passages)) == {"who", "is", "the"}
    assert rarities("?", index.passages) == {}
