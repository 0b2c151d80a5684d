"""Dutch."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

__all__ = ["DUTCH"]

_HOW_MANY: Final = (
    "hoeveel|hoe (?:oud|lang|ver|hoog|diep|breed|groot|zwaar|snel|vaak|duur)|welke? (?:aantal|percentage"
    "|deel|bedrag)"
)

_QUESTIONS: Final = Questions(
    who="wie|wiens",
    when="wanneer",
    where="waar|waarheen|waarvandaan",
    what="wat|welk|welke",
    why_or_how="waarom|hoe|hoeveel|hoelang",
    yes_no="is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|mag|moet|zal|zou",
    openers="aan|bij|door|in|met|na|naar|om|op|over|sinds|tegen|tot|uit|van|via|voor",
    how_many=_HOW_MANY,
    what_time="(?:welke?|wat voor) (?:jaar|maand|dag|datum|week|decennium|eeuw|uur|tijd)",
    number=_HOW_MANY
    + (
        "|wat (?:is|was) (?:het|de) (?:aantal|percentage|prijs|bevolking|hoogte|lengte|leeftijd|afstand"
        "|snelheid)"
    ),
    time="wanneer|welke? (?:jaar|maand|dag|datum|decennium|eeuw|uur)",
    place=(
        "waar|waarheen|waarvandaan|welke? (?:stad|land|staat|regio|plaats|plek|provincie|werelddeel|dorp"
        "|rivier)"
    ),
    name=(
        "wie|wiens|welke? (?:persoon|man|vrouw|koning|koningin|president|auteur|schrijver|schrijfster"
        "|bedrijf|groep|architect|architecte|universiteit|school|organisatie|ploeg|componist)"
    ),
    wants_number=(
        r"(?:\w+ ){0,2}(?:hoeveel|hoe (?:oud|lang|hoog|diep|breed|groot|zwaar|duur)|welk (?:aantal"
        "|percentage|deel)|wat (?:is|was) (?:het|de) (?:aantal|prijs|bevolking|percentage|lengte"
        "|hoogte) van)"
    ),
    wants_name=r"\W*(?:wie|wiens|hoe heet\w*|wat (?:is|was) de naam van)",
    requests=(
        r"^\W*(?:leg uit|beschrijf|vergelijk|definieer|vat samen|noem)\b|\bwat (?:is "
        r"|was )?(?:er )?gebeur(?:d|de)\b|\bis het waar dat\b"
    ),
    asking_words=words("""
        waar onwaar gehoord gebeurd gebeurde vermeld genoemd artikel artikelen auteur tekst teksten
        nieuws zegt zei gezegd volgens weet bekend iemand niemand iets niets schreef geschreven gemeld
        gelezen vraag antwoord precies echt heet genaamd soort ongeveer noemen noemt noemde vermelden vermeldt
        vermeldde vermelding gebeuren gebeurt zeggen zeiden zeg vertel vertellen verteld spreken spreekt sprak
        gesproken praten praat praatte gepraat beschrijven beschrijft beschreef beschreven beschrijving
        melden meldt meldde bericht berichten weten wist enig uitleggen uitzoeken kun kunt me mij wil willen
        graag informatie
    """),
    unsaid=(
        "hoe (?:oud|lang|ver|hoog|diep|breed|groot|zwaar|snel|vaak|duur)|(?:enig|een|geen) idee"
        r"|zoek (?:\w+ ){0,2}uit|vraag me af"
    ),
)

_ANSWERS: Final = Answers(
    numbers=(
        "één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|(?:der|veer|vijf|zes|zeven|acht"
        r"|negen)tien|\w*(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd"
        "|duizend)|(?:honderd|duizend|tientall|dozijn)en|miljoen(?:en)?|miljard(?:en)?|nul|geen|helft"
        "|halve?|derde|kwart|dubbele?|beide|meerdere|paar"
    ),
    times=(
        "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|maandag"
        "|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|eeuw(?:en)?|decennium|vandaag|gisteren|morgen"
        "|winter|zomer|lente|voorjaar|herfst|najaar|avond|nacht|ochtend"
    ),
    capitals="A-ZÀ-ÖØ-Þ",
    places="(?:in|te|op|aan|bij|naar|uit|van|tussen|over|langs|rond|nabij|tot) (?:de |het )?",
)

DUTCH: Final = Language(
    code="nl",
    name="Dutch",
    function_words=words("""
        aan al als bij dan dat de deze die dit door een en er had hadden heb hebben heeft het hij hoe
        hoeveel hun ik in is je kan met mijn na naar niet nog nu of om onder ook op over te tegen toen
        tot uit van veel voor waar waarom waarheen wanneer waren was wat welk welke werd werden wie
        wiens wij worden wordt zal ze zich zij zijn zo zonder zou
    """),
    everyday_words=words("""
        kost kosten kostte kostten gewonnen gebeurd gebeurde ligt staat gaat komt blijft zegt zei
        heet dicht duur oud vandaag gisteren jaar stad prijs
    """),
    letters=frozenset("éëïóöü"),
    months=in_order(
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    short_months=(in_order("jan febr mrt apr mei jun jul aug sep okt nov dec"), in_order("jan feb")),
    stemmer="dutch",
    decimal_comma=True,
    endings="|e|n|en|s|t|te|ten|de|den|er",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
