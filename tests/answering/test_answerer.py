"""The sentence that answers is marked verbatim, and the verdict follows the confidence."""

import gc
import math
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.answerer import Answerer, clean_question
from qa_bot.answering.features import Evidence, Feature
from qa_bot.answering.model import DEFAULT, VerdictModel
from qa_bot.core.errors import QuestionError
from qa_bot.core.types import Article, Filters, Missing, MissingWord, Source, Verdict
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index


def index_of(folder: Path, *articles: Article) -> Index:
    """Index articles with the tiny encoder."""
    build_from_articles(folder / "index", articles, model(TinyEncoder(max_tokens=64)), ignore)
    return open_index(folder / "index")


@pytest.fixture
def answerer(index_folder: Path) -> Answerer:
    """Answer from the index of the small corpus."""
    return Answerer(open_index(index_folder), TinyEncoder())


def sure(confidence: float) -> VerdictModel:
    """Make a model that is as sure of every answer as given."""
    odds = min(max(confidence, 1e-12), 1 - 1e-12)
    return VerdictModel(calibration_intercept=math.log(odds / (1 - odds)), calibration_slope=0.0)


def sure_if(word: str) -> VerdictModel:
    """Make a model that is sure of what has a word, at 0.95, and doubts all else, at 0.27."""

    def has_word(evidence: Evidence) -> float:
        return float(word in evidence.hits[0].passage.text)

    return VerdictModel(
        features=(Feature(name="has word", measure=has_word, speaks_for=True, topic=4.0),),
        topic_intercept=-1.0,
        answerability_intercept=100.0,
        calibration_intercept=0.0,
        calibration_slope=1.0,
    )


def test_an_answer_holds_the_question_and_the_best_k_hits(answerer: Answerer) -> None:
    """Ranked from 1, timed, and not provisional."""
    answer = answerer.ask("Who rescued the feline?", 2)
    assert answer.question == "Who rescued the feline?"
    assert [hit.rank for hit in answer.hits] == [1, 2]
    assert answer.hits[0].passage.id == "cat.md#1"
    assert answer.elapsed_ms > 0
    assert not answer.provisional


def test_k_changes_how_many_hits_there_are_and_nothing_else(answerer: Answerer) -> None:
    """Neither the verdict nor the words that are marked hang on it."""
    few, many = (answerer.ask("Who rescued the feline?", k) for k in (1, 5))
    assert (len(few.hits), len(many.hits)) == (1, 5)
    assert few.hits[0] == many.hits[0]
    assert (few.confidence, few.verdict, few.highlight) == (many.confidence, many.verdict, many.highlight)


@pytest.mark.parametrize("question", ["who is the", "?", "submarines"])
def test_a_question_with_no_word_of_its_own_is_answered(question: str, answerer: Answerer) -> None:
    """The best passages are given all the same, and something in the first is marked."""
    answer = answerer.ask(question, 3)
    assert len(answer.hits) == 3
    assert answer.highlight
    assert answer.highlight.passage_id == answer.hits[0].passage.id


def test_the_verdict_follows_the_confidence(index_folder: Path) -> None:
    """By the thresholds of the model that the answerer was given."""
    index = open_index(index_folder)
    for confidence, verdict in [
        (DEFAULT.not_found_below - 0.01, Verdict.NOT_FOUND),
        (DEFAULT.not_found_below + 0.01, Verdict.UNSURE),
        (DEFAULT.answered_from - 0.01, Verdict.UNSURE),
        (DEFAULT.answered_from + 0.01, Verdict.ANSWERED),
    ]:
        answer = Answerer(index, TinyEncoder(), verdict=sure(confidence)).ask("bridge", 1)
        assert answer.confidence == pytest.approx(confidence)
        assert answer.verdict is verdict


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_without_an_encoder_the_verdict_is_unsure(confidence: float, index_folder: Path) -> None:
    """The model was fitted with vectors."""
    answer = Answerer(open_index(index_folder), verdict=sure(confidence)).ask("firemen chimney", 3)
    assert (answer.verdict, answer.provisional) == (Verdict.UNSURE, True)
    assert answer.highlight


@pytest.mark.parametrize("question", ["the", "of the and", "Der die das"])
def test_a_question_of_function_words_is_never_answered(question: str, index_folder: Path) -> None:
    """However sure the model is, nothing is asked about."""
    answerer = Answerer(open_index(index_folder), TinyEncoder(), verdict=sure(0.99))
    assert answerer.ask(question, 3).verdict is not Verdict.ANSWERED
    assert answerer.ask(f"{question} chimney", 3).verdict is Verdict.ANSWERED


def test_nothing_matching_is_not_found(index_folder: Path) -> None:
    """No hits, nothing marked, no confidence."""
    answer = Answerer(open_index(index_folder)).ask("submarines", 3)
    assert (answer.hits, answer.highlight, answer.verdict) == ((), None, Verdict.NOT_FOUND)
    assert answer.confidence == 0.0


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    """With an encoder too."""
    answer = Answerer(index_of(tmp_path), TinyEncoder()).ask("bridge", 3)
    assert (answer.hits, answer.highlight, answer.verdict) == ((), None, Verdict.NOT_FOUND)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00\x1b", "\u202e\u200b", "\ud800"])
def test_an_empty_question_is_refused(question: str, answerer: Answerer) -> None:
    """Control characters, direction marks and half characters are nothing too."""
    with pytest.raises(QuestionError, match="The question is empty"):
        answerer.ask(question, 3)
    with pytest.raises(QuestionError):
        answerer.retrieve(question, 3)


@pytest.mark.parametrize("k", [0, -1])
def test_k_below_one_is_refused(k: int, answerer: Answerer) -> None:
    """The error names it."""
    with pytest.raises(QuestionError, match=f"k must be at least 1, not {k}"):
        answerer.ask("bridge", k)


def test_a_question_is_cleaned_to_one_line() -> None:
    """Letters of any script stay, and so do marks."""
    assert clean_question(" Wie heißt\tdie\n北京\u202e Brücke?\x1b[31m ") == "Wie heißt die 北京 Brücke? [31m"


@pytest.mark.parametrize("question", ['"', "((", "%", "\\", "text:x AND", "🎉", "x" * 10_000, "word " * 1000])
def test_any_other_question_is_answered(question: str, answerer: Answerer) -> None:
    """Never an error."""
    assert answerer.ask(question, 3).hits


def test_retrieving_gives_the_hits_of_asking(answerer: Answerer) -> None:
    """Without judging them."""
    retrieved, asked = answerer.retrieve(" firemen \n chimney ", 2), answerer.ask("firemen chimney", 2).hits
    assert [(hit.passage, hit.score) for hit in retrieved] == [(hit.passage, hit.score) for hit in asked]


def test_each_hit_tells_the_words_that_matched(tmp_path: Path) -> None:
    """Stemmed ones as they stand in the text, function words left out, those of the title apart."""
    index = index_of(
        tmp_path,
        article("a", "Zürich opens the Bridges; a bridge opened.", title="The bridge"),
        article("b", "No."),
    )
    answer = Answerer(index, TinyEncoder()).ask("When was the zurich bridge opening?", 2)
    assert answer.hits[0].matched == ("Zürich", "opens", "Bridges", "bridge", "opened")
    assert answer.hits[0].matched_in_title == ("bridge",)
    assert (answer.hits[1].matched, answer.hits[1].matched_in_title) == ((), ())


def test_an_answered_question_is_shown_nothing_newer_that_does_not_answer(tmp_path: Path) -> None:
    """The newest that answers comes first; of a question that nothing answers, simply the newest."""
    index = index_of(
        tmp_path,
        dated("2019", "Bridge and mayor again, opened."),
        dated("2022", "Bridge and mayor again, opened here."),
        dated("2024", "Bridge and mayor again, closed now."),
    )
    newest = Filters(newest=True)
    for verdict, expected, order in (
        (sure_if("opened"), Verdict.ANSWERED, ["2022", "2019", "2024"]),
        (sure(0.0), Verdict.NOT_FOUND, ["2024", "2022", "2019"]),
    ):
        answerer = Answerer(index, TinyEncoder(max_tokens=64), verdict=verdict)
        answer = answerer.ask("bridge and mayor", 3, newest)
        assert [hit.passage.article for hit in answer.hits] == order
        assert answer.verdict is expected
        assert answer.highlight
        assert answer.highlight.passage_id == answer.hits[0].passage.id


def dated(day: str, text: str) -> Article:
    """Make an article of one day."""
    return Article(id=day, source=Source(path=f"{day}.md", date=day), paragraphs=(text,))


FERRY = (
    article("ferry", "The ferry sails to the lighthouse every morning.", "It carries forty bicycles."),
    article("tower", "The Lindqvist tower of the town hall was painted green in summer."),
)


class Town(Protocol):
    """Makes an answerer of two articles that is as sure of every answer as given."""

    def __call__(self, confidence: float) -> Answerer:
        """Make one."""


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Index two articles."""
    index = index_of(tmp_path, *FERRY)
    return lambda confidence: Answerer(index, TinyEncoder(), verdict=sure(confidence))


def test_a_misspelt_question_is_answered_as_the_one_that_was_meant(town: Town) -> None:
    """The hits are the same, and what was read is told even with a sure answer."""
    meant, typed = (
        town(1.0).ask(text, 3) for text in ("ferry to the lighthouse?", "ferry to the lihgthouse?")
    )
    assert typed.question == "ferry to the lihgthouse?"
    assert (typed.hits, typed.highlight) == (meant.hits, meant.highlight)
    assert town(1.0).retrieve("ferry to the lihgthouse?", 3) == town(1.0).retrieve(
        "ferry to the lighthouse?", 3
    )
    assert (meant.verdict, meant.missing) == (Verdict.ANSWERED, None)
    read = MissingWord("lihgthouse", "lighthouse", read=True)
    assert (typed.verdict, typed.missing) == (Verdict.ANSWERED, Missing((read,)))


def test_a_misspelt_question_is_read_as_meant_by_words_alone_too(tmp_path: Path) -> None:
    """While the model is not loaded."""
    answer = Answerer(index_of(tmp_path, *FERRY)).ask("Who paints the town hall grene or greeen?", 3)
    assert answer.hits[0].passage.article == "tower"
    assert answer.missing
    assert answer.missing.words == (
        MissingWord("grene", "green", read=True),
        MissingWord("greeen", "green", read=True),
    )


def test_a_name_that_is_read_as_another_is_never_surely_answered(town: Town) -> None:
    """It may be the name of somebody of whom the articles do not speak."""
    question = "When was the Lindquist tower of the town hall painted?"
    answer = town(1.0).ask(question, 3)
    assert answer.missing
    assert answer.missing.words == (MissingWord("Lindquist", "Lindqvist", read=True),)
    assert answer.verdict is Verdict.UNSURE
    assert town(0.0).ask(question, 3).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("When does the ferry to Oldenburg sail?", "Oldenburg"),
        ("Oldenburg has the ferry to which lighthouse?", "Oldenburg"),
        ("Does the NATO ferry sail to the lighthouse?", "NATO"),
        ("Did the ferry sail to the lighthouse in 1987?", "1987"),
        ("WHEN DOES THE FERRY TO OLDENBURG SAIL?", "OLDENBURG"),
    ],
)
def test_a_name_or_number_that_no_article_has_is_never_surely_answered(
    question: str, missing: str, town: Town
) -> None:
    """And the answer says which; what would not have been found still is not."""
    answer = town(1.0).ask(question, 3)
    assert answer.verdict is Verdict.UNSURE
    assert answer.missing == Missing((MissingWord(missing),))
    assert town(0.0).ask(question, 3).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize("word", ["submarines", "1980s", "5th", "\u0153uvre"])
def test_a_common_word_that_no_article_has_may_be_said_in_others(word: str, town: Town) -> None:
    """An answer need not repeat each word of the question."""
    assert town(1.0).ask(f"Does the ferry sail past {word} to the lighthouse?", 3).verdict is Verdict.ANSWERED


def test_the_year_and_month_of_an_article_need_not_stand_in_it(tmp_path: Path) -> None:
    """It is the article of that month; another year is still missing."""
    ferry = Article(
        id="a", source=Source(path="a", date="2019-11-20"), paragraphs=("The ferry sails to the lighthouse.",)
    )
    answerer = Answerer(index_of(tmp_path, ferry), TinyEncoder(max_tokens=64), verdict=sure(1.0))
    told = answerer.ask("Where did the ferry sail in November 2019?", 3)
    assert (told.verdict, told.missing) == (Verdict.ANSWERED, None)
    other = answerer.ask("Where did the ferry sail in November 2018?", 3)
    assert other.verdict is Verdict.UNSURE
    assert other.missing == Missing((MissingWord("2018"),))


@pytest.mark.parametrize("when", ["on 20 November 2019", "in November 2019", "in 2019", "in 2019-11"])
def test_a_question_of_the_articles_own_date_is_not_refused_for_it(tmp_path: Path, when: str) -> None:
    """It is as sure as without it, and told no word that is missing."""
    ferry = Article(
        id="a", source=Source(path="a", date="2019-11-20"), paragraphs=("The ferry sails to the lighthouse.",)
    )
    answerer = Answerer(index_of(tmp_path, ferry, article("b", "Cows moo.")), TinyEncoder(max_tokens=64))
    plain, dated = (
        answerer.ask(f"Does the ferry sail to the lighthouse{end}?", 3) for end in ("", f" {when}")
    )
    assert plain.verdict is dated.verdict is Verdict.ANSWERED
    assert dated.missing is None


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("How many trams did the town sell?", Verdict.UNSURE),
        ("How many trams did the town buy?", Verdict.ANSWERED),
        ("What is the name of the mayor of the town?", Verdict.UNSURE),
        ("Who wants fewer trams?", Verdict.UNSURE),
        ("What does the mayor of the town refuse?", Verdict.ANSWERED),
    ],
)
def test_what_says_the_opposite_or_no_name_is_never_surely_answered(
    question: str, verdict: Verdict, tmp_path: Path
) -> None:
    """A denial in the question alone is no doubt: "rejects" may be how the articles say it."""
    trams = article("a", "In spring the town bought 70 trams.\n\nThe mayor of the town rejects more trams.")
    answerer = Answerer(index_of(tmp_path, trams), TinyEncoder(max_tokens=64), verdict=sure(1.0))
    assert answerer.ask(question, 3).verdict is verdict


def test_what_lacks_the_number_asked_for_is_never_surely_answered(town: Town) -> None:
    """However near its words are."""
    for question, verdict in (
        ("How many ferries sail to the lighthouse every morning?", Verdict.UNSURE),
        ("Which ferry sails to the lighthouse every morning?", Verdict.ANSWERED),
        ("How many bicycles does it carry?", Verdict.ANSWERED),
    ):
        assert town(1.0).ask(question, 3).verdict is verdict


@pytest.mark.parametrize(
    "question",
    [
        "Summarise what the ferry to the lighthouse carries",
        "please explain the ferry to the lighthouse",
        "Describe the ferry, lighthouse and morning",
    ],
)
def test_what_is_requested_is_no_word_of_the_subject(question: str, town: Town) -> None:
    """No article has it, and it is not missed."""
    answer = town(1.0).ask(question, 3)
    assert (answer.verdict, answer.missing) == (Verdict.ANSWERED, None)


def test_what_how_asks_for_is_not_told_as_missing(town: Town) -> None:
    """An answer in minutes does not say "long"; another word is told."""
    told = town(0.0).ask("How long does the submarine take?", 3).missing
    assert told
    assert "submarine" in [word.word for word in told.words]
    assert "long" not in [word.word for word in told.words]


def test_a_month_is_not_read_as_a_name(tmp_path: Path) -> None:
    """Though the name is one letter away and stands in the articles."""
    bridge = Article(
        id="a",
        source=Source(path="a", date="2021-04-02"),
        paragraphs=("Avril Smith opened the bridge in Leeds.",),
    )
    answerer = Answerer(index_of(tmp_path, bridge), TinyEncoder(max_tokens=64), verdict=sure(1.0))
    for month in ("April", "april"):
        assert answerer.ask(f"Who opened the bridge in Leeds in {month}?", 3).missing is None


def test_the_newest_stands_first_only_where_no_name_is_missing_from_it(tmp_path: Path) -> None:
    """The year of the best hit is understood; of the newer one it is not."""
    index = index_of(
        tmp_path,
        dated("2019-11-20", "The ferry has forty seats for guests."),
        dated("2024-02-20", "The ferry has sixty seats for guests."),
    )
    answerer = Answerer(index, TinyEncoder(max_tokens=64), verdict=sure(1.0))
    question, newest = "Has the ferry seats for guests in {}?", Filters(newest=True)
    for year, first in (("2019", "2019-11-20"), ("2024", "2024-02-20")):
        answer = answerer.ask(question.format(year), 2, newest)
        assert (answer.verdict, answer.hits[0].passage.source.date) == (Verdict.ANSWERED, first)


def test_a_passage_outside_the_filters_may_have_the_year_that_is_missing_inside(tmp_path: Path) -> None:
    """Nothing passes the filter; what answers without it is told, and no word is missing from that."""
    index = index_of(tmp_path, dated("2019-11-20", "The ferry has forty seats."))
    answer = Answerer(index, TinyEncoder(max_tokens=64), verdict=sure(1.0)).ask(
        "Has the ferry seats in November 2019?", 2, Filters(after=("2020",))
    )
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.missing
    assert answer.missing.outside
    assert answer.missing.words == ()


def test_a_word_that_is_not_read_as_another_is_not_told_with_a_sure_answer(town: Town) -> None:
    """It is with any other."""
    question = "Does the ferry to the lighthouse carry submarines?"
    assert town(1.0).ask(question, 3).missing is None
    unsure = town(0.4).ask(question, 3)
    assert unsure.verdict is Verdict.UNSURE
    assert unsure.missing == Missing((MissingWord("submarines"),))


def test_a_passage_that_answers_without_the_filters_is_named(tmp_path: Path) -> None:
    """Only where the filters let no answer through, and only where it would be a sure one."""
    model = replace(sure_if("lighthouse"), not_found_below=0.4)
    answerer = Answerer(index_of(tmp_path, *FERRY), TinyEncoder(), verdict=model)
    inside, outside = (
        answerer.ask("What sails to the lighthouse?", 3, Filters(within=(name,)))
        for name in ("ferry", "tower")
    )
    assert (inside.verdict, inside.missing) == (Verdict.ANSWERED, None)
    assert outside.verdict is Verdict.NOT_FOUND
    assert outside.missing
    assert outside.missing.articles_left_out == 1
    assert outside.missing.outside
    assert outside.missing.outside.passage.id == "ferry#1"
    nowhere = answerer.ask("Who wove the carpet?", 3, Filters(within=("tower",)))
    assert nowhere.missing
    assert nowhere.missing.outside is None


def test_an_index_is_released_with_its_answerer(index_folder: Path) -> None:
    """At once, without the garbage collector: until then its version could not be removed."""
    opened = open_index(index_folder)
    answerer, store = Answerer(opened, TinyEncoder()), weakref.ref(opened.store)
    gc.disable()
    try:
        answerer.ask("Who designed the bridge?", 3)
        del opened, answerer
        assert store() is None
    finally:
        gc.enable()
