"""A text -> its language: by its function words, one vote each, and by its script.

With little evidence, the result is:

- for languages with equally many votes, the one with the most other evidence: a question word that begins the
  text, words and letters that English lacks. English if that is equal, too;
- English, for Latin letters without a function word of any language, such as "bridge total cost";
- UNKNOWN, if many words of such a text have letters that English lacks, or if it is a question of four words
  or more: an English one would have a function word;
- UNKNOWN, for a script or a language without a value here. Function words of some of these languages vote
  too, so that Polish is not mistaken for Italian.
"""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qa_bot.language.language import UNKNOWN
from qa_bot.language.language import words as words_of
from qa_bot.language.languages.chinese import CHINESE
from qa_bot.language.languages.dutch import DUTCH
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.languages.french import FRENCH
from qa_bot.language.languages.german import GERMAN
from qa_bot.language.languages.italian import ITALIAN
from qa_bot.language.languages.japanese import JAPANESE
from qa_bot.language.languages.korean import KOREAN
from qa_bot.language.languages.portuguese import PORTUGUESE
from qa_bot.language.languages.russian import RUSSIAN
from qa_bot.language.languages.spanish import SPANISH
from qa_bot.language.languages.thai import THAI
from qa_bot.language.scripts import CHARACTER, UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.language.language import Language

__all__ = ["LANGUAGES", "language_in", "language_of"]

LANGUAGES: Final = (
    ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, DUTCH, RUSSIAN, CHINESE, JAPANESE, KOREAN, THAI
)  # fmt: skip
"""All that have a value, English first."""

_FURTHER: Final = {
    "pl": "i w z na do się nie jest był była było co to jak kto kiedy gdzie ile dlaczego dla od przez czy",
    "cs": "a v na se je byl byla bylo kdo kdy kde proč kolik jak který která které jsou nebo při od podle",
    "sv": "och i att det som en ett är var vem när hur många vad varför på för av med till från inte blev",
    "da": "og i at det som en et er var hvem hvornår hvor mange hvad hvorfor på af med til fra ikke blev",
    "fi": "ja on oli kuka milloin missä kuinka mikä miksi että ei se joka ovat mutta",
    "ro": "și în la cu de pe din este era fost a cine când unde câți ce cât pentru care sau nu au lui",
    "tr": "ve bir bu da de için ile kim ne nerede kaç neden nasıl olan oldu var değil mi mı",
    "hu": "a az és egy hogy volt van ki mikor hol hány miért mi nem is ez meg",
    "id": "dan yang di ke dari itu ini adalah siapa kapan mana berapa mengapa apa dengan untuk tidak pada",
    "uk": "і в на з що це як хто коли де скільки чому та до не був була було від для який яка які його",
    "bg": "и е на в се са от който която които това този кой кога къде колко защо беше да за не с",
    "sr": "i u je na se su od koji koja koje ko kada gde gdje koliko zašto bio bila da ne za",
}  # fmt: skip
_ENGLISH_TOO: Final = """
    car com come con den die door dos dove era gab hat hoe hun man met par per pour sin son tan tot van war
"""
"""Function words of other languages that an English text may have too, so that they vote for English too."""
_ALSO_ENGLISH: Final = words_of(_ENGLISH_TOO)

_SCRIPTS: Final = (
    ("\uac00", "\ud7a3", KOREAN),
    ("\u3041", "\u30ff", JAPANESE),
    ("\u0e01", "\u0e4e", THAI),
    ("\u3400", "\u9fff", CHINESE),
)
"""First and last letters of scripts without spaces, and their language; the first match counts."""
_NOT_RUSSIAN: Final = frozenset("\u0454\u0455\u0456\u0457\u0458\u0459\u045a\u045b\u045c\u045e\u045f\u0491")
"""Cyrillic letters that Russian lacks."""
_PER_WORD: Final = 2
"""Characters per word in scripts without spaces."""
_FOREIGN: Final = (2, 4)
"""A text without function words is not English if it has at least this many words with letters that English
lacks, and one such word in this many words; a single one may be a name."""
_ASKED_WORDS: Final = 4
"""An English question of at least this many words has a function word."""


def language_in(text: str) -> Language:
    """Return the language of a text."""
    return language_of(re.findall(rf"[^\W\d_{UNSPACED}]+", text), text)


def language_of(words: Sequence[str], text: str) -> Language:
    """Return the language of a text, given its words, as separated by spaces."""
    if not text.isascii() and (by_script := _by_script(words, text)):
        return by_script
    votes = Counter(code for word in words for code in _votes(word))
    most = max(votes.values(), default=0)
    if not most:
        return _without_votes(words, text)
    best = [code for code in votes if votes[code] == most]
    found = _BY_CODE.get(best[0] if len(best) == 1 else _most_evident(best, words), UNKNOWN)
    return UNKNOWN if found is RUSSIAN and _is_other_cyrillic(text) else found


def _most_evident(codes: Sequence[str], words: Sequence[str]) -> str:
    """Return the language with the most evidence of those with equally many votes; English if in doubt."""
    english_first = sorted(codes, key=lambda code: code != ENGLISH.code)
    return max(english_first, key=lambda code: _evidence(code, words, ENGLISH.code in codes))


def _evidence(code: str, words: Sequence[str], against_english: bool) -> int:
    """Count what speaks for a language apart from votes: a first word that asks, everyday words, letters.

    Words that vote for this language alone count, too, but not against English, in which "et al" is frequent.
    A word with a capital may be a name from elsewhere.
    """
    language, begins = _BY_CODE.get(code, UNKNOWN), words[0].lower()
    asking = _ASKING.get(code, frozenset())
    own = {begins, *(word for word in words if word == word.lower())}
    counts_alone = language is ENGLISH or not against_english
    count = counts_alone * sum(_votes(word) == (code,) for word in own)
    count += begins in asking and (language is ENGLISH or begins not in _ALSO_ENGLISH)
    count += sum(word in language.everyday_words or not language.letters.isdisjoint(word) for word in own)
    if language.capitalises_nouns and begins in asking:
        count += sum(map(_is_before_noun, words[1:], words[2:]))
    return count


def _is_before_noun(word: str, after: str) -> bool:
    """Return whether a word that English has as well is used as it is not in English: "die" before a noun."""
    return word in _ALSO_ENGLISH and after[0].isupper()


def _by_script(words: Sequence[str], text: str) -> Language | None:
    """Return the language of a text that is mostly in a script of few languages; None for all others."""
    if len(CHARACTER.findall(text)) > _PER_WORD * len(words):
        return next(
            (language for first, last, language in _SCRIPTS if any(first <= char <= last for char in text)),
            UNKNOWN,
        )
    others = sum(
        not (word[0] < "\u0370" or _is_cyrillic(word) or "\u1e00" <= word[0] < "\u1f00") for word in words
    )
    return UNKNOWN if others * 2 > len(words) else None


def _without_votes(words: Sequence[str], text: str) -> Language:
    """Return the assumed language of a text without function words of any language."""
    if words and all(map(_is_cyrillic, words)):
        return UNKNOWN if _is_other_cyrillic(text) else RUSSIAN
    foreign = sum(not word.isascii() for word in words)
    asks = text.rstrip().endswith("?") and len(words) >= _ASKED_WORDS
    least, one_of = _FOREIGN
    is_foreign = foreign * 2 > len(words) or (foreign >= least and foreign * one_of >= len(words))
    return UNKNOWN if asks or is_foreign else ENGLISH


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] < "\u0530"


def _is_other_cyrillic(text: str) -> bool:
    """Check whether a Cyrillic text has letters that Russian lacks."""
    return not _NOT_RUSSIAN.isdisjoint(text.lower())


def _by_word(lists: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """Return the codes of the languages that list each word."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, own in lists:
        for word in own:
            found[word].append(code)
    return {word: tuple(codes) for word, codes in found.items()}


def _checked(languages: Sequence[Language]) -> dict[str, Language]:
    """Return languages by their codes.

    Raises:
        ValueError: two have one code, or one of them is listed with words only as well.
    """
    found: dict[str, Language] = {}
    for language in languages:
        if language.code in found:
            msg = f'{language.name} and {found[language.code].name} have one code, "{language.code}"'
            raise ValueError(msg)
        if language.code in _FURTHER:
            msg = f'{language.name} is in LANGUAGES; remove "{language.code}" from _FURTHER'
            raise ValueError(msg)
        found[language.code] = language
    return found


_BY_CODE: Final = _checked(LANGUAGES)
_VOTES: Final = _by_word(
    [
        *((language.code, language.function_words) for language in LANGUAGES),
        *((code, words_of(own)) for code, own in _FURTHER.items()),
        (ENGLISH.code, _ALSO_ENGLISH),
    ]
)
_ASKING: Final = {
    language.code: frozenset((*language.questions.question_words, *language.questions.yes_no.split("|")))
    - frozenset(string.ascii_lowercase)
    for language in LANGUAGES
}
"""The words that begin a question of each language."""


@lru_cache(maxsize=1 << 16)
def _votes(word: str) -> tuple[str, ...]:
    """Return the codes of the languages with this function word; single letters are fragments of words."""
    return () if len(word) == 1 and word.isascii() else _VOTES.get(word.lower(), ())
