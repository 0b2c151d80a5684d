"""Follow-up questions that are no sentence, such as "and in Shanghai?", "when?", "the women?".

A fragment takes the place of the part of the question before that is of its kind: a time, a place, a name, a
noun phrase, the question words. If there is none, it is added to the question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language.names import person_in
from qa_bot.language.phrases import TIME, Phrases
from qa_bot.language.word_lists import (
    AUXILIARIES,
    DETERMINERS,
    PLACE_PREPOSITIONS,
    PLACES,
    PREPOSITIONS,
    QUESTION_WORDS,
    VERBS,
)

if TYPE_CHECKING:
    from qa_bot.language.phrases import Phrase
    from qa_bot.language.referents import Before

__all__ = ["from_fragment", "is_fragment", "is_only_names"]

_FEW: Final = 5
"""Words of a fragment with a preposition, at most."""
_NAME_WORDS: Final = 3
_DEGREES: Final = "many|much|often|long|far|old|big|high|tall|large|big|late|fast"
_WORDS_ALONE: Final = re.compile(
    rf"(?:(?:by|since|until|till|for|to|from|with|at|in|on|against|under|about|of) )?"
    rf"(?:how (?:{_DEGREES})|how come|what for|what|which|who|whom|whose|when|where|why|how)"
    r"(?: (?:not|exactly|precisely|else|ones?|of (?:them|these|those)|for|again|so|then|"
    r"years?|months?|days?|dates?|time|cit(?:y|ies)|countr(?:y|ies)|towns?|compan(?:y|ies)|firms?|people|reasons?|"
    r"price|percentage|share|kind|page|paper|newspaper|article|team|part(?:y|ies)))?",
    re.IGNORECASE,
)
_ADVERBS: Final = re.compile(
    r"(?:worldwide|nationwide|globally|elsewhere|overall|in total|abroad|at home|on average"
    r"|(?:only|just|even|already) (?:\d[\d.,]*|[A-Za-z]+)(?: \w+){0,2})",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    r"(?:please )?(?:(?:tell me |show me |anything |something |any )?more(?: details?"
    r"| about (?:it|that|this|them))?"
    r"|go on|details|for example|such as|like what|anything else|what else|who else|where else)(?: please)?",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"^(?:how (?:many|much)|what|which) ", re.IGNORECASE)
_COUNTED_OBJECT: Final = re.compile(
    r"(?P<noun>(?:\w+ ){0,2}?\w+) (?P<aux>do|does|did|has|have|had|will|can|could) (?P<rest>.+)",
    re.IGNORECASE,
)
"""What follows "how many" where the subject is another: "users did the app have"."""
_RELATIVE: Final = re.compile(r"(?:before|earlier|later|after)$")
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MONTH: Final = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


def is_fragment(text: str, *, led: bool, marked: bool) -> bool:  # noqa: PLR0911  one for each form
    """Check whether a text, without its mark and its "and", is no question of its own.

    `led` says that it began with "and" or "what about", `marked` that it ended with a question mark.
    """
    if _WORDS_ALONE.fullmatch(text) or _ADVERBS.fullmatch(text) or _MORE.fullmatch(text):
        return True
    found = Phrases(text)
    lows = [low for low in found.lows if low[0].isalnum()]
    if not lows or lows[0] in QUESTION_WORDS | AUXILIARIES or any(low in AUXILIARIES for low in lows):
        return False
    if TIME.fullmatch(text):
        return True
    if any(low in QUESTION_WORDS for low in lows) or any(mark in found.lows for mark in ",;:"):
        return False
    if lows[0] in PREPOSITIONS or lows[:2] == ["more", "than"]:
        return len(lows) <= _FEW + led and (led or marked)
    if led:
        return len(lows) <= _FEW + 1 and not any(low in VERBS for low in lows[1:-1])
    return _are_names(found)


def is_only_names(text: str) -> bool:
    """Check whether a text is one to three names and numbers, and no time: "DingTalk", "Boeing 737"."""
    return not TIME.fullmatch(text) and not _WORDS_ALONE.fullmatch(text) and _are_names(Phrases(text))


def _are_names(found: Phrases) -> bool:
    names = [word for word in found.words if word.is_capital or word.text.isdigit()]
    return 0 < len(names) == len(found.words) <= _NAME_WORDS


def from_fragment(before: Before, text: str) -> str:  # noqa: PLR0911  one for each form
    """Complete a fragment from the question before; "" if it replaces no part of it and adds to none."""
    if _MORE.fullmatch(text):
        return f"more about {before.statement}" if "else" not in text else f"{text}: {before.statement}"
    if _WORDS_ALONE.fullmatch(text):
        return _with_question_words(before, text)
    if TIME.fullmatch(text):
        return _with_time(before, text)
    if _ADVERBS.fullmatch(text) and text.split(maxsplit=1)[0].lower() in {"only", "just", "even", "already"}:
        return f"{text}: {before.asked.text}"
    found = Phrases(text)
    first = found.lows[0]
    if first in PREPOSITIONS:
        return _with_preposition(before, text, first)
    if _ADVERBS.fullmatch(text) or not found.heads:
        return f"{_without_place(before)} {text}"
    return _with_noun(before, found)


def _with_question_words(before: Before, words: str) -> str:
    words = re.sub(r" (?:of (?:them|these|those)|ones?)$", "", words, flags=re.IGNORECASE)
    counts = words.lower() in {"how many", "how much", "which"}
    if counts and before.counted and not before.rest.lower().startswith(("is ", "are ", "was ", "were ")):
        return f"{words} {before.predicate}"
    if words.lower() == "why not":
        return f"{words}: {before.rest[:1].lower()}{before.rest[1:]}"
    if words.lower().endswith(" exactly"):
        words = words.rpartition(" ")[0]
    if before.starts_with_auxiliary:
        rest = before.rest
        return f"{words} {rest[0].lower()}{rest[1:]}"
    if match := _COUNTED_OBJECT.match(before.rest) if _COUNTED.match(before.asked.text) else None:
        times = [start - (len(before.asked.text) - len(before.rest)) for start, _ in before.asked.times]
        end = times[0] if times else len(before.rest)
        said, time = before.rest[match.start("aux") : end].strip(), before.rest[end:]
        many = "so many " if words.lower() == "why" and match["noun"].endswith("s") else ""
        return f"{words} {said} {many}{match['noun']} {time}".strip()
    answered_by = person_in(before.answer) if before.asked.lows[0] == "who" else ""
    return f"{words}: {answered_by} {before.rest}" if answered_by else f"{words}: {before.rest}"


def _with_time(before: Before, text: str) -> str:
    asked = before.asked
    if _RELATIVE.search(text):
        return _with_relative_time(before, text)
    if not asked.times:
        bare = text[0].isdigit() or bool(_MONTH.match(text))
        return f"{asked.text} {'in ' if bare and not text.endswith('ago') else ''}{text}"
    start, end = asked.times[-1]
    old = asked.text[start:end]
    for kind in (_YEAR, _MONTH):
        alone = kind.fullmatch(re.sub(r"^in ", "", text))
        if alone and (known := kind.search(old)):
            if kind is _YEAR and known[0] == alone[0]:
                break  # all of that year rather than its month
            new = kind.sub(alone[0], old)
            return asked.text[:start] + new + asked.text[end:]
    preposition = re.match(r"(?:at|by|since|until|before|after|in|on|from|during) ", old)
    new = text
    if preposition and (text[0].isdigit() or _MONTH.match(text)) and not text.endswith("ago"):
        new = f"{preposition[0]}{text}"
    return f"{asked.text[:start].rstrip()} {new} {asked.text[end:].lstrip()}".strip()


def _with_relative_time(before: Before, text: str) -> str:
    """Put "one month before" in front of the time of a question; "" if it has none."""
    if not before.asked.times or not text.endswith(("before", "after")):
        return ""
    asked, (start, end) = before.asked.text, before.asked.times[-1]
    time = re.sub(r"^(?:at|by|since|until|in|on|from|during) ", "", asked[start:end], flags=re.IGNORECASE)
    return f"{asked[:start].rstrip()} {text} {time} {asked[end:].lstrip()}".strip()


def _with_preposition(before: Before, text: str, preposition: str) -> str:
    """Replace what follows the same preposition, or for a place the known place; else add the phrase."""
    asked = before.asked
    if text.lower() == preposition:
        return ""
    new = Phrases(text)
    is_name = bool(new.heads) and bool(new.heads[0].names)
    same = [p for p in asked.heads if p.preposition == preposition]
    alike = [p for p in same if bool(p.names) == is_name]
    same = alike or (same if len(same) == 1 and preposition in PLACE_PREPOSITIONS else [])
    object_ = text[len(preposition) + 1 :]
    if same:
        old = same[-1]
        return asked.text[: old.start] + object_ + asked.text[old.head_end :]
    if preposition in PLACE_PREPOSITIONS and is_name:
        for phrase in asked.heads:
            if phrase.is_place and phrase.preposition in PLACE_PREPOSITIONS:
                start = phrase.start - len(phrase.preposition) - 1
                return asked.text[:start] + text + asked.text[phrase.head_end :]
        for word in asked.words[1:]:
            if word.low in PLACES and word.is_capital:
                return asked.text[: word.start] + object_ + asked.text[word.end :]
    return f"{asked.text} {text}"


def _without_place(before: Before) -> str:
    """Return the question before without the place that it names behind a preposition."""
    text = before.asked.text
    for phrase in before.asked.heads:
        if phrase.is_place and phrase.preposition:
            start = phrase.start - len(phrase.preposition) - 1
            return f"{text[:start].rstrip()}{text[phrase.head_end :]}"
    return text


def _with_noun(before: Before, new: Phrases) -> str:
    asked, phrase = before.asked, new.heads[0]
    if phrase.is_only_names:
        if old := _name_to_replace(before, phrase.words[0].low in PLACES):
            start, end = old
            return asked.text[:start] + new.text.removeprefix("the ").removeprefix("The ") + asked.text[end:]
        if phrase.words[0].low in PLACES:
            return f"{asked.text} in {new.text}"
    if phrase.names and (kept := _kept_name(before, new)):
        return kept
    if replaced := _phrase_to_replace(before, phrase):
        return asked.text[: replaced.start] + new.text + asked.text[replaced.head_end :]
    return f"{new.text}: {asked.text}" if phrase.is_only_names else ""


def _phrase_to_replace(before: Before, new: Phrase) -> Phrase | None:
    """Find the phrase of a question that another one replaces: of the same noun, or else of the same form."""
    asked = before.asked
    same = [phrase for phrase in asked.heads if phrase.words[-1].low == new.words[-1].low]
    alike = same or [phrase for phrase in asked.heads if _is_alike(phrase, new)]
    if before.opening and _COUNTED.match(asked.text):
        counted = [phrase for phrase in alike if phrase.start == before.opening.end()]
        alike = counted or alike
    return alike[0] if alike else None


def _is_alike(old: Phrase, new: Phrase) -> bool:
    """Check whether two noun phrases are of one form: by their articles, names, and number."""
    if new.names:
        return bool(old.names)
    if old.is_only_names:
        return _is_bare(new) and not new.is_plural
    if _is_bare(old) or _is_bare(new):
        return old.is_plural == new.is_plural and (_is_bare(old) == _is_bare(new) or new.is_plural)
    return True


def _is_bare(phrase: Phrase) -> bool:
    return phrase.text.split()[0].lower() not in DETERMINERS


def _kept_name(before: Before, new: Phrases) -> str:
    """Put "Ines Calder's husband" in the place of "Ines Calder"."""
    for phrase in before.asked.heads:
        if phrase.names:
            name = before.asked.text[phrase.names[0].start : phrase.names[-1].end]
            if name in new.text:
                return before.asked.text.replace(name, new.text, 1)
    return ""


def _name_to_replace(before: Before, is_place: bool) -> tuple[int, int] | None:
    """Find the name of a question that another name of its kind replaces."""
    asked = before.asked
    named = []
    for phrase in asked.heads:
        names = phrase.names
        if names:
            at_place = names[0].low in PLACES or (phrase.preposition in PLACE_PREPOSITIONS)
            named.append((at_place, names[0].start, names[-1].end))
    same = [(start, end) for at_place, start, end in named if at_place == is_place]
    every = [(start, end) for _, start, end in named]
    if same:
        return same[0]
    return every[0] if every and not is_place else None
