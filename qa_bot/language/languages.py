"""The words of grammar of each language, by which a text's language is told; names of months; stemmers.

A text's language is guessed by its function words, one vote each. English is taken where nothing tells more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FUNCTION_WORDS", "MONTH_NUMBERS", "STEMMERS", "language_of"]

FUNCTION_WORDS: Final = {
    "en": """
        a about above after all also although am an and any are as at be because been before between both
        but by can could did do does during each every for from get had has have he her him his how i if in
        into is it its may more most not of on or our out over she should so some such than that the their
        them then there these they this those to under until up was we were what when where which while who
        whose why will with would you your
    """,
    "de": """
        aber alle allem allen aller als am an auch auf aus bei beim bis da damit dann das dass dem den denen
        der deren des dessen dich die dies diese diesem diesen dieser dieses doch dort durch ein eine einem
        einen einer eines er es etwas euch für gab gegen gibt hat hatte hatten hatten haben habe hinter ich
        ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kein
        keine keinem keinen keiner konnte können man mehr mich mit muss nach neben nicht noch nun nur ob
        oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollte sondern über
        um und uns unser unter vom von vor wann war waren warum was weil welche welchem welchen welcher
        welches wem wen wenn wer werden wer weshalb wessen wie wieso wieviel viele viel will wir wird wo
        wofür woher wohin womit worden worüber wurde wurden während zu zum zur zwischen heißt heisst
    """,
    "fr": """
        à ai alors après au aucun aussi autre aux avait avant avec avez avoir beaucoup car ce cela celle
        celui ces cet cette ceux chez combien comme comment contre dans de depuis des donc dont du elle
        elles en encore entre est et été étaient était eu eux fait il ils je jusque la le les leur leurs
        lors lui mais même mes moi moins mon ne ni nos notre nous on ont ou où par parce pas pendant peu
        peut plus pour pourquoi près qu quand que quel quelle quelles quels qui quoi sa sans se sera ses si
        son sont sous sur ta te tes toi ton toujours tous tout toute toutes très tu un une vers vos votre
        vous y quelqu c d l s n j m
    """,
    "es": """
        a al algo algunos ante antes aquel aquella aunque cada como cómo con contra cual cuál cuales cuáles
        cuando cuándo cuanta cuánta cuantas cuántas cuanto cuánto cuantos cuántos de del desde donde dónde
        durante e el él ella ellas ellos en entre era eran es esa ese eso esta está están estaba este esto
        estos fue fueron ha han hasta hay la las le les lo los más me mi muy nada ni no nos o otra otro para
        pero por porque qué que quién quien quiénes quienes se ser será si sí sin sobre son su sus también
        tan tiene todo todos tras tu un una uno unos y ya
    """,
    "pt": """
        a à ao aos às as até com como da das de dela dele deles depois do dos e é ela elas ele eles em entre
        era eram essa esse esta está este eu foi foram há isso isto já lhe mais mas me mesmo muito na não
        nas nem no nos nós o onde os ou para pela pelas pelo pelos por porque porquê qual quais quando
        quanta quantas quanto quantos que quê quem são se sem ser seu seus só sobre sua suas também tem têm
        um uma você
    """,
    "it": """
        a ad agli ai al alla alle allo anche avere c che chi ci col come con contro cosa cui da dagli dai
        dal dalla dalle dallo degli dei del della delle dello di dopo dov dove e è ed era erano essere fra
        fu furono gli ha hanno i il in io l la le lei lo loro lui ma mi nei nel nella nelle nello no noi non
        o ogni perché per più prima qual quale quali quando quanta quante quanti quanto quella quello questa
        queste questi questo se senza si sia sono sta su sua sue sugli sui sul sulla sulle sullo suo suoi
        tra tutti tutto un una uno vi
    """,
    "nl": """
        aan al als bij dan dat de deze die dit door een en er had hadden heb hebben heeft het hij hoe
        hoeveel hun ik in is je kan met mijn na naar niet nog nu of om onder ook op over te tegen toen tot
        uit van veel voor waar waarom waarheen wanneer waren was wat welk welke werd werden wie wiens wij
        worden wordt zal ze zich zij zijn zo zonder zou
    """,
    "ru": """
        а без более бы был была были было быть в вам вас во вот все всё всех вы где да для до его ее её если
        есть еще ещё же за и из или им их к как какая какие какой каком какую ко когда который которая
        которые которых кто кого кому кем куда ли между меня мне много на над не него нее неё нет них но ну
        о об он она они оно от откуда перед по под после почему при про с сколько со та так также там те тем
        то того только том ты у уже что чего чем чему чтобы эта эти это этого этой этом этот я зачем чей чья
        чьё чьи
    """,
}
"""Words of grammar and of asking, by language."""

_MONTHS: Final = {
    "en": "january february march april may june july august september october november december",
    "short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "at": "jänner feber maerz",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ru2": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ru3": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
}
MONTH_NUMBERS: Final = {
    name: number for names in _MONTHS.values() for number, name in enumerate(names.split(), start=1)
} | {"sept": 9}
"""The number of a month, from 1, by each of its names in lower case."""

STEMMERS: Final = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "it": "italian",
    "nl": "dutch",
    "ru": "russian",
}
"""Name of the stemmer of each language."""


def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, words in FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            found[word].append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_VOTES: Final = _languages_of_words()


def language_of(words: Iterable[str]) -> str:
    """Guess the language of a text's words; English unless another has more votes."""
    votes = Counter(language for word in words for language in _votes(word))
    best = max(votes, key=lambda language: votes[language], default="en")
    return best if votes[best] > votes["en"] else "en"


@lru_cache(maxsize=1 << 16)
def _votes(word: str) -> tuple[str, ...]:
    return _VOTES.get(word.lower(), ())
