"""Italian."""

from __future__ import annotations

from typing import Final

from qa_bot.language.language import Answers, Language, Questions, in_order, words

__all__ = ["ITALIAN"]

_HOW_MANY: Final = (
    "quant[oaie]|(?:che|quale?) (?:numero|percentuale|proporzione|parte|quantità|importo|età|altezza)"
)

_QUESTIONS: Final = Questions(
    who="chi",
    when="quando",
    where="dove|dov",
    what="che|cosa|quale|quali|qual",
    why_or_how="perché|come|quanto|quanta|quanti|quante",
    yes_no="è|sono|era|erano|fu|furono|ha|hanno|aveva|può|possono|deve|c",
    openers=(
        "a|ad|al|alla|con|contro|da|dal|dalla|di|del|della|dopo|durante|entro|fino|fra|in|nel|nella|per"
        "|prima|su|tra"
    ),
    how_many=_HOW_MANY,
    what_time="(?:che|quale?) (?:anno|mese|giorno|data|settimana|decennio|secolo|ora|epoca)",
    number=_HOW_MANY
    + (
        r"|qual (?:è|era|fu) (?:il |la |l['\u2019])(?:numero|percentuale|prezzo|costo|popolazione|altezza"
        "|lunghezza|età|distanza|velocità)"
    ),
    time="quando|(?:che|quale?) (?:anno|mese|giorno|data|decennio|secolo|epoca|ora)",
    place=(
        "dove?|(?:che|quale?) (?:città|paese|stato|regione|luogo|posto|provincia|continente|villaggio|fiume)"
    ),
    name=(
        "chi|(?:che|quale?) (?:persona|uomo|donna|re|regina|presidente|autore|autrice|azienda|società"
        "|gruppo|architetto|architetta|università|scuola|organizzazione|squadra|compositore)"
    ),
    wants_number=(
        r"(?:\w+ ){0,2}(?:quant[oaie]|(?:che|quale) (?:numero|percentuale|proporzione|quantità)|qual (?:è"
        r"|era|fu) (?:il |la |l['\u2019])(?:numero|prezzo|costo|popolazione|percentuale|lunghezza"
        "|altezza) d[a-z]*)"
    ),
    wants_name=r"\W*(?:chi|come si chiama\w*|qual (?:è|era) il nome)",
    requests=(
        r"^\W*(?:per favore,? )?(?:spieg\w+|descriv\w+|riassum\w+|confront\w+|definisc\w+)\b"
        r"|\b(?:che )?cosa è (?:successo|accaduto)\b|\bè vero che\b"
    ),
    asking_words=words("""
        vero falso sentito successo accaduto menziona menzionato articolo articoli autore autrice testo
        testi notizie dice disse detto secondo sa conosciuto qualcuno nessuno qualcosa niente scrisse
        scritto letto domanda risposta esattamente davvero chiama chiamato chiamata tipo circa menzionare
        menzionata menzione citato citata succede accade accadde dire dicono dissero racconta raccontare
        raccontami parla parlare parlato parlano parlò descrive descritto descritta descrivere descrizione
        spiega spiegare riferisce riferito riporta riportato sai sapere sapete sanno qualche alcuna dimmi
        dirmi dica puoi può potresti viene vorrei voglio scopri scoprire informazioni
    """),
    unsaid="quanto tempo|(?:(?:hai|ha|avete) )?(?:(?:qualche|alcuna|nessuna) |un['\u2019]|)idea|mi chiedo",
)

_ANSWERS: Final = Answers(
    numbers=(
        "uno|una|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici"
        r"|quindici|sedici|dicias\w+|diciotto|diciannove|vent\w+|trent\w+|quarant\w+|cinquant\w+"
        r"|sessant\w+|settant\w+|ottant\w+|novant\w+|\w*cento|centinai[ao]|mille|\w*mila|migliai[ao]"
        "|milion[ei]|miliard[oi]|decin[ae]|dozzin[ae]|zero|nessun[oa]?|metà|mezz[oa]|terzo|quarto|doppio"
        "|entrambi|diversi|diverse"
    ),
    times=(
        "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
        "|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|secol[oi]|decenni[o]?|oggi|ieri|domani"
        "|inverno|estate|primavera|autunno|notte|sera|mattina"
    ),
    capitals="A-ZÀ-ÖØ-Þ",
    places=(
        "(?:a|ad|al|alla|in|nel|nella|di|del|della|da|dal|dalla|verso|presso|tra|fra|per|su|sul"
        r"|sulla) (?:il |la |l['\u2019])?|(?:d|dell|nell|all|dall)['\u2019]"
    ),
)

ITALIAN: Final = Language(
    code="it",
    name="Italian",
    function_words=words("""
        a ad agli ai al alla alle allo anche avere c che chi ci col come con contro cosa cui da dagli
        dai dal dalla dalle dallo degli dei del della delle dello di dopo dov dove e è ed era erano
        essere fra fu furono gli ha hanno i il in io l la le lei lo loro lui ma mi nei nel nella nelle
        nello no noi non o ogni perché per più prima qual quale quali quando quanta quante quanti quanto
        quella quello questa queste questi questo se senza si sia sono sta su sua sue sugli sui sul
        sulla sulle sullo suo suoi tra tutti tutto un una uno vi
    """),
    everyday_words=words("""
        costa costano costava costò vinto vince apre aperto chiude chiuso morto nato nata nacque
        chiama chiamava successo disse dice fece fa abita vive caro cara oggi ieri ore anno anni
        città
    """),
    letters=frozenset("àèéìòù"),
    months=in_order(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
    ),
    short_months=(in_order("genn febbr marzo apr maggio giugno lugl agosto sett ott nov dic"),),
    stemmer="italian",
    decimal_comma=True,
    endings="|o|a|i|e|to|ta|ti|te|re|no|va|vano",
    questions=_QUESTIONS,
    answers=_ANSWERS,
)
