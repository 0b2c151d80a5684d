"""Ranked hits become the hits that are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.answering import diversification
from qa_bot.answering.diversification import arrange
from qa_bot.core.query_syntax import NO_FILTERS
from qa_bot.core.types import Filters, Hit, Passage, Source

if TYPE_CHECKING:
    import pytest

NEWEST = Filters(newest=True)


def hit(name: str, score: float, date: str | None = None, text: str = "") -> Hit:
    """Make a hit of an article of its own, `a`, or of one named with the passage, `a#2`."""
    article, _, number = name.partition("#")
    source = Source(path=f"{article}.md", title=article, date=date)
    return Hit(
        passage=Passage(
            id=name,
            article=article,
            source=source,
            text=text or f"Words of {name}",
            paragraph=int(number or 1),
            paragraphs=9,
        ),
        rank=0,
        score=score,
    )


def names(hits: tuple[Hit, ...]) -> list[str]:
    """Give the names of hits in order."""
    return [one.passage.id for one in hits]


def test_hits_are_numbered_as_they_are_shown() -> None:
    """From 1; fewer than k when there are fewer."""
    shown = arrange([hit("a", 0.9), hit("b", 0.8)], 5, NO_FILTERS)
    assert [(one.passage.id, one.rank) for one in shown] == [("a", 1), ("b", 2)]
    assert arrange([], 5, NO_FILTERS) == ()


def test_newest_orders_the_good_hits_by_date() -> None:
    """Half as good as the best is not good, however new; a date in part counts as its first day."""
    ranked = [
        hit("old", 1.0, "2019-05-01"), hit("year", 0.9, "2021"), hit("undated", 0.8),
        hit("day", 0.7, "2021-01-02"),
        hit("same", 0.65, "2019-05-01"), hit("poor", 0.5, "2024-01-01"),
    ]  # fmt: skip
    assert names(arrange(ranked, 9, NEWEST)) == ["day", "year", "old", "same", "undated", "poor"]


def test_a_newer_hit_goes_before_the_best_only_if_it_answers_too() -> None:
    """What is said of the best is read as said of the first; an older one need not be asked."""
    ranked = [
        hit("best", 1.0, "2020"),
        hit("new", 0.9, "2024"),
        hit("old", 0.8, "2019"),
        hit("next", 0.7, "2022"),
    ]
    asked: list[str] = []

    def answers(one: Hit) -> bool:
        asked.append(one.passage.id)
        return one.passage.id == "next"

    assert names(arrange(ranked, 9, NEWEST, answers)) == ["next", "best", "old", "new"]
    assert asked == ["new", "next"]


def test_more_hits_change_nothing_of_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever k is, and beyond the pool too."""
    monkeypatch.setattr(diversification, "POOL", 4)
    ranked = [hit(f"{n}", 1 - n / 100, f"20{n:02}") for n in range(9)]
    every = names(arrange(ranked, 9, NEWEST))
    assert every == ["3", "2", "1", "0", "4", "5", "6", "7", "8"]
    assert all(names(arrange(ranked, k, NEWEST)) == every[:k] for k in range(1, 9))


# One story once

STORY = (
    "The harbour bridge reopened on Sunday after four years, and the first cyclists crossed it while ferries "
    "blew their horns; building it had cost forty-one million crowns, nine million more than planned."
)


def test_a_passage_said_in_two_articles_is_one_hit_that_names_both() -> None:
    """Punctuation and case make no other story; a word more does. The better hit stands for it."""
    ranked = [
        hit("quay#3", 0.9, text=STORY),
        hit("cat", 0.8),
        hit("tide#1", 0.7, text=STORY.upper().replace(";", " -")),
        hit("post#2", 0.6, text=STORY.replace("on Sunday", "on Sunday morning")),
    ]
    first, second, third = arrange(ranked, 5, NO_FILTERS)
    assert (first.passage.id, second.passage.id, third.passage.id) == ("quay#3", "cat", "post#2")
    assert [source.path for source in first.passage.also_in] == ["tide.md"]
    assert second.passage.also_in == third.passage.also_in == ()


def test_the_newest_print_of_a_story_stands_for_it_where_the_newest_are_asked_for() -> None:
    """Whatever the ranking."""
    ranked = [hit("old", 0.9, text=STORY, date="2019-01-01"), hit("new", 0.8, text=STORY, date="2024-01-01")]
    (found,) = arrange(ranked, 5, replace(NO_FILTERS, newest=True))
    assert found.passage.source.date == "2024-01-01"
    assert [source.date for source in found.passage.also_in] == ["2019-01-01"]


def test_other_figures_or_more_news_are_another_story() -> None:
    """Leaving either out would lose what it says."""
    other = [
        STORY.replace("forty-one", "forty-three"),
        f"{STORY} Trams return in autumn, when the deck is paved and the last barriers are gone for good.",
        "Short words.",
        "Short word.",
        "",
        "...",
    ]
    ranked = [hit("quay", 0.9, text=STORY)]
    ranked += [hit(f"p{n}", 0.5, text=text or " ") for n, text in enumerate(other)]
    assert len(arrange(ranked, 9, NO_FILTERS)) == len(ranked)


def test_what_a_folded_passage_stood_in_besides_is_named_once() -> None:
    """Neither the kept article's own source nor one twice."""
    wire, quay = Source(path="wire.md", title="wire"), Source(path="quay.md", title="quay")
    twice = hit("tide", 0.8, text=STORY)
    twice = replace(twice, passage=replace(twice.passage, also_in=(wire, quay)))
    first = hit("quay", 0.9, text=STORY)
    first = replace(first, passage=replace(first.passage, also_in=(wire,)))
    (shown,) = arrange([first, twice, hit("quay#2", 0.7, text=STORY)], 5, NO_FILTERS)
    assert [source.path for source in shown.passage.also_in] == ["wire.md", "tide.md"]


# No article crowds out the others


def test_at_most_three_of_one_article_are_among_the_first_five() -> None:
    """Those left out come next, in their order; whoever asks for one article gets it."""
    ranked = [hit(f"a#{n}", 1 - n / 100) for n in range(1, 7)] + [hit("b#1", 0.8), hit("c#1", 0.7)]
    assert names(arrange(ranked, 9, NO_FILTERS)) == ["a#1", "a#2", "a#3", "b#1", "c#1", "a#4", "a#5", "a#6"]
    assert names(arrange(ranked, 9, Filters(within=("a", "b")))) == names(tuple(ranked))


def test_hits_not_half_as_good_stand_in_nobodys_place() -> None:
    """An article that alone treats what is asked may fill the first places."""
    ranked = [hit(f"a#{n}", 1 - n / 100) for n in range(1, 7)] + [hit("b#1", 0.4)]
    assert names(arrange(ranked, 9, NO_FILTERS)) == names(tuple(ranked))


def test_one_article_alone_is_shown_as_it_is_ranked() -> None:
    """There are no others to let through."""
    ranked = [hit(f"a#{n}", 1 - n / 100) for n in range(1, 9)]
    assert names(arrange(ranked, 9, NO_FILTERS)) == names(tuple(ranked))
