"""Spelling correction: words of a question that no passage has, and the words that were likely meant.

A similarly spelt word is looked for in the passages that have the question's other words; of several, the
one in the passage with most of them is chosen. The typed word may be right, too: the shorter it is, the more
of the other words must occur with the suggestion. Abbreviations, numbers and function words are never
corrected, nor is a word that the articles have, in any part or as part of another term.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from qa_bot.core.types import MissingWord
from qa_bot.language.analyzer import all_terms, analyze, first_terms, plain_words, running_terms, terms_of
from qa_bot.language.grammar import asked_terms, grammar_terms, without_grammar
from qa_bot.language.meanings import is_part_of_others, terms_of_guess
from qa_bot.language.months import asked_month
from qa_bot.language.scripts import UNSPACED, pairs_of, singles_of
from qa_bot.language.stemming import stem
from qa_bot.retrieval.asked_months import MONTH_TERMS
from qa_bot.retrieval.edit_distance import is_close, one_letter_away

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qa_bot.core.types import Passage
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.language.language import Language
    from qa_bot.retrieval.query_analysis import Question

MOST_WORDS = 5
"""Most words of a question that are looked up; a question with more is in another language."""

SHORTEST, LONGEST = 4, 30
"""Fewest and most letters of a word that is corrected."""

FAR_FROM = 8
"""Fewest letters of a word that may differ in two letters, but not in the first."""

SHARE_NEAR = {4: 0.4, 5: 0.2, 6: 0.2, 7: 0.2}
"""Share of the question's other words, by IDF, that must occur with a word that is one letter away, by its
length. A longer one needs none, nor does one of READ_FROM letters if no other word is known, nor a name: a
passage need not have more of the question than that."""
SHARE_FAR = 0.4
"""The same for a word that is two letters away."""
SHARE_READ = 0.2
"""Coverage from which on the question is searched with the suggestion in place of the typed word."""
READ_FROM = 5
"""Fewest letters of such a word; too many words of four letters are one letter away from another."""

SHORTEST_BASE = 3
"""Fewest letters of a word that has an ending."""

LOOKED_AT = 20
"""Passages that are searched for a suggestion."""

_SAME_START = (
    0.1  # for the same first letter, compared with 1 for the best coverage of the question's other words
)
_WORD = re.compile(r"[^\W_]+")
_TYPED = re.compile(r"[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*", re.IGNORECASE)
_RUN = re.compile(f"[{UNSPACED}]+")


@dataclass(slots=True)
class _Candidate:
    """A word of the passages that is spelt like the typed one."""

    row: int
    """The best passage that has it."""
    forms: Counter[str] = field(default_factory=Counter)
    """Counts of its spellings: with capitals, with accents and so on."""


class Speller:
    """Finds the words of a question that no passage has, and suggests others."""

    def __init__(self, index: ArticleIndex) -> None:
        self._index = index

    def missing_words(self, question: Question) -> tuple[MissingWord, ...]:
        """Return the first distinct words of a question that no passage has, with suggestions."""
        if not question.unknown:
            return ()
        missing = [*_missing_words(question), *_missing_runs(question)][:MOST_WORDS]
        unsearched = self._unsearched(missing)
        return tuple(self._looked_up(question, word) for word in missing if word not in unsearched)

    def _unsearched(self, words: Sequence[str]) -> set[str]:
        """Return those of some words that only headings or the names of copies have."""
        terms = {word: terms_of(word) for word in words}
        parts = [word[: max(2, len("".join(terms[word][:1])) - 1)] for word in words]  # without an ending
        found = self._index.store.unsearched(parts) if parts else []
        known = {term for text in found for term in all_terms(text)}
        return {word for word in words if known.issuperset(terms[word])}

    def _looked_up(self, question: Question, word: str) -> MissingWord:
        plain = plain_words(word)
        if all(map(self._index.article_bm25.frequency, terms_of(word))):
            return MissingWord(word)  # the name of a publication or an author
        if len(plain) != 1 or not _may_be_respelt(word, plain[0], question):
            return MissingWord(word)
        suggestion, share = (
            self._near(question, word, plain[0]) or self._far(question, plain[0]) or (None, 0.0)
        )
        if suggestion is None or self._is_inflection(plain[0], _plain(suggestion), question.language):
            return MissingWord(word)
        is_likely = share >= SHARE_READ and len(plain[0]) >= READ_FROM
        return MissingWord(word, suggestion, is_likely and not _loses_a_name(word, suggestion, question.text))

    def _is_inflection(self, word: str, other: str, language: Language) -> bool:
        """Check whether a word is right: inflected like the other, or as a word that passages have.

        "older" is "old" with an ending, and no typo of "holder". A single letter may be a typo.
        """
        if _inflected(language).fullmatch(f"{word} {other}"):
            return True
        ends = (end for end in range(SHORTEST_BASE, len(word) - 1) if _ending(language).fullmatch(word, end))
        terms = {stem(word[:end], "en") for end in ends if not other.startswith(word[:end])}
        return any(map(self._index.passage_bm25.frequency, terms - grammar_terms(language)))

    def _near(self, question: Question, word: str, typed: str) -> tuple[str, float] | None:
        """Find a word one letter away, and its passage's coverage of the question's other words."""
        near = one_letter_away(typed)
        terms = dict.fromkeys(running_terms(" ".join(filter(self._may_be_known, sorted(near)))))
        grammar, frequency = grammar_terms(question.language), self._index.passage_bm25.frequency
        known = [term for term in terms if term not in grammar and frequency(term)]
        if not known:
            return None
        others = _known_terms(question)
        if not others:  # nothing shows which was meant
            known = [max(known, key=self._index.passage_bm25.frequency)]
        rows = self._index.passage_bm25.search_with_any(known, others, LOOKED_AT)
        found = self._best(question, typed, rows, near.__contains__)
        if not found:
            return None
        is_name = len(typed) >= READ_FROM and word[0].isupper() and found[0][0].isupper()
        is_certain = is_name or (not others and len(typed) >= READ_FROM)
        return found if is_certain or found[1] >= SHARE_NEAR.get(len(typed), 0.0) else None

    def _may_be_known(self, guess: str) -> bool:
        """Check whether passages may have a word that hardly exists."""
        terms = terms_of_guess(guess)
        return terms is None or any(map(self._index.passage_bm25.frequency, terms))

    def _far(self, question: Question, typed: str) -> tuple[str, float] | None:
        """Find a word two letters away in the passages that match the question's other words best."""
        known = _known_terms(question)
        if len(typed) < FAR_FROM or not known:
            return None
        rows = self._index.passage_bm25.search(known, LOOKED_AT)
        found = self._best(question, typed, rows, lambda word: word[0] == typed[0] and is_close(word, typed))
        return found if found and found[1] >= SHARE_FAR else None

    def _best(
        self, question: Question, typed: str, rows: Mapping[int, float], is_like: Callable[[str], bool]
    ) -> tuple[str, float] | None:
        """Choose among similar words of passages, whose rows come best first."""
        texts = {row: _text_of(one) for row, one in self._index.store.fetch(list(rows)).items()}
        grammar = grammar_terms(question.language)
        found: dict[str, _Candidate] = {}
        for row in rows:
            for plain, own in _words_as_long(texts[row], len(typed)):
                if plain in found or (is_like(plain) and grammar.isdisjoint(terms_of(plain))):
                    found.setdefault(plain, _Candidate(row)).forms[own] += 1
        if not found:
            return None
        most = max(rows.values()) or 1.0
        scores = {
            plain: rows[one.row] / most + _SAME_START * (plain[0] == typed[0]) for plain, one in found.items()
        }
        chosen = found[max(scores, key=lambda plain: scores[plain])]
        ((form, _),) = chosen.forms.most_common(1)
        return form, _share(question, texts[chosen.row])


def respelt(text: str, words: Sequence[MissingWord]) -> str:
    """Return a question with suggestions in place of the words that are searched as such."""
    for missing in words:
        if missing.suggestion and missing.read:
            text = re.sub(rf"(?<!\w){re.escape(missing.word)}(?!\w)", missing.suggestion, text)
    return text


def _missing_words(question: Question) -> list[str]:
    """Return the distinct typed words whose meaning no passage has."""
    unsaid = _unsaid(question.language)
    text = unsaid.sub(lambda match: " " * len(match[0]), question.text)
    typed = [match.span() for match in _TYPED.finditer(text)]
    starts = [start for start, _ in typed]
    terms_at: dict[tuple[int, int], set[str]] = {}
    for term in question.analyzed if text == question.text else first_terms(analyze(text)):
        if not term.beside and not _RUN.search(text, term.start, term.end):
            place = bisect_right(starts, term.start) - 1
            inside = place >= 0 and term.end <= typed[place][1]
            span = typed[place] if inside else (term.start, term.end)
            terms_at.setdefault(span, set()).add(term.text)
    words = {text[start:end]: terms for (start, end), terms in terms_at.items()}
    return [word for word, terms in words.items() if _is_missing(word, terms, question)]


def _is_missing(word: str, terms: set[str], question: Question) -> bool:
    language = question.language
    if len(word) == 1 or asked_month(word.lower(), language):
        return False
    if language.negation and re.fullmatch(language.negation, word, re.IGNORECASE):
        return False
    meaning = terms - grammar_terms(language) - asked_terms(language) - language.clitics
    numbers = {term for term in meaning if term.isdigit() and len(meaning) > 1}
    return bool(meaning) and not meaning <= MONTH_TERMS.keys() and (numbers or meaning) <= question.unknown


def _missing_runs(question: Question) -> list[str]:
    """Return the parts of runs without spaces, of two characters or more, of which no passage has a pair."""
    found = []
    asked = _unsaid(question.language).sub(" ", question.text)
    for run in _RUN.findall(without_grammar(asked, question.language)):
        known = [pair not in question.unknown for pair, _, _ in pairs_of(run)]
        left = "".join(
            "\n" if any(known[max(place - 1, 0) : place + 1]) else char
            for place, (char, _, _) in enumerate(singles_of(run))
        )
        found += [word for word in left.split("\n") if len(word) > 1]
    return list(dict.fromkeys(found))


@cache
def _inflected(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(\w{{4,}}?)(?:{language.endings}) \1(?:{language.endings})")


@cache
def _ending(language: Language) -> re.Pattern[str]:
    return re.compile(language.endings)


@cache
def _unsaid(language: Language) -> re.Pattern[str]:
    border = r"\b" if language.has_spaces else ""
    return re.compile(f"{border}(?:{language.questions.unsaid or '(?!)'}){border}", re.IGNORECASE)


def _may_be_respelt(word: str, plain: str, question: Question) -> bool:
    """Check whether a word is long enough and no abbreviation such as DNA or mRNA.

    If the endings of the language are unknown, a typo cannot be distinguished from an ending.
    """
    if not question.language.endings or is_part_of_others(plain, question.language):
        return False
    if word[1:] != word[1:].lower() and question.text != question.text.upper():
        return False
    return plain.isalpha() and SHORTEST <= len(plain) <= LONGEST


def _loses_a_name(word: str, suggestion: str, text: str) -> bool:
    """Check whether a capitalised word inside a question would become a lower-case one."""
    is_name = word[0].isupper() and not text.startswith(word) and text != text.upper()
    return is_name and suggestion[0].islower()


def _known_terms(question: Question) -> list[str]:
    return [term for term in question.idf if term not in question.unknown]


def _share(question: Question, text: str) -> float:
    """Return a text's coverage of the question's known words, 0..1; 0 if no word is known."""
    known = set(_known_terms(question))
    total = question.idf_coverage(known)
    return question.idf_coverage(known.intersection(running_terms(text))) / total if total else 0.0


def _words_as_long(text: str, letters: int) -> list[tuple[str, str]]:
    """Return the words of a text of about this length, both folded and as written."""
    longest = range(max(SHORTEST, letters - 2), letters + 3)
    return [(_plain(word), word) for word in _WORD.findall(text) if len(word) in longest]


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else "".join(plain_words(word))


def _text_of(passage: Passage) -> str:
    return f"{passage.source.title or ''}\n{passage.text}"
