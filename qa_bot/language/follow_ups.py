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
from qa_bot.language.phrases import TIME, Phrases, without_mark
from qa_bot.language.referents import Before
from qa_bot.language.word_lists import (
    AUXILIARIES,
    BE,
    BOUNDARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    RELATIONAL,
    VERBS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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
_EXPLETIVE: Final = re.compile(
    r"\bwhat (?:time|day|date) is it\b|\bwhat is it like to\b"
    r"|\bit(?:'s| is| was)? (?:true|so|rain|rains|snows)\b"
    r"|\bhow (?:far|long) is it (?:to|from)\b|\b(?:is|was) it that\b"
    r"|\b(?:is|was|will|would) it (?:be )?(?:\w+ ){0,2}?(?!\w+ed\b)\w+(?: for \w+)? to\b"
    r"|\b(?:is|was|will|would|has) it (?:be )?(?:\w+ ){1,3}?that\b"
    r"|\b(?:has|did) it (?:\w+ )?become\b|\bma(?:ke|kes|de) it (?:\w+ )?\w+ (?:to|for|that)\b"
    r"|\bdoes it mean (?:for|to|if|when|that)\b|\bit (?:\w+ )?takes?\b(?= \w)"
    r"|\bdo(?:es)? it (?:take|cost|matter|need)(?= \w)|\bdid it (?:take|cost)(?= \w)"
    r"|\b(?:does|did|will|is) it (?:rain|snow|going to rain|raining|snowing)\b",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(r"^how (?:many|much) (?=\w)", re.IGNORECASE)
_THAT_LAST: Final = re.compile(
    r"^(?:(?:who|when|where|why|how|what|is|was|did|does|how (?:much|many|long)) )"
    r"(?:\w+ ){0,3}?(?P<that>that|this)(?: (?:mean|happen|work|help|cost|end|true|possible|right"
    r"|really|so|in \w+))?$",
    re.IGNORECASE,
)
_AT_END: Final = re.compile(
    r"\b(?:about|of|for|with|to|on|against|after|before|by) (?P<that>that|this|those)$", re.I
)
_OTHERS: Final = re.compile(
    r"\bthe (?:others?|rest|former|latter|(?:first|second|last|other) (?:ones?|two))"
    r"(?= (?:is|are|was|were|do|does|did|has|have|will|can|could|would|from)\b|$)"
)
_AFTER_THERE: Final = frozenset({"", "now", "today", "all", "in", "before", "after", "since", "during"})
_SAYING: Final = frozenset(
    {"say", "says", "said", "think", "thinks", "believe", "believes", "claim", "claims"}
)
_SUBJECTS: Final = frozenset({"he", "she", "they", "it"})


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
    before = Before(previous, answer)
    body, led = _without_lead(text)
    meant = _complete(before, body, led=led, marked=question.rstrip().endswith("?"))
    if meant is None or " ".join(meant.lower().split()) in {text.lower(), body.lower()}:
        return None
    meant = " ".join(meant.split())
    return f"{meant[0].upper()}{meant[1:]}?"


def _complete(before: Before, body: str, *, led: bool, marked: bool) -> str | None:
    if is_fragment(body, led=led, marked=marked):
        resolved = _with_referents(before, body) or body
        return from_fragment(before, resolved)
    if led and (match := re.match(r"^(?:what|how) about ", body, re.IGNORECASE)):
        body = body[match.end() :]
    for rule in (_with_counted, _with_statement, _with_referents, _with_full_name):
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
    phrases = Phrases(text)
    if _OTHERS.search(text) or _THAT_LAST.match(text):
        return f"{text}: {before.statement}"
    if (match := _AT_END.search(text)) and not _has_name(phrases):
        return f"{text[: match.start('that')]}{match['that']}: {before.statement}"
    if re.search(r"\bthen$", text) and phrases.lows[0] in QUESTION_WORDS:
        when = before.time()
        said = re.sub(r"\bthen$", when or "then", text)
        return f"{said}: {before.statement}"
    content = [phrases.lows[here] for here in range(len(phrases.words)) if phrases.is_content(here)]
    verbs = [low for low in phrases.lows if low in VERBS]
    meaning = set(content) | set(verbs)
    opens = phrases.lows[0] in QUESTION_WORDS | BE | {"did", "does"}
    is_short = len(phrases.lows) <= 5  # noqa: PLR2004
    if opens and is_short and meaning and meaning <= RELATIONAL and not phrases.times:
        return f"{text}: {before.statement}"
    is_bare = not _has_name(phrases) and PRONOUNS.isdisjoint(set(phrases.lows) - {"else"})
    if "else" in phrases.lows[:2] and is_bare and len(meaning) <= 2:  # noqa: PLR2004
        return f"{text}: {before.statement}"
    return None


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
    phrases = Phrases(text)
    found: list[tuple[int, int, str]] = []
    for here, word in enumerate(phrases.words):
        meant = _referent(before, phrases, here)
        if meant:
            found.append((word.start, word.end, meant))
    if not found:
        pointed = _pointed_at(before, phrases)
        found = [pointed] if pointed else []
    if not found:
        return None
    for start, end, meant in reversed(found):
        text = text[:start] + meant + text[end:]
    return text


def _referent(before: Before, phrases: Phrases, here: int) -> str:
    """Return what the word at a place stands for; "" for other words and where it is not known."""
    low = phrases.lows[here]
    following = phrases.lows[here + 1] if here + 1 < len(phrases.lows) else ""
    rule = _RULES.get(low)
    if low == "there" and (not here or phrases.lows[here - 1] in BE or following not in _AFTER_THERE):
        return ""
    if rule is None or (low == "it" and _is_expletive(phrases, here)):
        return ""
    owns = low in {"his", "its", "their"} or (low == "her" and _is_noun_next(phrases, here))
    owns = owns or (low == "it" and following in {"'s", "\u2019s"})
    if _has_antecedent(phrases, here, owns=owns):
        return ""
    meant = rule(before)
    if low == "them" and here and phrases.lows[here - 1] == "of":
        meant = before.several()
    if not meant:
        return ""
    if here and phrases.lows[here - 1] == "of" and meant[0].islower() and meant.split()[0] not in DETERMINERS:
        meant = f"the {meant}"
    if owns:
        return f"{meant}'" if meant.endswith("s") else f"{meant}'s"
    return meant


def _is_expletive(phrases: Phrases, here: int) -> bool:
    """Check whether an "it" stands for nothing: "is it true that", "how long does it take to"."""
    start = phrases.words[here].start
    return any(match.start() <= start < match.end() for match in _EXPLETIVE.finditer(phrases.text))


def _is_noun_next(phrases: Phrases, here: int) -> bool:
    return here + 1 < len(phrases.words) and (phrases.is_content(here + 1) or phrases.lows[here + 1] in VERBS)


def _has_antecedent(phrases: Phrases, here: int, *, owns: bool) -> bool:
    """Check whether a pronoun may stand for a phrase in front of it in the same question.

    In one clause an object never stands for the subject, so a phrase counts only with a boundary between
    the two; a possessive may stand for any phrase before it.
    """
    start, low = phrases.words[here].start, phrases.lows[here]
    plural = low in {"they", "them", "their", "theirs"}
    earlier = [phrase for phrase in phrases.heads if phrase.end <= start]
    if low in {"it", "its"}:
        earlier = [phrase for phrase in earlier if not phrase.is_plural]
    if plural and not owns:
        earlier = [phrase for phrase in earlier if phrase.has_plural or phrase.names]
    if low == "there":
        return any(phrase.names for phrase in phrases.heads)
    if low == "they" and any(phrase.is_place for phrase in phrases.heads):
        return True  # people in general: "Do they drive on the left in Ireland?"
    if owns and "," in phrases.lows[here:] and _has_name(phrases):
        return True  # "After its opening, what did the theatre show?"
    if owns:
        return bool(earlier) or not _SUBJECTS.isdisjoint(phrases.lows[:here])
    ends = [phrase.end for phrase in earlier]
    if low in _SUBJECTS and len(earlier) > 1 and phrases.is_content(here - 1):
        return True  # "the day he left"
    return any(
        word.low in BOUNDARIES | _SAYING and min(ends) <= word.start < start for word in phrases.words if ends
    )


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
    **dict.fromkeys(("they", "their"), Before.several),
    "them": _last_several,
    "there": Before.place,
}
