"""A text is in the language of its function words or its script; what tells little is English or unknown."""
# ruff: noqa: RUF001  texts of other scripts

import pytest

from qa_bot.language import detection
from qa_bot.language.detection import LANGUAGES, language_in
from qa_bot.language.language import UNKNOWN, Language
from qa_bot.language.languages.english import ENGLISH


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Who was the architect of the bridge?", "en"),
        ("Wer war die Architektin der Brücke?", "de"),
        ("Qui était l'architecte du pont ?", "fr"),
        ("¿Quién fue la arquitecta del puente?", "es"),
        ("Quem foi a arquiteta da ponte?", "pt"),
        ("Chi era l'architetta del ponte?", "it"),
        ("Wie was de architect van de brug?", "nl"),
        ("Кто был архитектором моста?", "ru"),
        ("стоимость моста", "ru"),
        ("大桥的建筑师是谁？", "zh"),
        ("IBM的市长是谁", "zh"),
        ("橋の建築家は誰ですか？", "ja"),
        ("다리의 건축가는 누구입니까?", "ko"),
        ("ตลาดน้ำเปิดวันไหน", "th"),
    ],
)
def test_each_language_is_told(text: str, code: str) -> None:
    """By one question."""
    assert language_in(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "bridge total cost",
        "café price",
        "red car",
        "van sales",
        "What's Zoë Ångström's job?",
        "What does 港町の市長 mean?",
        "Trip.com livestream views",
        "",
        "1998",
    ],
)
def test_little_that_tells_is_english(text: str) -> None:
    """Key words, a name from elsewhere, or a word that is grammar elsewhere, tell of no other language."""
    assert language_in(text) is ENGLISH


@pytest.mark.parametrize(
    "text",
    [
        "Kto był architektem mostu?",
        "Vem var arkitekten bakom bron?",
        "Köprünün mimarı kimdi?",
        "Cine a fost arhitectul podului?",
        "Хто був архітектором мосту?",
        "Кой е архитектът на моста?",
        "Ποιος ήταν ο αρχιτέκτονας;",
        "من كان مهندس الجسر؟",
        "पुल का वास्तुकार कौन था?",
        "Vágóhíd Gyűjtőkör költségvetés",
        "Zer litzateke zubiaren prezioa?",
    ],
)
def test_a_language_without_a_value_is_unknown(text: str) -> None:
    """Of the same letters as those that have one, too."""
    assert language_in(text) is UNKNOWN


EVERYDAY = {
    "de": """
        Was kostet die Fahrt? | Was kostete die Brücke? | War die Brücke teuer? | Was bringt die Reform?
        Was sagt die Polizei? | Hat die Stadt Geld? | Wer gewann? | Wo liegt Hamburg? | Wann starb Goethe?
        Wie teuer war die Brücke? | was kostet die fahrt
    """,
    "fr": """
        Où est la gare ? | Combien coûte le billet ? | Qui a gagné ? | Quand ouvre le musée ? | Est-ce cher ?
        Que dit le maire ? | Quel âge a Marie ? | Pourquoi le pont est fermé ? | Où habite Paul ?
    """,
    "es": """
        ¿Cuánto cuesta? | ¿Dónde está la estación? | ¿Quién ganó? | ¿Cuándo abre el museo? | ¿Qué pasó?
        ¿Es caro? | Que hora es? | ¿Cuántos años tiene? | Donde nacio Picasso? | ¿Quién murió?
    """,
    "pt": """
        Quanto custa? | Onde fica a estação? | Quem ganhou? | Que horas são? | Por que fechou a ponte?
        Como se chama o prefeito? | O que aconteceu? | Que disse o ministro? | Qual é o preço?
    """,
    "it": """
        Chi ha vinto? | Quanto costa? | Dov'è la stazione? | Che ore sono? | Dove abita Paolo? | Che tempo fa?
        Come si chiama il sindaco? | Cosa è successo? | Quanti anni ha?
    """,
    "nl": """
        Wat kost een kaartje? | Waar is het station? | Wie heeft gewonnen? | Hoe oud is Anna?
        Hoe laat is het? | Was de brug duur? | Is de winkel open? | Wat zegt de minister? | Waar ligt Utrecht?
    """,
    "ru": """
        Сколько стоит билет? | Где находится вокзал? | Кто победил? | Когда открывается музей? | Который час?
        Почему закрыли мост? | Как зовут мэра? | Билет дорогой?
    """,
    "en": """
        Was Obama president? | Was Die Hard successful? | War casualties in Europe? | Did men die in war?
        Was war declared in 1914? | die hard box office | Was Man Ray American? | Was Van Gogh mad?
        Is El Niño over? | name war Archduke | A study by Bouwer et al | Palliative care in Germany
        Does Die Zeit exist? | door in door out
    """,
}


@pytest.mark.parametrize(
    ("code", "question"),
    [
        (code, question.strip())
        for code, questions in EVERYDAY.items()
        for question in questions.strip().replace("\n", "|").split("|")
    ],
)
def test_short_everyday_questions(code: str, question: str) -> None:
    """Even if most of their function words are words of other languages, too."""
    assert language_in(question).code == code


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("de", 'Polish and German have one code, "de"'),
        ("pl", 'Polish is in LANGUAGES; remove "pl" from _FURTHER'),
    ],
)
def test_a_language_is_listed_once(code: str, message: str) -> None:
    """Twice, each of its words would have two votes."""
    polish = Language(code=code, name="Polish")
    with pytest.raises(ValueError, match=f"^{message}$"):
        detection._checked((*LANGUAGES, polish))
