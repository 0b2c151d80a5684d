"""A question is analysed into words weighted by their IDF, tokens, names, numbers and what it asks for."""

import math
from pathlib import Path

import numpy as np
import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.language.analyzer import running_terms
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.questions import AnswerType
from qa_bot.retrieval.query_analysis import Question, QuestionAnalyzer, sentence_lengths, term_idf


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Index seven articles: six speak of the town, one of almonds."""
    folder = tmp_path_factory.mktemp("signals")
    articles = [article(f"{number}", f"The town has {number} trees.") for number in range(5)]
    articles += [article("market", "The town is in the south. Its almonds are famous.")]
    articles += [article("mayor", "The mayor of Leeds spoke.")]
    build_from_articles(folder, articles, model(TinyEncoder()), ignore)
    return open_index(folder)


def read(index: Index, text: str) -> Question:
    """Take a question apart with the tiny encoder."""
    return QuestionAnalyzer(index, TinyEncoder()).analyze(text)


def idf(index: Index, text: str) -> dict[str, float]:
    """Weigh the terms of an English question."""
    return term_idf(text, running_terms(text), ENGLISH, index)


def test_words_weigh_by_their_rarity(index: Index) -> None:
    """Six of seven passages have the town, one has almonds; function words are left out."""
    common, rare = math.log(1 + (7 - 6 + 0.5) / (6 + 0.5)), math.log(1 + (7 - 1 + 0.5) / (1 + 0.5))
    found = idf(index, "Where in the town are almonds?")
    assert found == pytest.approx({"town": common, "almond": rare})


def test_a_question_of_function_words_alone_keeps_them(index: Index) -> None:
    """They are all that there is to go by."""
    assert set(idf(index, "who is the")) == {"who", "is", "the"}
    assert idf(index, "?") == {}
    weights = read(index, "who is the").token_weights
    assert weights.sum() == pytest.approx(1.0)
    assert (weights > 0).all()


def test_a_share_is_weighed_by_rarity(index: Index) -> None:
    """Of town and almonds the almonds are most; of nothing there is no share."""
    question = read(index, "almonds of the town")
    common, rare = math.log(1 + 1.5 / 6.5), math.log(1 + 6.5 / 1.5)
    assert question.idf_coverage({"almond", "tree"}) == pytest.approx(rare / (common + rare))
    assert question.idf_coverage({"almond", "town"}) == pytest.approx(1.0)
    assert question.idf_coverage(set()) == 0.0
    assert read(index, "?").idf_coverage({"town"}) == 0.0


def test_tokens_that_mean_nothing_have_no_weight(index: Index) -> None:
    """Who and the have none; the others' add up to 1, and the question word is known as one."""
    question = read(index, "Who the mayor town")
    assert question.token_weights[:2].tolist() == [0.0, 0.0]
    assert question.token_weights[2] > question.token_weights[3] > 0.0
    assert question.token_weights.sum() == pytest.approx(1.0)
    assert question.wh_tokens.tolist() == [True, False, False, False]
    assert question.soft_max_sim(np.array([-1.0, -1.0, 0.5, 0.5], np.float32)) == pytest.approx(0.5)


def test_a_question_is_taken_apart(index: Index) -> None:
    """Names by their capitals, pairs in their order, what no passage has, and the type of the answer."""
    question = read(index, "How many Submarines has Leeds, and where?")
    assert question.names == {"submarin", "leed"}
    assert question.unknown == {"submarin"}
    assert ("mani", "submarin") in question.bigrams
    assert ("submarin", "mani") not in question.bigrams
    assert "submarines" in question.words
    assert question.asked.answer_type is AnswerType.NUMBER
    assert question.max_idf == pytest.approx(math.log(1 + 7.5 / 0.5))


def test_without_an_encoder_there_are_no_tokens(index: Index) -> None:
    """The words are there all the same."""
    question = QuestionAnalyzer(index, None).analyze("Who is the mayor?")
    assert question.embedding is None
    assert len(question.token_weights) == len(question.wh_tokens) == 0
    assert set(question.idf) == {"mayor"}


@pytest.mark.parametrize("text", ["", "?", "🎉", "北京在哪里", "x" * 1000])
def test_any_question_is_taken_apart(text: str, index: Index) -> None:
    """Never an error, and weights are weights."""
    question = read(index, text)
    assert np.isfinite(question.token_weights).all()
    assert len(question.token_weights) in (0, len(question.wh_tokens))


def test_an_empty_index_reads_questions(tmp_path: Path) -> None:
    """No passage has any of its words."""
    build_from_articles(tmp_path, [], model(TinyEncoder()), ignore)
    question = read(open_index(tmp_path), "Who is the mayor?")
    assert question.unknown == {"mayor"}
    assert question.token_weights.sum() == pytest.approx(1.0)


def test_lengths_count_tokens_without_the_special_ones() -> None:
    """Three words, none, one."""
    assert sentence_lengths(TinyEncoder(), ["a b c", "", "d"]) == [3, 0, 1]


def test_a_german_question_has_no_names_by_capitals(index: Index) -> None:
    """Nor has one in a language that nothing is known of; an English one has."""
    assert read(index, "Wer war die Architektin der Brücke?").names == frozenset()
    assert read(index, "Kto był Architektem mostu w Leeds?").names == frozenset()
    assert read(index, "Who was the Architect of Leeds?").names == {"architect", "leed"}


def test_a_question_leaves_out_the_grammar_of_its_own_language(index: Index) -> None:
    """And no other's."""
    assert set(read(index, "Wer war die Architektin der Brücke?").idf) == {"architektin", "bruck"}
    assert "up" in read(index, "Wer kauft das Up in der Stadt?").idf
    assert set(read(index, "Kto był w mieście?").idf) == {"kto", "byl", "w", "miesci"}


def test_the_numbers_of_a_question_are_kept(index: Index) -> None:
    """Those that a passage must have."""
    assert read(index, "Which bridge cost 1,250 of two firms?").numbers == {"1250"}
