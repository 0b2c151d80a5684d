"""A follow-up question and the question before it -> the question that was meant.

Rules for English, by form: a fragment ("and in Shanghai?") or a question with a word that points back ("who
owns it?"). A question is left as it is if it can stand alone, or if what it points at is not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language.detection import language_of
from qa_bot.language.fragments import from_fragment, is_fragment
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.led_questions import led_question
from qa_bot.language.names import person_in
from qa_bot.language.phrases import TIME, Phrases, without_mark
from qa_bot.language.pile_questions import pile_question
from qa_bot.language.pronouns import pronouns_of
from qa_bot.language.referents import Before
from qa_bot.language.word_lists import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    RELATIONAL,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_bot.language.pronouns import Pronoun

__all__ = ["completed"]

_LONGEST: Final = 16
"""Words; a longer question stands alone."""
_LONGEST_BEFORE: Final = 1_000
"""Characters; in a longer text before it, nothing shows what a follow-up points at."""
_LEAD: Final = re.compile(r"^(?:and|but|so|ok|okay|or|also|no|well|then)\b,? +(?=\S)", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"^(?:what about|how about|what of|(?:and )?the same (?:question )?for|same (?:question )?for"
    r"|i (?:mean|meant)|not \S+(?: but)?,?) +(?=\S)",
    re.IGNORECASE,
)
_OF_ARTICLE: Final = {
    "when": "When was this article published?",
    "where": "Where was this article published?",
    "who": "Who wrote this article?",
    "by whom": "Who wrote this article?",
}
"""What follows a question about the article itself; anything else does not lean on one."""
_PERSONS: Final = frozenset({"he", "she", "him", "they", "them"})
_HOW_MANY: Final = re.compile(r"^how (?:many|much) (?=\w)", re.IGNORECASE)
_THAT_LAST: Final = re.compile(
    r"^(?:(?:who|when|where|why|how|what|is|was|did|does|how (?:much|many|long)) )"
    r"(?:\w+ ){0,4}?(?P<that>that|this)(?: (?:mean|happen|work|help|cost|end|true|possible|right"
    r"|really|so|in \w+))?$",
    re.IGNORECASE,
)
_SAYING: Final = re.compile(r"\b(?:say|says|said|claim(?:s|ed)?|tell|told)\b", re.IGNORECASE)
_WHEN_WAS_IT: Final = re.compile(r"when (?:is|was) it", re.IGNORECASE)
_AT_END: Final = re.compile(
    r"\b(?:about|of|for|with|to|on|against|after|before|by) (?P<that>that|this|those)$", re.I
)
_OTHERS: Final = re.compile(
    r"\bthe (?:others?|rest|former|latter|(?:first|second|last|other) (?:ones?|two))"
    r"(?= (?:is|are|was|were|do|does|did|has|have|will|can|could|would|from)\b|$)"
)


def completed(previous: str, answer: str, question: str) -> str | None:
    """Return the question that a follow-up means; None for a question that stands alone.

    `previous` is the question before, `answer` the words that answered it ("" for none). No text has filters.
    """
    text = " ".join(without_mark(question).split())
    if not text or len(text.split()) > _LONGEST or not previous.strip():
        return None
    if len(previous) > _LONGEST_BEFORE or len(text) > _LONGEST_BEFORE:
        return None
    if not _is_english(previous):
        return None
    if (earlier := pile_question(previous)) and earlier.of_source:
        return _OF_ARTICLE.get(text.lower().removeprefix("and "))
    lead, asked = led_question(previous)
    said_by = person_in(answer) if lead.lower().startswith("who ") else ""
    before = Before(asked, "" if lead else answer, said_by)
    body, led = _without_lead(text)
    meant = _complete(before, body, led=led, marked=question.rstrip().endswith("?"))
    if not meant or " ".join(meant.lower().split()) in {text.lower(), body.lower()}:
        return None
    meant = " ".join(meant.split())
    return f"{meant[0].upper()}{meant[1:]}?"


def _complete(before: Before, body: str, *, led: bool, marked: bool) -> str | None:
    if is_fragment(body, led=led, marked=marked):
        counts = body.lower() in {"how many of them", "how much of it"}
        resolved = None if counts else _with_referents(before, body)
        return from_fragment(before, resolved or body) or None
    if led and (match := re.match(r"^(?:what|how) about ", body, re.IGNORECASE)):
        body = body[match.end() :]
    for rule in (_with_article, _with_counted, _with_statement, _with_referents, _with_full_name):
        if (meant := rule(before, body)) is not None:
            return meant
    return None


def _without_lead(text: str) -> tuple[str, bool]:
    """Take "and", "what about" and the like off a question; tell whether there were any."""
    body = text
    for pattern in (_LEAD, _ABOUT, _LEAD):
        body = pattern.sub("", body, count=1)
    return body, body != text


def _is_english(text: str) -> bool:
    return language_of(re.findall(r"\w+", text), text) is ENGLISH


def _with_article(before: Before, text: str) -> str | None:
    """Read "who wrote it" as a question about the article, unless the one before is about a written work."""
    asked = pile_question(text)
    if asked is None or not asked.of_source or asked.is_sure or before.is_about_work():
        return None
    return re.sub(r"\bit\b", "this article", text, flags=re.IGNORECASE)


def _with_counted(before: Before, text: str) -> str | None:
    """Complete "how many were there in 1990" with what was counted before."""
    match = _HOW_MANY.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    first = rest.split()[0].lower()
    if TIME.fullmatch(rest):
        return from_fragment(before, rest)
    if first not in (AUXILIARIES | VERBS) - {"open"} or " it" in f" {text.lower()}" or not before.counted:
        return None
    if match[0].lower().startswith("how much"):
        return None
    head = before.counted
    return _with_place_words(before, f"{match[0]}{head} {rest}")


def _with_place_words(before: Before, text: str) -> str:
    return re.sub(r"\bthere$", before.place() or "there", text) if not text.endswith("were there") else text


def _with_statement(before: Before, text: str) -> str | None:
    """Complete a question about all of the question before: "who said that", "what happened then"."""
    text = _with_subject(before, text)
    phrases = Phrases(text)
    if any(pronoun.low in _PERSONS for pronoun in pronouns_of(phrases)):
        return None
    if (match := _AT_END.search(text)) and not _has_name(phrases):
        return f"{text[: match.start('that')]}{match['that']}: {_stated(before, text)}"
    if re.search(r"\bthen$", text) and phrases.lows[0] in QUESTION_WORDS:
        said = re.sub(r"\bthen$", before.time() or "then", text)
        return f"{said}: {before.statement}"
    is_about_it = _OTHERS.search(text) or _THAT_LAST.match(text) or _means_nothing_alone(phrases)
    return f"{text}: {_stated(before, text)}" if is_about_it else None


def _stated(before: Before, text: str) -> str:
    """Return what "that" is; all words of the question where a follow-up asks who said it."""
    return before.whole if _SAYING.search(text) else before.statement


def _means_nothing_alone(phrases: Phrases) -> bool:
    """Check for a short question without a subject of its own: "who was responsible", "what else changed"."""
    lows = phrases.lows
    content = {lows[here] for here in range(len(lows)) if phrases.is_content(here)}
    meaning = content | {low for low in lows if low in VERBS}
    opens = lows[0] in QUESTION_WORDS | BE | {"did", "does"}
    is_short = len(lows) <= 5  # noqa: PLR2004
    if opens and is_short and meaning and meaning <= RELATIONAL and not phrases.times:
        return True
    is_bare = not _has_name(phrases) and PRONOUNS.isdisjoint(set(lows) - {"else"})
    return "else" in lows[:2] and is_bare and len(meaning) <= 2  # noqa: PLR2004


def _with_subject(before: Before, text: str) -> str:
    """Put what they stand for in the place of "he", "she", "they", and of "it" in "when did it say that"."""
    replaced = _PERSONS | {"it"} if _THAT_LAST.match(text) else _PERSONS
    for pronoun in reversed([pronoun for pronoun in pronouns_of(Phrases(text)) if pronoun.low in replaced]):
        meant = _referent(before, pronoun)
        text = text[: pronoun.start] + (meant or pronoun.low) + text[pronoun.end :]
    return text


def _has_name(phrases: Phrases) -> bool:
    return any(word.is_capital for word in phrases.words[1:])


def _with_full_name(before: Before, text: str) -> str | None:
    """Write a name in full where the follow-up has a part of it: "Lu" for "Lu Ning"."""
    phrases = Phrases(text)
    for phrase in phrases.heads:
        for word in phrase.names if len(phrase.names) == 1 else ():
            full = before.full_name(word.text)
            if full and word.start and full not in text and not phrase.is_place:
                return text[: word.start] + full + text[word.end :]
    return None


def _with_referents(before: Before, text: str) -> str | None:
    """Put what they stand for in the place of pronouns and of "the company"; None if there are none."""
    if _WHEN_WAS_IT.fullmatch(text) and not before.has_event():
        return None
    phrases = Phrases(text)
    pronouns = list(pronouns_of(phrases))
    if [pronoun.low for pronoun in pronouns].count("it") > 1:
        return None  # a thing does nothing to itself
    found = [
        (pronoun.start, pronoun.end, meant) for pronoun in pronouns if (meant := _referent(before, pronoun))
    ]
    if not found:
        pointed = _pointed_at(before, phrases)
        found = [pointed] if pointed else []
    if not found:
        return None
    for start, end, meant in reversed(found):
        text = text[:start] + meant + text[end:]
    return text


def _referent(before: Before, pronoun: Pronoun) -> str:
    """Return what a pronoun stands for; "" where it is not known."""
    is_one_of = pronoun.low == "them" and pronoun.after_of
    meant = before.several() if is_one_of else _RULES[pronoun.low](before)
    if not meant:
        return ""
    if pronoun.after_of and meant[0].islower() and meant.split()[0] not in DETERMINERS:
        meant = f"the {meant}"
    if pronoun.owns:
        return f"{meant}'" if meant.endswith("s") else f"{meant}'s"
    return meant


def _pointed_at(before: Before, phrases: Phrases) -> tuple[int, int, str] | None:
    """Find "the company" or "those buses" at the end of a question about nothing else."""
    if len(phrases.heads) != 1 or _has_name(phrases):
        return None
    phrase = phrases.heads[0]
    article = phrase.text.split()[0].lower()
    if article not in {"the", "that", "those", "these", "this"} or len(phrase.words) != 1 or phrases.times:
        return None
    after = [
        low for low in (word.low for word in phrases.words if word.start >= phrase.end) if low not in VERBS
    ]
    if not PREPOSITIONS.isdisjoint(after):
        return None
    meant = before.pointed_at(phrase.words[0].low)
    return (phrase.start, phrase.end, meant) if meant and meant != phrase.text else None


def _last_several(before: Before) -> str:
    return before.several(last=True)


_RULES: Final[dict[str, Callable[[Before], str]]] = {
    **dict.fromkeys(("he", "she", "him", "his", "her", "hers"), Before.person),
    **dict.fromkeys(("it", "its"), Before.thing),
    **dict.fromkeys(("they", "their", "theirs"), Before.several),
    "them": _last_several,
    "there": Before.place,
}
