"""Passages are found by meaning and by words, completely scored, ties by id, whatever is asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from tiny import TinyEncoder, article, hits_of, ignore, model, parts_of

from qa_bot.core.scores import RawValue
from qa_bot.core.types import Article, Hit
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.model import DEFAULT
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

MEASURED = [one for one in DEFAULT.signals if not one.by_reading]
SIGNALS = {one.name for one in MEASURED}
WEIGHTS = {one.name: one.weight for one in MEASURED}
DEDUCTED = {one.name: one.amount for one in DEFAULT.deductions}
ODD_QUESTIONS = [
    '"', "((", ")(", "%", "AND OR NOT", 'text:"x', "*", "a^2 ~ b?", "\\", "\x00", "\x1b[31mred",
    "\u202eevil", "🎉", "Wo ist Zürich?", "北京在哪里", "the of and", " ",
]  # fmt: skip


def index_of(folder: Path, *articles: Article) -> Index:
    """Index articles with the tiny encoder."""
    build_from_articles(folder / "index", articles, model(TinyEncoder()), ignore)
    return open_index(folder / "index")


@pytest.fixture
def index(index_folder: Path) -> Index:
    """Open the index of the small corpus."""
    return open_index(index_folder)


def ids(hits: tuple[Hit, ...]) -> list[str]:
    """Give the ids of hits in order."""
    return [hit.passage.id for hit in hits]


def test_a_passage_is_found_by_meaning_alone(tmp_path: Path) -> None:
    """No word of the question stands in the passage that answers it."""
    index = index_of(tmp_path, article("a", "feline rescued"), article("b", "bridge opened"))
    question = "cat"
    assert ids(hits_of(index, TinyEncoder(), question, 5))[0] == "a#1"
    assert hits_of(index, None, question, 5) == ()


def test_a_passage_is_found_by_words_alone(index: Index) -> None:
    """Without an encoder BM25 answers."""
    hits = hits_of(index, None, "firemen chimney", 5)
    assert ids(hits) == ["cat.md#1", "cat.md#2"]
    assert {name for hit in hits for name in parts_of(hit)} == SIGNALS - {"dense", "late", "wh_word"}
    assert all(hit.raw.bm25 and hit.raw.cosine is hit.raw.max_sim is None for hit in hits)


def test_the_score_is_the_sum_of_its_contributions(index: Index) -> None:
    """Each with its label; every candidate has all raw values."""
    for hit in hits_of(index, TinyEncoder(), "Who opened the bridge in Dresden?", 5):
        assert [part.signal for part in hit.contributions] == [one.name for one in MEASURED]
        assert [part.label for part in hit.contributions] == [one.label for one in MEASURED]
        assert hit.score == pytest.approx(sum(part.value for part in hit.contributions))
        assert None not in (hit.raw.cosine, hit.raw.max_sim, hit.raw.bm25)
        named = {part.signal: part.scaled_from for part in hit.contributions}
        assert named["lexical"] == RawValue("BM25", hit.raw.bm25 or 0.0)
        assert named["article"] is None
        assert 0 <= hit.score <= 1


def test_contributions_are_the_weighted_scaled_values(tmp_path: Path) -> None:
    """The best in everything gets all of every weight, the worst in everything gets none."""
    index = index_of(
        tmp_path, article("a", "red car"), article("b", "blue car green"), article("c", "old tree")
    )
    weights = {name: weight for name, weight in WEIGHTS.items() if name != "wh_word"}
    total = sum(weights.values())
    best, _, worst = hits_of(index, TinyEncoder(), "red car", 3)
    assert (best.passage.id, worst.passage.id) == ("a#1", "c#1")
    assert {name: parts_of(best)[name] for name in weights} == pytest.approx(
        {name: weight / total for name, weight in weights.items()}
    )
    assert (parts_of(worst)["lexical"], parts_of(worst)["article"]) == (0.0, 0.0)
    assert best.score == pytest.approx(1.0 - DEDUCTED["heading"])


def test_raw_values_are_those_of_the_passage_itself(tmp_path: Path) -> None:
    """Cosine: one of two words shared with one of three is 1 / sqrt(2 * 3)."""
    index = index_of(tmp_path, article("a", "red car"), article("b", "blue car green"))
    first, second = hits_of(index, TinyEncoder(), "red car", 2)
    assert first.raw.cosine == pytest.approx(1.0, abs=1e-3)
    assert second.raw.cosine == pytest.approx(1 / (2 * 3) ** 0.5, abs=1e-3)
    assert first.raw.max_sim == pytest.approx(1.0, abs=0.05)
    assert (first.raw.bm25 or 0) > (second.raw.bm25 or 0) > 0


def test_each_side_completes_the_others_candidates(index: Index) -> None:
    """One candidate a side, and still both have cosine and BM25 as when all are candidates."""
    question = "The feline, a chimney, firemen and Dresden euros"
    complete = {hit.passage.id: hit for hit in hits_of(index, TinyEncoder(), question, 5)}
    for hit in hits_of(index, TinyEncoder(), question, 1, replace(DEFAULT, candidates=1)):
        whole = complete[hit.passage.id].raw
        assert hit.raw.cosine == pytest.approx(whole.cosine, abs=1e-3)
        assert hit.raw.bm25 == pytest.approx(whole.bm25, abs=1e-3)


def test_a_passage_gains_by_its_article(tmp_path: Path) -> None:
    """Two equal passages; the rest of one's article speaks of what is asked."""
    index = index_of(
        tmp_path,
        article("a", "The price was ninety million.", "Cows graze here."),
        article("b", "The price was ninety million.", "The bridge is new."),
    )
    hits = {hit.passage.id: hit for hit in hits_of(index, TinyEncoder(), "price bridge", 4)}
    assert parts_of(hits["b#1"])["article"] > parts_of(hits["a#1"])["article"]
    assert hits["b#1"].rank < hits["a#1"].rank


def test_equal_passages_are_ordered_by_id(tmp_path: Path) -> None:
    """Whatever the order in which they were indexed, and wherever the cut falls."""
    index = index_of(tmp_path, *(article(name, "same words here") for name in "dbeca"))
    for encoder in (None, TinyEncoder()):
        for k in (1, 3, 5):
            hits = hits_of(index, encoder, "same words", k)
            assert ids(hits) == [f"{name}#1" for name in "abcde"][:k]
            assert [hit.rank for hit in hits] == list(range(1, k + 1))


def test_fewer_than_k_passages_are_all_given(index: Index) -> None:
    """Each once."""
    for k in (5, 6, 10**9):
        assert sorted(ids(hits_of(index, TinyEncoder(), "bridge", k))) == [
            "bridge.md#1", "bridge.md#2", "café.md#1", "cat.md#1", "cat.md#2",
        ]  # fmt: skip


def test_an_empty_index_has_no_hits(tmp_path: Path) -> None:
    """With an encoder or without."""
    index = index_of(tmp_path)
    assert hits_of(index, TinyEncoder(), "bridge", 5) == ()
    assert hits_of(index, None, "bridge", 5) == ()


def test_an_index_of_one_passage_finds_it(tmp_path: Path) -> None:
    """Nothing to compare it with, and still a hit."""
    index = index_of(tmp_path, article("a", "One bridge."))
    assert ids(hits_of(index, TinyEncoder(), "bridge", 5)) == ["a#1"]


@pytest.mark.parametrize("question", ODD_QUESTIONS)
def test_any_question_is_a_question(question: str, index: Index) -> None:
    """Marks, control characters, other scripts, stop words, nothing at all: never an error."""
    assert len(hits_of(index, TinyEncoder(), question, 5)) == 5
    hits_of(index, None, question, 5)


def test_a_question_of_a_thousand_words_is_answered(index: Index) -> None:
    """The words that matter stand first."""
    question = "firemen chimney Leeds " + " ".join(f"filler{number}" for number in range(1000))
    assert ids(hits_of(index, TinyEncoder(), question, 1)) == ["cat.md#1"]


def test_marks_around_words_do_not_change_the_hits(index: Index) -> None:
    """A quoted word is a word."""
    plain = hits_of(index, TinyEncoder(), "firemen chimney", 3)
    marked = hits_of(index, TinyEncoder(), '"firemen" (chimney)?', 3)
    assert [(hit.passage.id, hit.score) for hit in plain] == [(hit.passage.id, hit.score) for hit in marked]


def test_the_words_of_one_sentence_beat_scattered_ones(tmp_path: Path) -> None:
    """The same words, and in one passage they stand together."""
    index = index_of(
        tmp_path,
        article("apart", "Mayor spoke. Cows bridge. Leeds rains."),
        article("together", "Mayor bridge Leeds. Cows spoke. Rains."),
    )
    together, apart = hits_of(index, TinyEncoder(), "mayor bridge Leeds", 2)
    assert (together.passage.id, apart.passage.id) == ("together#1", "apart#1")
    assert parts_of(together)["best_sentence"] > parts_of(apart)["best_sentence"] > 0


def test_words_that_follow_each_other_as_asked_count(tmp_path: Path) -> None:
    """Fire engine is not engine fire."""
    index = index_of(tmp_path, article("a", "An engine fire."), article("b", "A fire engine."))
    first, second = hits_of(index, TinyEncoder(), "fire engine", 2)
    assert first.passage.id == "b#1"
    assert parts_of(first)["bigram"] > parts_of(second)["bigram"] == 0.0


def test_a_passage_without_the_number_asked_for_stands_behind_one_that_has_it(tmp_path: Path) -> None:
    """Its words may be nearer; a number that the question has itself is none."""
    near, told = "In 2020 the bridge in Leeds had sheep.", "In 2020 the bridge in Leeds had 30 sheep."
    index = index_of(tmp_path, article("near", near), article("told", told), article("other", "Cows moo."))
    first, second = hits_of(index, TinyEncoder(), "How many sheep had the bridge in Leeds in 2020?", 2)
    assert (first.passage.id, second.passage.id) == ("told#1", "near#1")
    assert parts_of(second)["number"] == -DEDUCTED["number"]
    assert "number" not in parts_of(first)
    assert second.score == pytest.approx(sum(parts_of(second)[name] for name in {*SIGNALS, "number"}))
    asked_otherwise = hits_of(index, TinyEncoder(), "Which sheep had the bridge in Leeds in 2020?", 2)
    assert asked_otherwise[0].passage.id == "near#1"
    assert all("number" not in parts_of(hit) for hit in asked_otherwise)


def test_a_heading_stands_behind_a_sentence_that_says_as_much(tmp_path: Path) -> None:
    """It has the words and tells nothing of them."""
    index = index_of(tmp_path, article("a", "Bridge in Leeds", "Bridge in Leeds."))
    sentence, heading = hits_of(index, TinyEncoder(), "bridge in Leeds", 2)
    assert (sentence.passage.id, heading.passage.id) == ("a#2", "a#1")
    assert parts_of(heading)["heading"] == -DEDUCTED["heading"]
    assert "heading" not in parts_of(sentence)


def test_a_part_of_a_split_paragraph_shares_its_siblings_words(tmp_path: Path) -> None:
    """Half of what the other part scores; a passage that is whole keeps its own."""
    sentences = " ".join(f"Word{number} stands here." for number in range(20))
    index = index_of(tmp_path, article("split", f"The bridge opened. {sentences}"), article("whole", "Cows."))
    hits = {hit.passage.id: hit for hit in hits_of(index, TinyEncoder(), "bridge", 9)}
    parts = [parts_of(hit)["lexical"] for name, hit in hits.items() if name.startswith("split#1.")]
    assert len(parts) > 1
    assert len({round(part, 6) for part in parts}) == 1
    assert min(parts) > 0
    assert parts_of(hits["whole#1"])["lexical"] == 0.0


def test_what_meets_the_question_word_counts(index: Index) -> None:
    """The best gets all of its weight; a question without one has no such part."""
    hits = hits_of(index, TinyEncoder(), "Who rescued the feline?", 5)
    total = sum(WEIGHTS.values())
    asked = {parts_of(hit)["wh_word"] for hit in hits}
    assert max(asked) == pytest.approx(WEIGHTS["wh_word"] / total)
    assert min(asked) == 0.0
    assert all("wh_word" not in parts_of(hit) for hit in hits_of(index, TinyEncoder(), "rescued feline", 5))


def test_signals_of_tokens_have_no_weight_where_there_are_no_tokens(index: Index) -> None:
    """As with a model that embeds texts as a whole only; the other weights add up to 1 without them."""
    question = QuestionAnalyzer(index, TinyEncoder()).analyze("Who rescued the feline?")
    whole = replace(question, tokens=question.tokens[:0], wh_tokens=question.wh_tokens[:0])
    best, *_ = HybridRetriever(index).find(whole, 5)
    assert best.passage.id == "cat.md#1"
    assert {part.signal for part in best.contributions} == SIGNALS - {"late", "wh_word"}
    assert best.raw.max_sim is None


def test_words_in_a_run_as_asked_are_met_better(tmp_path: Path) -> None:
    """Each is met as well by itself in both."""
    index = index_of(
        tmp_path, article("a", "Cows red bridge moo car."), article("b", "Cows moo red car bridge.")
    )
    first, second = hits_of(index, TinyEncoder(), "red car", 2)
    assert (first.passage.id, second.passage.id) == ("b#1", "a#1")
    assert first.raw.max_sim == pytest.approx(second.raw.max_sim)
    assert parts_of(first)["late"] > parts_of(second)["late"]


def test_what_is_not_read_has_no_part_in_reading(index: Index) -> None:
    """Only the best are: here one, and those that tie with it."""
    shallow = replace(DEFAULT, reranked=1, first_of_each=1)  # the same one, by meaning and by words
    best, *rest = hits_of(index, TinyEncoder(), "firemen rescued a feline", 5, shallow)
    assert parts_of(best)["best_sentence"] > 0
    assert all(
        parts_of(hit)["best_sentence"] == parts_of(hit)["bigram"] == parts_of(hit)["late"] == 0
        for hit in rest
    )
    assert all(parts_of(hit)["unread"] == -DEFAULT.unread.deducted < 0 for hit in rest)
    assert "unread" not in parts_of(best)


def test_the_first_of_each_side_is_read_wherever_fusion_puts_it(tmp_path: Path) -> None:
    """With room for one fused candidate, the first by meaning and the first by words are read too."""
    index = index_of(
        tmp_path,
        article("meant", "A feline was rescued."),
        article("worded", "The cat door of the red house was painted, and the paint dried in the sun."),
        *(article(f"other{number}", f"Nothing happened on day {number}.") for number in range(9)),
    )
    for first_of_each, expected in ((1, {"meant", "worded"}), (0, {"worded"})):
        shallow = replace(DEFAULT, reranked=1, first_of_each=first_of_each)
        hits = hits_of(index, TinyEncoder(), "cat", 20, shallow)
        assert {hit.passage.article for hit in hits if "unread" not in parts_of(hit)} == expected


def test_a_signal_that_is_switched_off_contributes_nothing(index: Index) -> None:
    """The weights of the others add up to 1 without it, and its raw value is still measured."""
    question = "Who rescued the feline?"
    for name in SIGNALS:
        best, *_ = hits_of(index, TinyEncoder(), question, 5, DEFAULT.without(name))
        assert {part.signal for part in best.contributions} == SIGNALS - {name}
        assert best.score <= 1.0
        assert None not in (best.raw.cosine, best.raw.max_sim, best.raw.bm25)


def test_a_deduction_that_is_switched_off_takes_nothing(tmp_path: Path) -> None:
    """A heading keeps its score, and what is not read closely loses less."""
    index = index_of(tmp_path, article("a", "Bridge in Leeds"))
    (hit,) = hits_of(index, TinyEncoder(), "bridge in Leeds", 1, DEFAULT.without("heading"))
    assert hit.lacks == ()
    assert hit.score == pytest.approx(sum(part.value for part in hit.contributions))
    assert DEFAULT.without("heading").unread.deducted == DEDUCTED["number"]


def test_one_signal_alone_ranks_by_itself(index: Index) -> None:
    """Candidates are still all that both sides nominate, also those that the signal does not know."""
    alone = DEFAULT.without(*(SIGNALS - {"lexical"}), *DEDUCTED)
    hits = hits_of(index, TinyEncoder(), "firemen chimney", 5, alone)
    assert len(hits) == 5
    assert [hit.score > 0 for hit in hits] == [True, True, False, False, False]
