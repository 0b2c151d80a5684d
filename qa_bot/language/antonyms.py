"""Words that deny each other: a sentence with the opposite of what is asked does not answer.

A question of "the largest" is met nearly as well by a sentence about the smallest, for opposites stand in
the same company and have nearly the same vectors. So they are listed: common English words of no subject in
particular. Adjectives are compared (large, larger, largest); other forms share a stem, unless irregular.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from qa_bot.language.analyzer import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ADJECTIVES = """
    big small, large small, great small, high low, long short, tall short, old new, old young, early late,
    strong weak, rich poor, wealthy poor, fast slow, quick slow, hot cold, warm cold, warm cool, heavy light,
    dark light, bright dark, deep shallow, wide narrow, broad narrow, hard easy, hard soft, thick thin,
    loud quiet, wet dry, clean dirty
"""
_OTHERS = """
    most least, more less, more fewer, most fewest, many few, better worse, best worst, good bad, maximum
    minimum, majority minority, major minor, upper lower, before after, above below, over under, up down,
    near far, nearer farther, nearest farthest, closer farther, closest farthest, inside outside, within
    outside, internal external, inner outer, upward downward, with without, always never, north south,
    northern southern, east west, eastern western, northeast southwest, northwest southeast, increase
    decrease, increase decline, increase reduce, rise fall, rose fell, rose fall, rise fell, rise decline,
    gain lose, grow shrink, raise lower, expand shrink, improve worsen, strengthen weaken, accelerate
    slow, begin end, began ended, start end, start finish, open close, appear disappear, arrive leave,
    enter leave, join leave, create destroy, build destroy, built destroyed, add remove, include exclude,
    win lose, won lost, won lose, win lost, victory defeat, success failure, succeed fail, successful
    unsuccessful, accept reject, accept refuse, approve reject, agree disagree, support oppose, allow
    forbid, allow prohibit, allow ban, permit prohibit, require forbid, encourage discourage, cause
    prevent, help hinder, attack defend, love hate, buy sell, bought sold, bought sell, buy sold, import
    export, give take, gave took, gave take, give took, send receive, sent received, hire dismiss, buyer
    seller, teacher student, born died, birth death, alive dead, war peace, friend enemy, ally enemy, male
    female, man woman, men women, boy girl, father mother, son daughter, brother sister, husband wife,
    king queen, public private, legal illegal, official unofficial, direct indirect, active passive,
    positive negative, presence absence, same different, similar different, ancient modern, popular
    unpopular, common rare, common uncommon, known unknown, possible impossible, able unable, related
    unrelated, dependent independent, domestic foreign, rural urban, simple complex, cheap expensive, safe
    dangerous, full empty, true false, original final, advantage disadvantage, winter summer, day night,
    liberal conservative, vertical horizontal
"""
_VOWELS = "aeiou"
_NEITHER = re.compile(r"\b(?:how \w+|at (?:least|most)|a few)\b", re.IGNORECASE)


def has_opposite(question: str, sentence: str) -> bool:
    """Tell whether a sentence has the opposite of a word that it lacks; both in the question are a choice.

    "How old" asks of the new as well, and "at least" denies nothing.
    """
    asked, said = (set(terms_of(_NEITHER.sub(" ", text))) for text in (question, sentence))
    return any(OPPOSITES[term] & (said - asked) for term in (asked - said) & OPPOSITES.keys())


def _inflected(adjective: str) -> Iterator[str]:
    """Give an adjective with its comparative and superlative."""
    yield adjective
    stem = re.sub("y$", "i", adjective.removesuffix("e"))
    if re.search(f"[^{_VOWELS}][{_VOWELS}][dgnt]$", adjective):
        stem += stem[-1]
    yield from (stem + "er", stem + "est")


def _opposites() -> Mapping[str, frozenset[str]]:
    pairs = [tuple(pair.split()) for pair in _OTHERS.split(",")]
    for one, other in (pair.split() for pair in _ADJECTIVES.split(",")):
        pairs += zip(_inflected(one), _inflected(other), strict=True)
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in ((terms_of(one)[0], terms_of(other)[0]) for one, other in pairs):
        found[one].add(other)
        found[other].add(one)
    return {term: frozenset(others - {term}) for term, others in found.items()}


OPPOSITES = _opposites()
"""The opposites of each term."""
