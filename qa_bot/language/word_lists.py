"""Short lists of English words by their part in a sentence, for the reading of follow-up questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qa_bot.language.language import words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ACRONYMS",
    "AUXILIARIES",
    "BE",
    "BOUNDARIES",
    "DETERMINERS",
    "MEASURES",
    "NOUN_OR_VERB",
    "PERSONAL",
    "PERSONS",
    "PLACES",
    "PLACE_PREPOSITIONS",
    "POINTED_AT",
    "PREPOSITIONS",
    "PRONOUNS",
    "QUESTION_WORDS",
    "RELATIONAL",
    "VERBS",
    "WORKS",
]

QUESTION_WORDS: Final = words("what which who whom whose when where why how")
BE: Final = words("is are was were be been being am isn't aren't wasn't weren't")
AUXILIARIES: Final = BE | words("""
    do does did has have had will would can could should may might must don't doesn't didn't hasn't haven't
    won't wouldn't can't couldn't
""")
DETERMINERS: Final = words(
    "the a an this that these those any some no every each its his her their our my your"
)
PLACE_PREPOSITIONS: Final = words("in at from near outside across throughout within around to")
PREPOSITIONS: Final = PLACE_PREPOSITIONS | words("""
    of for with by about on against without between among during since until before after under over into
    through towards behind besides per like than as to
""")
PRONOUNS: Final = words("""
    i you he she it we they me him her us them his hers its their theirs there then one ones others else
    himself
    itself themselves
""")
BOUNDARIES: Final = words("""
    , ; : and or but when while if because that which who whose whom once so as before after until to since
    than
    where whether although
""")
"""Words that part two clauses of a question."""
ACRONYMS: Final = words("ceo cfo cto gdp sme smes qr tv ai it pdf i co2 dna")
"""Written in capitals although they are no names."""
PERSONAL: Final = words("""
    say says said think thinks thought like likes promise promised expect expects claim claims claimed argue
    argues argued want wants believe believes hope hopes born died die write writes wrote married elected
    telecommuting working old job work works
""")
"""Words of questions about a person."""
PERSONS: Final = words("""
    actor actress ambassador architect artist attorney author baker boss boy brother captain ceo chairman
    chancellor chef chief clerk coach commissioner composer cook daughter deputy designer director doctor
    driver editor engineer expert farmer father firefighter fisherman founder girl governor head husband
    inventor judge justice king landlord lawyer leader man manager mayor minister mother nurse officer
    owner painter partner pilot player poet pope premier president priest prince princess professor queen
    reporter secretary senator singer sister soldier son spokesman student suspect teacher tenant victim
    wife winner witness woman worker writer
""")
"""Nouns of one person."""
MEASURES: Final = words("""
    age amount century date day decade kind month number part per percentage portion price proportion quarter
    rate share size sort sum time total type week year
""")
"""Nouns whose question is answered by a figure or a date, or that only say how a thing is measured."""
WORKS: Final = words("""
    agreement article ballad bill book constitution diary document essay film guide law letter magazine memoir
    newspaper novel opera paper play poem post report review script series song speech story strategy
    study survey text thesis treaty trilogy
""")
"""Nouns of what somebody writes or publishes."""
POINTED_AT: Final = words("""
    company firm app report platform airline city town country person man woman team group club party bank
    party organisation organization figure number product tool service plan study book film law project
    ministry agency court university school museum newspaper magazine
""")
"""Nouns that stand for something named before: "the company"."""
RELATIONAL: Final = words("""
    happen happened happens happening next blame responsible involved exceptions exemptions deaths victims
    survivors injured alternatives reason reasons consequence consequences cause causes effect effects result
    results source sources details won paid changed worked exact more
""")
"""Words that mean nothing without something that they belong to."""
NOUN_OR_VERB: Final = words("""
    work market plan report cost use strike fire name play show end rise vote cause change house land film
    study order trade rule share burst
""")
_REGULAR: Final = """
    accept adopt agree allow announce answer appear apply argue arrest arrive ask attack attend avoid believe
    belong borrow break build burn buy call carry catch cause celebrate change charge choose claim close
    collect come
    compare complain consist contain continue cost count cover create cross cut deal decide define deliver
    demand deny describe design destroy develop die disagree discover discuss drive drop earn eat elect
    employ encourage end enter estimate exist expect explain export fail fall fight fill find finish fit fix
    fly follow force form found gain get give go grow happen hate hear help hire hit hold hope import improve
    include increase influence inform install intend introduce invent invest involve join jump keep kill know
    land launch lead learn leave lend let lie like listen live look lose love make manage mean meet mention
    merge miss need observe offer open operate oppose organise own pay pick plan plant play postpone predict
    prefer prevent produce promise propose protect prove provide publish pull push put raise reach react read
    receive recommend recover reduce refuse register reject release rely remain remember remove repair
    replace report require resign resume return rise run save say see seek seem sell send serve show sign
    sing sit sleep speak spend spread stand start state stay steal stop strike study succeed suffer suggest
    supply support suspend swim take talk teach tell test think throw touch travel try turn understand use
    vaccinate visit vote wait walk want warn watch wear win wish work worry write cancel direct attract
    inspire
    begin bring feel fund guess measure pass pollute move ban rebuild relate suspect treat
"""
_IRREGULAR: Final = words("""
    ate became began begun bore born borne bought broke broken brought built came caught chose chosen cost cut
    did died done drank drove drawn driven fallen fell felt fled flew fought found forgot gave given gone got
    grew grown had held heard hit kept knew known laid lay led left lent lost made meant met paid put read
    ran rang risen rose said sang sank sat saw seen sold sent shot shown shut spoke spoken spent stood stole
    stolen struck swam taken taught thought threw thrown told took understood went won wore worn wrote written
    burst dying lying
""")


def _forms() -> Iterator[str]:
    """Yield the regular forms of each verb."""
    for verb in _REGULAR.split():
        stem = verb.removesuffix("e")
        yield from (verb, f"{verb}s", f"{stem}ed", f"{stem}ing")
        if verb.endswith("y"):
            yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
        if len(verb) == len("run") or verb in {"begin", "cancel", "travel", "drop", "plan", "stop"}:
            yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


VERBS: Final = (frozenset(_forms()) | _IRREGULAR) - NOUN_OR_VERB - words("counting building meaning meeting")
PLACES: Final = words("""
    africa america asia europe antarctica oceania scandinavia afghanistan albania algeria argentina armenia
    australia austria bangladesh belgium bolivia brazil bulgaria cambodia cameroon canada chile china colombia
    croatia cuba cyprus czechia denmark ecuador egypt england estonia ethiopia finland france georgia germany
    ghana greece hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan
    kazakhstan
    kenya korea kuwait latvia lebanon libya lithuania luxembourg malaysia mali malta mexico moldova mongolia
    morocco mozambique myanmar nepal netherlands nigeria norway pakistan panama paraguay peru philippines
    poland
    portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain
    sudan sweden switzerland syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay uzbekistan
    venezuela vietnam wales yemen zambia zimbabwe usa us uk eu britain amsterdam athens baghdad bangkok
    barcelona beijing berlin bogota boston brussels budapest cairo chicago chongqing copenhagen delhi dubai
    dublin edinburgh frankfurt geneva guangzhou hamburg hangzhou helsinki hubei istanbul jakarta karachi kiev
    kyiv lagos lima lisbon london madrid manila milan montreal moscow mumbai munich nairobi nanjing oslo paris
    prague rome seoul shandong shanghai shenzhen stockholm sydney tehran tianjin tokyo toronto vienna vilnius
    warsaw washington wuhan xi'an zurich california texas florida bavaria macau tibet
""")
"""Countries and large cities in one word: which name of a question another one replaces."""
