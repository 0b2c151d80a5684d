"""Questions that these articles do not answer, made of answered ones: a word, a name or a number exchanged.

What is put in comes from other questions, so that each reads like one. A name that no passage has must be
told, for nothing can be said of it; one of another article is a near miss, one of the same article a nearer
one. No annotation is needed; now and then such a question may be answered by chance.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from qa_bot.language.analyzer import terms_of
from qa_bot.language.grammar import grammar_terms
from qa_bot.language.languages.english import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

FOREIGN, ELSEWHERE, SAME_ARTICLE = "foreign name", "name elsewhere", "name of article"
NUMBER, WORD = "other number", "word of article"
SWAPPED = (FOREIGN, ELSEWHERE, SAME_ARTICLE, NUMBER, WORD)
"""A name that no passage has, one of another article, of the same; a number; a word of the same article."""

_CAPITALISED = r"(?:[A-Z][\w'\u2019.-]*\w|[A-Z])"
_NAME = re.compile(rf"(?<!^)(?<![.?!:] )\b{_CAPITALISED}(?: (?:(?:of|the|de|von|van) )?{_CAPITALISED})*")
_NUMBER = re.compile(r"\b\d+\b")
_COMMON = re.compile(r"\b[a-z]{4,}\b")
_ENDINGS = (
    "ing",
    "ed",
    "tion",
    "sion",
    "ment",
    "ity",
    "ness",
    "er",
    "ist",
    "al",
    "ic",
    "ive",
    "ous",
    "ly",
    "s",
    "e",
)
_YEARS = range(1000, 2100)


class Swapper:
    """Exchanges parts of questions for those of other questions."""

    def __init__(
        self, texts: Mapping[str, Sequence[str]], others: Iterable[str], known: Callable[[str], bool]
    ) -> None:
        """Take the questions of each article, those of other sets, and which terms some passage has."""
        self._texts = texts
        self._names: dict[tuple[int, bool], list[tuple[str, str]]] = defaultdict(list)
        self._foreign: dict[tuple[int, bool], list[str]] = defaultdict(list)
        for article, own in texts.items():
            for name in _all_names(own):
                self._names[_shape(name)].append((name, article))
        for name in sorted(set(_all_names(others))):
            if _meaning(name) and not any(map(known, _meaning(name))):
                self._foreign[_shape(name)].append(name)

    def swap(
        self, question: str, article: str, in_gold: Collection[str], in_article: Collection[str]
    ) -> Iterator[tuple[str, str]]:
        """Give (kind, question) of what can be made of one, given the terms of its passage and article."""
        chance = random.Random(question)  # noqa: S311  no secret
        of_article = [text for text in self._texts[article] if text != question]
        if names := list(_NAME.finditer(question)):
            old = chance.choice(names)
            shape = _shape(old.group())
            elsewhere = [name for name, its in self._names[shape] if its != article]
            near = [name for name in _all_names(of_article) if _shape(name) == shape]
            yield from _put(FOREIGN, question, old, self._foreign[shape], chance)
            yield from _put(
                ELSEWHERE, question, old, [n for n in elsewhere if not _meaning(n) & set(in_article)], chance
            )
            yield from _put(
                SAME_ARTICLE, question, old, [n for n in near if not _meaning(n) <= set(in_gold)], chance
            )
        if numbers := list(_NUMBER.finditer(question)):
            old = chance.choice(numbers)
            yield from _put(NUMBER, question, old, [_other_number(int(old.group()), chance)], chance)
        if words := [word for word in _COMMON.finditer(question) if _meaning(word.group())]:
            old = chance.choice(words)
            alike = [
                w for text in of_article for w in _COMMON.findall(text) if _ending(w) == _ending(old.group())
            ]
            yield from _put(
                WORD,
                question,
                old,
                [w for w in alike if _meaning(w) and not _meaning(w) & set(in_gold)],
                chance,
            )


def _put(
    kind: str, question: str, old: re.Match[str], choice: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Put one of several in a place; nothing where there is none that the question lacks."""
    new = [one for one in choice if one not in question]
    if new:
        yield kind, question[: old.start()] + chance.choice(new) + question[old.end() :]


def _all_names(texts: Iterable[str]) -> Iterator[str]:
    return (name for text in texts for name in _NAME.findall(text))


def _shape(name: str) -> tuple[int, bool]:
    """Tell how many words a name has, and whether it is an abbreviation: what makes it of like kind."""
    return len(name.split()), name[1:] != name[1:].lower() and " " not in name


def _meaning(text: str) -> frozenset[str]:
    return frozenset(terms_of(text)) - grammar_terms(ENGLISH)


def _ending(word: str) -> str:
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")


def _other_number(number: int, chance: random.Random) -> str:
    """Give a year near a year, and half as much again or twice as much as anything else."""
    if number in _YEARS:
        return str(number + chance.choice([-20, -10, -5, -3, -1, 1, 3, 5, 10, 20]))
    return str(number * chance.choice([3, 4]) // 2 + 1)
