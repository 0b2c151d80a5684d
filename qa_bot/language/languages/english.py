"""English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ENGLISH"]

_DEGREES: Final = "long|old|far|large|big|tall|high|often|fast|deep|wide|heavy"
"""After "how" they ask for a number."""
_MEASURES: Final = (
    "number|percent|percentage|proportion|share|fraction|total|amount|population|average|mean|median|length|"
    "size|width|height|distance|age|cost|price|speed|rate|value|range|incidence|prevalence|mortality"
)

_QUESTIONS: Final = Questions(
    who="who|whom|whose",
    when="when",
    where="where",
    what="what|which",
    why_or_how="why|how",
    yes_no=("am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"),
    openers="about|after|at|before|by|during|for|from|in|of|on|since|to|until",
    how_many=(
        rf"how\s+(?:many|much|{_DEGREES})"
        r"|(?:what|which)\s+(?:number|percent|percentage|proportion|share|amount|quantity)"
    ),
    what_time=r"(?:what|which)\s+(?:year|month|day|date|week|decade|century|time)",
    number=(
        rf"how (?:many|much|{_DEGREES}|likely|few)"
        rf"|what (?:(?:is|was|are|were) the )?(?:{_MEASURES})"
    ),
    time="when|(?:what|which) (?:year|month|day|date|decade|century|era)|how (?:recently|soon|early|late)",
    place=(
        "where|(?:what|which) (?:city|country|state|region|place|location|continent|town|province|county|area"
        "|river)"
    ),
    name=(
        "who|whom|whose|(?:what|which) (?:person|man|woman|king|queen|president|author|scientist|company"
        "|organi[sz]ation|people|leader|group|composer|architect|team|university|school)"
    ),
    wants_number=(
        r"(?:\w+ ){0,2}(?:how (?:many|much|old|tall|long|large|big|high|heavy|deep|wide)"
        r"|(?:what|which) (?:number|percent\w*|proportion|share|amount)"
        r"|what (?:is|was|are|were) the (?:number|price|cost|population|percentage|size|length|height) of)"
    ),
    wants_name=r"\W*(?:who|whom|whose|(?:what|which) (?:is|was|are|were) the names? of)",
    requests=(
        r"^\W*(?:please )?(?:explain|describe|summari[sz]e|list|define|compare|discuss|outline)\b"
        r"|\bwhat (?:else |has |have |had |is |was )?happen(?:s|ed|ing)?\b"
        r"|\bis it (?:true|so) that\b|\b(?:have|did) (?:you|anyone|anybody) (?:ever )?hear[d]?\b"
        r"|\baccording to\b|\bin the (?:news|articles?|papers?)\b"
        r"|\b(?:write|writes|wrote|written|report|reports|reported|publish|published|tell|told|mention|mentioned)"
        r"(?= (?:about|on|of|that)\b)"
    ),
    asking_words=words("""
        true false heard hear happen happened happening mention mentioned article articles author authors text
        texts passage news say said according tell told know known anybody anyone someone somebody something
        anything everybody everyone nobody write wrote written report reported read question answer actually
        exactly really kind sort called many talk describe description discuss discussion explain explanation
        summary summarise summarize anywhere somewhere precisely specifically apparently allegedly supposedly
        whats wheres whos whens hows thats theres im ive dont doesnt didnt isnt arent wasnt werent hasnt
        havent hadnt cant couldnt wont wouldnt shouldnt
    """),
    unsaid=(
        rf"how (?:{_DEGREES})|(?:any|no) ideas?|(?:have|has|had|or) an idea"
        r"|(?:any|more|some|further) (?:information|info|details|facts)"
        r"|(?:find|finds|finding|found|figure|figured) out|(?:show|help) me|refer(?:s|red|ring)? to"
        r"|(?:like|love|want|wants|wanted|curious) to (?:know|hear|learn|ask)"
        r"|(?:wonder(?:s|ed|ing)?|check|ask|learn|remember|recall) (?:if|whether|who|what|when|where|which"
        r"|why|how)|i wonder"
        r"|(?:correct|right|certain|sure|aware|the case) that"
    ),
)

_ANSWERS: Final = Answers(
    numbers=(
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
        "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
        "|(?:hundred|thousand|million|billion|trillion|dozen)s?|zero|none|half|third|quarter|twice|once|double"
        "|first|second|single|both|couple|several"
    ),
    times=(
        "january|february|april|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct"
        "|nov|dec|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
        "|(?:century|centuries|decade|today|yesterday|ago|era|winter|summer|spring|autumn|bc|ad)s?"
    ),  # "march" and "may" are more often verbs
    capitals="A-Z",
    places=(
        "(?:in|at|from|near|to|on|into|of|across|throughout|outside|inside|between|along|around|within) "
        "(?:the )?"
    ),
)

_ADJECTIVES: Final = """
    big small, large small, great small, high low, long short, tall short, old new, old young, early late,
    strong weak, rich poor, wealthy poor, fast slow, quick slow, hot cold, warm cold, warm cool, heavy light,
    dark light, bright dark, deep shallow, wide narrow, broad narrow, hard easy, hard soft, thick thin,
    loud quiet, wet dry, clean dirty
"""
_OPPOSITES: Final = """
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
_VOWELS: Final = "aeiou"
_SHORT_MONTHS: Final = (
    in_order("jan feb mar apr may jun jul aug sep oct nov dec"),
    in_order("jan feb mar apr may jun jul aug sept"),
)


def _opposites() -> Iterator[tuple[str, str]]:
    """Pair common words of no particular subject; adjectives in all forms: large, larger, largest."""
    for pair in _OPPOSITES.split(","):
        one, other = pair.split()
        yield one, other
    for pair in _ADJECTIVES.split(","):
        one, other = pair.split()
        yield from zip(_inflected(one), _inflected(other), strict=True)


def _inflected(adjective: str) -> Iterator[str]:
    """Yield an adjective, its comparative and its superlative."""
    yield adjective
    stem = re.sub("y$", "i", adjective.removesuffix("e"))
    if re.search(f"[^{_VOWELS}][{_VOWELS}][dgnt]$", adjective):
        stem += stem[-1]
    yield from (stem + "er", stem + "est")


ENGLISH: Final = Language(
    code="en",
    name="English",
    function_words=words("""
        a about above after all also although am an and any are as at be because been before between both
        but by can could did do does during each every for from get had has have he her him his how i if in
        into is it its may more most not of on or our out over she should so some such than that the their
        them then there these they this those to under until up was we were what when where which while who
        whose why will with would you your
    """),
    further_grammar=words("""
        again among being doing done down either else ever few gets give given gives go goes got having here
        hers just last let like made make makes many me might mine much must my name named near no nor off
        often once one only other own per please said say says since still take tell through till too us use
        very way well went whether whom within without yet
    """),
    clitics=words("s t d m ll re ve"),
    months=in_order("january february march april may june july august september october november december"),
    month_forms=_SHORT_MONTHS,
    short_months=_SHORT_MONTHS,
    stemmer="english",
    opposites=tuple(_opposites()),
    not_opposed=r"how \w+|at (?:least|most)|a few",
    endings="|s|es|ed|d|er|r|ers|rs|est|st|ing|ly|ion|ions|or|ors|y|al",
    family_endings=("er", "or", "ed", "ing", "ion", "ment", "al", "y", "ness"),
    negation=r"\w*n['\u2019]t",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
