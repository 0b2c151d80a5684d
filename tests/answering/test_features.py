"""The features of the verdict measure what is there and what is missing."""

from pathlib import Path

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.features import FEATURES
from qa_bot.answering.highlighting import Highlighter
from qa_bot.answering.model import DEFAULT
from qa_bot.core.types import Article, Source
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

BRIDGE = "On Monday the mayor opened a bridge in Dresden. It cost 90 euros. Engineers from Leeds built it."


def index_of(folder: Path, *articles: Article) -> Index:
    """Index articles with the tiny encoder."""
    build_from_articles(folder / "index", articles, model(TinyEncoder(max_tokens=64)), ignore)
    return open_index(folder / "index")


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Index one article that answers and one that does not."""
    return index_of(tmp_path, article("bridge", BRIDGE), article("cows", "Cows graze by the river."))


def measured(index: Index, text: str, encoder: TinyEncoder | None = None) -> dict[str, float]:
    """Measure the features of a question."""
    encoder = encoder or TinyEncoder(max_tokens=64)
    question = QuestionAnalyzer(index, encoder).analyze(text)
    hits = HybridRetriever(index).find(question, DEFAULT.judged)
    highlighter = Highlighter(index, encoder)
    return DEFAULT.measure(question, hits, [highlighter.read(question, hit.passage) for hit in hits[:3]])


def test_no_feature_speaks_against_what_it_means() -> None:
    """What is missing never raises the odds of an answer, and what is found never lowers them."""
    for feature in FEATURES:
        coefficients = [one for one in (feature.topic, feature.answerability) if one is not None]
        assert coefficients, feature.name
        assert all((one > 0) is feature.speaks_for for one in coefficients), feature.name


def test_a_met_question_lacks_nothing(index: Index) -> None:
    """All its words stand in one sentence."""
    found = measured(index, "When did the mayor open the bridge in Dresden?")
    assert found["best_sentence"] == pytest.approx(1.0)
    for name in ("names_missing", "name_missing", "number_missing", "rarest_elsewhere", "number_elsewhere"):
        assert found[name] == 0.0
    assert found["lead"] > 0.0


def test_what_the_passage_lacks_is_told(index: Index) -> None:
    """A name and a number."""
    found = measured(index, "Did the mayor of Berlin not open 17 bridges?")
    assert found["name_missing"] == found["number_missing"] == 1.0
    assert 0.0 < found["names_missing"] < 1.0


def test_words_of_another_sentence_are_elsewhere(index: Index) -> None:
    """The passage has them all, its sentences do not."""
    found = measured(index, "Did engineers open a bridge that cost euros in Dresden?")
    assert found["rarest_elsewhere"] > 0.0
    assert found["best_sentence"] < 1.0


def test_a_number_is_missing_from_the_passages_or_stands_elsewhere(tmp_path: Path) -> None:
    """It is missing only where none of the first passages has it."""
    index = index_of(tmp_path, article("a", BRIDGE), article("b", "In 1998 the bridge stood."))
    for text, missing, elsewhere in [
        ("Did the bridge of Dresden cost 90 euros?", 0.0, 0.0),
        ("On Monday the mayor opened 90 bridges in Dresden?", 0.0, 1.0),
        ("On Monday the mayor opened a bridge in Dresden in 1998?", 0.0, 1.0),
        ("On Monday the mayor opened a bridge in Dresden in 1999?", 1.0, 1.0),
    ]:
        found = measured(index, text)
        assert (found["number_missing"], found["number_elsewhere"]) == (missing, elsewhere), text


def test_the_year_of_an_article_is_not_missing_from_it(tmp_path: Path) -> None:
    """A question that names it would be refused else."""
    index = index_of(
        tmp_path, Article(id="a", source=Source(path="a", date="2019-11-20"), paragraphs=(BRIDGE,))
    )
    for year, missing in (("2019", 0.0), ("2018", 1.0)):
        found = measured(index, f"What did the bridge in Dresden cost in {year}?")
        assert (found["number_missing"], found["number_elsewhere"]) == (missing, missing)


def test_a_lone_hit_has_no_lead(tmp_path: Path) -> None:
    """There is nothing that it could be ahead of."""
    assert measured(index_of(tmp_path, article("a", "One bridge.")), "bridge")["lead"] == 0.0


def test_the_confidence_follows_what_was_found(index: Index) -> None:
    """Higher where the words of the question are found."""
    met, missed = (
        measured(index, text) for text in ("Who opened the bridge in Dresden?", "tax on Submarines")
    )
    assert DEFAULT.log_odds(missed) < DEFAULT.log_odds(met)
    assert 0 < DEFAULT.confidence(missed) < DEFAULT.confidence(met) < 1
