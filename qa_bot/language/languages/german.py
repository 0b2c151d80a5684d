"""German."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

__all__ = ["GERMAN"]

_HOW_MANY: Final = (
    "wie ?viele?r?n?|wie (?:alt|lang|lange|weit|hoch|tief|breit|groß|gross|schwer|schnell|oft|häufig"
    "|teuer)|welche[rn]? (?:anzahl|zahl|prozentsatz|anteil|betrag|menge|höhe|summe)"
)

_QUESTIONS: Final = Questions(
    who="wer|wem|wen|wessen",
    when="wann",
    where="wo|wohin|woher",
    what="was|welche|welchem|welchen|welcher|welches|womit|wofür|worüber|wodurch|worin|woran",
    why_or_how="warum|weshalb|wieso|weswegen|wie|wieviel|wieviele",
    yes_no=(
        "ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|gibt|gab|kann|können|konnte"
        "|konnten|darf|dürfen|muss|müssen|musste|soll|sollen|sollte|will|wollen|stimmt"
    ),
    openers="ab|an|auf|aus|bei|bis|durch|für|gegen|in|mit|nach|seit|um|unter|über|von|vor|während|wegen|zu",
    how_many=_HOW_MANY,
    what_time="welche[mnrs]? (?:jahr|monat|tag|datum|woche|jahrzehnt|jahrhundert|uhrzeit)",
    number=_HOW_MANY + "|was koste(?:t|te|ten|n)",
    time="wann|welche[mnrs]? (?:jahr|monat|tag|datum|woche|jahrzehnt|jahrhundert)",
    place="wo|wohin|woher|welche[mnrs]? (?:stadt|land|staat|ort|region|provinz|dorf|fluss|kontinent)",
    name=(
        "wer|wem|wen|wessen|welche[mnrs]? (?:person|mann|frau|könig|königin|präsident|präsidentin|autor"
        "|autorin|firma|unternehmen|gruppe|architekt|architektin|universität|schule|organisation|partei"
        "|verein)"
    ),
    wants_number=(
        r"(?:\w+ ){0,2}(?:wie ?viele?r?n?|wie (?:alt|lang|hoch|tief|breit|groß|gross|schwer|teuer)"
        "|welche[rn]? (?:anzahl|zahl|prozentsatz|anteil|betrag)|was koste(?:t|te|ten|n))"
    ),
    wants_name=r"\W*(?:wer|wem|wen|wessen|wie heiß(?:t|en))",
    requests=(
        r"^\W*(?:bitte )?(?:erkläre?|beschreibe?|nenne?|vergleiche?|erläutere?|schildere?)n?\b(?: sie\b"
        r"| mir\b| bitte\b)*|\bwas (?:ist |war )?(?:passiert|geschehen|geschah)\b|\bstimmt es,? dass\b"
        r"|\bist es wahr,? dass\b"
    ),
    asking_words=words("""
        wahr falsch gehört passiert passierte geschehen geschah erwähnt artikel autor autorin text texte
        nachrichten sagt sagte gesagt laut erzählt weiß bekannt jemand irgendjemand etwas irgendetwas
        alles jeder niemand schrieb geschrieben berichtet berichtete gelesen frage antwort eigentlich
        genau wirklich genannt namens ungefähr etwa erwähnen erwähnte erwähnten erwähnung passieren geschieht
        sag sage sagen sagten erzähl erzählen erzählte reden redet redete geredet sprechen spricht sprach
        sprachen gesprochen beschreiben beschreibt beschrieb beschrieben beschreibung berichten berichteten
        melden meldet meldete meldeten gemeldet wissen weißt wusste wüsste ahnung irgendeine irgendwo
        angeblich zufolge erklären erklärt herausfinden herausgefunden information informationen schreiben
        schreibt du mir hast kannst könntest möchte möchten bitte gern gerne
    """),
    unsaid=(
        "wie (?:alt|lang|lange|weit|hoch|tief|breit|groß|gross|schwer|schnell|oft|häufig|teuer)"
        r"|finden? (?:\w+ ){0,2}heraus|nach angaben"
    ),
)

_ANSWERS: Final = Answers(
    numbers=(
        "null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|(?:drei|vier|fünf|sech|sieb"
        r"|acht|neun)zehn|\w*(?:zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
        "|hundert|tausend)|(?:hundert|tausend|million|milliarde|billion|dutzend)(?:e|en)?"
        r"|\w*million(?:en)?|keine?r?|halb\w*|hälfte|drittel|viertel|einmal|zweimal|doppelt|beide[nrs]?"
        "|paar|mehrere[nr]?"
    ),
    times=(
        "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|montag"
        "|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|heute|gestern|morgen|vorgestern"
        "|jahrhunderts?|jahrzehnts?|winter|sommer|frühling|frühjahr|herbst|nachts?|abends?|mittags?"
        "|morgens"
    ),
)

GERMAN: Final = Language(
    code="de",
    name="German",
    function_words=words("""
        aber alle allem allen aller als am an auch auf aus bei beim bis da damit dann das dass dem den
        denen der deren des dessen dich die dies diese diesem diesen dieser dieses doch dort durch ein
        eine einem einen einer eines er es etwas euch für gab gegen gibt hat hatte hatten haben habe
        hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder
        jedes kann kein keine keinem keinen keiner konnte können man mehr mich mit muss nach neben nicht
        noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll
        sollte sondern über um und uns unser unter vom von vor wann war waren warum was weil welche
        welchem welchen welcher welches wem wen wenn wer werden weshalb wessen wie wieso wieviel viele
        viel will wir wird wo wofür woher wohin womit worden worüber wurde wurden während zu zum zur
        zwischen heißt heisst
    """),
    everyday_words=words("""
        kostet kostete kosteten gekostet bringt brachte macht machte sagt sagte bedeutet geschah
        passiert passierte gewann gewonnen starb gestorben geboren liegt steht geht kommt bleibt
        öffnet schließt teuer heute gestern
    """),
    letters=frozenset("äöüß"),
    months=in_order("januar februar märz april mai juni juli august september oktober november dezember"),
    month_forms=(in_order("jänner feber maerz"),),
    short_months=(
        in_order("jan feb mär apr mai jun jul aug sep okt nov dez"),
        in_order("jan feb mrz apr mai jun jul aug sept"),
    ),
    stemmer="german",
    capitalises_nouns=True,
    decimal_comma=True,
    endings="|e|n|en|er|ern|es|s|em|st|t|te|ten|et",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
