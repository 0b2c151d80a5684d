"""Words that only ask are not reported missing in any language, and keep a meaning that passages have."""
# ruff: noqa: D103, RUF001  a test's name is its claim; texts of other scripts

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.spelling import Speller

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.index.opened import Index

BRIDGES = (
    article("en", "The parliament of the island votes on the bridge in spring.", "Gulls sleep on the roof."),
    article("de", "Das Parlament der Insel stimmt im Frühling über die Brücke ab.", "Möwen schlafen."),
    article("fr", "Le parlement de l'île vote au printemps sur le pont.", "Les mouettes dorment."),
    article("es", "El parlamento de la isla vota en primavera sobre el puente."),
    article("it", "Il parlamento dell'isola vota in primavera sul ponte."),
    article("pt", "O parlamento da ilha vota na primavera sobre a ponte."),
    article("nl", "Het parlement van het eiland stemt in de lente over de brug."),
    article("ru", "Парламент острова голосует весной о мосте, и чайки спят на крыше."),
    article("zh", "岛上的议会春天对大桥进行投票，海鸥睡在屋顶上。"),
    article("ja", "島の議会は春に大橋について投票します。"),
    article("ko", "섬의 의회는 봄에 다리에 투표합니다."),
    article("th", "รัฐสภาของเกาะลงคะแนนเรื่องสะพานในฤดูใบไม้ผลิ"),
)
ASKED = {
    "en": """
        Is it true that the parliament votes on the bridge? Is it the case that the parliament votes?
        Is the bridge mentioned, and who mentions the bridge, mentioning the vote?
        What happened on the bridge? What is happening, and what happens?
        Is it reported that the parliament votes? Reportedly, as reports tell?
        Is the parliament said to vote on the bridge? What does it say?
        Who talked about the bridge? Who talks, and who is talking about the bridge?
        How is the bridge described? Who describes the bridge? Is there a description of the bridge?
        According to whom does the parliament vote? Allegedly?
        Do you know whether the parliament votes? Did you know?
        Any idea when the parliament votes? Have you any ideas, or an idea of the bridge?
        Tell me about the bridge. Could you explain the bridge, please, or show me the bridge?
        Can you find out whether the parliament votes? What did you find out about the bridge?
        I want to know when the parliament votes. I'd like to know, and I'm wondering whether we'll vote.
        Check whether the parliament votes. Is there any information on the bridge, or more details?
        Who discussed the bridge? Is there a discussion, a summary or an explanation of the vote?
    """,
    "de": """
        Stimmt es, dass das Parlament stimmt? Ist es wahr, dass das Parlament stimmt?
        Wird die Brücke erwähnt? Wer erwähnte die Brücke? Gibt es eine Erwähnung der Brücke?
        Was passierte auf der Brücke? Was ist auf der Brücke geschehen? Was geschieht dort?
        Wer berichtet über die Brücke? Was meldeten und berichten sie über die Brücke?
        Was sagen sie über die Brücke? Wer sprach über die Brücke, und wer redet über die Brücke?
        Wie wird die Brücke beschrieben? Wer beschreibt die Brücke?
        Weißt du, ob das Parlament stimmt? Hast du eine Ahnung, wann das Parlament stimmt?
        Sag mir, wann das Parlament stimmt. Kannst du mir sagen, wann das Parlament stimmt?
        Finde bitte heraus, ob das Parlament stimmt. Ich möchte gern wissen, wann das Parlament stimmt.
    """,
    "fr": """
        Est-il vrai que le parlement vote sur le pont ? Que s'est-il passé sur le pont ?
        Le pont est-il mentionné dans les articles ? Qui a fait mention du pont ?
        Que disent les articles du pont ? Peux-tu me dire quand le parlement vote ?
        Qui a parlé du pont ? Comment le pont est-il décrit ?
        Savez-vous si le parlement vote sur le pont ? Avez-vous une idée de quand le parlement vote ?
        Je voudrais savoir quand le parlement vote. J'aimerais savoir si le parlement vote.
    """,
    "es": """
        ¿Es cierto que el parlamento vota sobre el puente? ¿Qué ha pasado con el puente?
        ¿Quién mencionó el puente? ¿Se mencionan en el texto el puente y la isla?
        ¿Qué dicen del puente? ¿Quién habló del puente? ¿Cómo se describe el puente?
        ¿Sabe usted si el parlamento vota? ¿Tiene alguna idea de cuándo vota el parlamento?
        Dime cuándo vota el parlamento. ¿Puedes decirme cuándo vota el parlamento?
        Quiero saber cuándo vota el parlamento. Averigua si el parlamento vota sobre el puente.
    """,
    "it": """
        È vero che il parlamento vota sul ponte? Che cosa succede sul ponte?
        Chi menziona il ponte? Che cosa dicono del ponte? Chi ha parlato del ponte?
        Come viene descritto il ponte? Hai qualche idea di quando vota il parlamento?
        Vorrei sapere quando vota il parlamento. Puoi dirmi quando vota il parlamento?
    """,
    "pt": """
        É verdade que o parlamento vota sobre a ponte? O que tem acontecido na ponte?
        Quem mencionou a ponte? O que dizem da ponte? Quem falou da ponte?
        Como é descrita a ponte? Você tem alguma ideia de quando o parlamento vota?
        Eu gostaria de saber quando o parlamento vota. De acordo com quem o parlamento vota?
    """,
    "nl": """
        Is het waar dat het parlement stemt? Wat gebeurt er op de brug?
        Wie noemde de brug? Wie vermeldt de brug? Wat zeggen ze over de brug?
        Wie sprak over de brug? Hoe wordt de brug beschreven?
        Enig idee wanneer het parlement stemt? Kun je me vertellen wanneer het parlement stemt?
        Zoek uit of het parlement stemt. Ik wil graag weten wanneer het parlement stemt.
    """,
    "ru": """
        Правда ли, что парламент голосует о мосте? Что происходит на мосту?
        Упомянули ли мост? Кто рассказал о мосте? Как описан мост?
        Знаете ли вы, когда голосует парламент? Есть ли идея, когда голосует парламент?
        Подскажите, когда голосует парламент. Хочу знать, когда голосует парламент.
        По словам кого голосует парламент? Можешь узнать, когда голосует парламент?
    """,
    "zh": """
        议会对大桥投票是真的吗？
        文章有没有提到过大桥？
        大桥发生了什么事？
        据报道议会投票吗？
        请告诉我议会什么时候投票。
        你知道大桥在哪里吗？
    """,
    "ja": """
        議会が投票するのは本当ですか？
        大橋は言及されていますか？
        議会が投票すると報道されていますか？
        記事によると議会はいつ投票しますか？
    """,
    "ko": """
        의회가 언제 투표합니까?
        다리가 언급되었습니까?
        알려 주세요, 의회는 언제 투표합니까?
    """,
    "th": """
        จริงหรือไม่ที่รัฐสภาลงคะแนน
        เกิดอะไรขึ้นกับสะพาน
        บอกฉันหน่อยสะพาน
    """,
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Index a sentence or two in each language, none of which asks anything."""
    folder = tmp_path_factory.mktemp("asking")
    build_from_articles(folder, BRIDGES, model(TinyEncoder()), ignore)
    return open_index(folder)


def missing(index: Index, question: str) -> list[str]:
    analyzed = QuestionAnalyzer(index, None).analyze(question)
    return [word.word for word in Speller(index).missing_words(analyzed)]


@pytest.mark.parametrize(
    ("code", "question"),
    [(code, line.strip()) for code, lines in ASKED.items() for line in lines.strip().splitlines()],
)
def test_words_that_only_ask_are_never_reported_missing(code: str, question: str, index: Index) -> None:
    assert QuestionAnalyzer(index, None).analyze(question).language.code == code
    assert missing(index, question) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Whose idea was the bridge?", ["idea"]),
        ("Who found the bridge, and who sold details?", ["found", "sold", "details"]),
        ("Wessen Idee war die Brücke?", ["Idee"]),
        ("海鸥知道飞船吗？", ["飞船"]),
    ],
)
def test_words_of_asking_phrases_are_reported_where_they_mean_something(
    question: str, words: list[str], index: Index
) -> None:
    assert missing(index, question) == words


def test_a_word_of_asking_that_a_passage_has_keeps_its_weight(tmp_path: Path, index: Index) -> None:
    """It is left out only if no passage has it."""
    asked = "Who describes the bridge?"
    assert set(QuestionAnalyzer(index, None).analyze(asked).idf) == {"bridg"}
    guide = article("guide", "The guide describes the bridge.")
    build_from_articles(tmp_path, [*BRIDGES, guide], model(TinyEncoder()), ignore)
    assert set(QuestionAnalyzer(open_index(tmp_path), None).analyze(asked).idf) == {"describ", "bridg"}
