"""Asking the sample articles with the models of the package: near misses are not sure, words are found."""

from pathlib import Path

import pytest

from qa_bot.core.folders import Folders, cache_folder
from qa_bot.core.types import Verdict
from qa_bot.encoders.precision import Precision
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine

pytestmark = pytest.mark.slow

NOT_TOLD = (
    "how many internet users in 2019",
    "Who is the mayor of Shanghai?",
    "when did the trial take place",
    "How many users did DingTalk have in 2015?",
    "How much money did Dingdong Maicai earn in 2019?",
    "Who was the judge of the trial in Binzhou?",
)
"""What the articles name, asking what they do not say."""
TOLD = (
    ("How many companies could get DingTalk for free?", "ten million"),
    ("Who founded Dingdong Maicai?", "Liang Changlin"),
    ("How many users did WeChat Work have at the end of 2019?", "60 million"),
    ("Where is the court that held a trial over the internet?", "Binzhou"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> LocalEngine:
    """Index the sample articles in int8, whatever the processor: float32 answers the first near miss."""
    corpus = Path(__file__).parents[1] / "corpus"
    folders = Folders(corpus, tmp_path_factory.mktemp("sample") / "index", cache_folder())
    build(folders, None, lambda _: None, precision=Precision.INT8)
    opened = LocalEngine(folders, answer_model="answer-minilm")
    opened.load_model()
    return opened


@pytest.mark.parametrize("question", NOT_TOLD)
def test_a_near_miss_is_no_sure_answer(engine: LocalEngine, question: str) -> None:
    """Although a passage names what is asked about."""
    assert engine.ask(question, 3).verdict is not Verdict.ANSWERED


@pytest.mark.parametrize(("question", "words"), TOLD)
def test_the_words_that_answer_are_marked(engine: LocalEngine, question: str, words: str) -> None:
    """Inside the sentence that answers, and for sure."""
    answer = engine.ask(question, 3)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.highlight is not None
    assert answer.highlight.answer is not None
    assert words in answer.highlight.answer.text
