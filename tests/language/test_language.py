"""A language's value is whole and never changes, and that of an unknown one is empty."""
# ruff: noqa: RUF001  texts of other scripts

import dataclasses
import re

import pytest

from qa_bot.language.detection import LANGUAGES
from qa_bot.language.language import UNKNOWN, Answers, Language, Questions
from qa_bot.language.questions import AnswerType, classify, kind_of, lacks_answer, type_match, words_in

BY_CODE = {language.code: language for language in LANGUAGES}
STEMMED = [language for language in LANGUAGES if language.stemmer]

QUESTIONS = {
    "en": ("Who built it?", "When was it built?", "Where is it?", "How many towers has it?"),
    "de": ("Wer baute sie?", "Wann wurde sie gebaut?", "Wo ist sie?", "Wie viele Türme hat sie?"),
    "fr": ("Qui l'a construit ?", "Quand est-il né ?", "Où est-il ?", "Combien de tours a-t-il ?"),
    "es": ("¿Quién lo hizo?", "¿Cuándo se hizo?", "¿Dónde está?", "¿Cuántas torres tiene?"),
    "pt": ("Quem o fez?", "Quando foi feito?", "Onde fica?", "Quantas torres tem?"),
    "it": ("Chi l'ha fatto?", "Quando fu fatto?", "Dove si trova?", "Quante torri ha?"),
    "nl": ("Wie bouwde het?", "Wanneer werd het gebouwd?", "Waar staat het?", "Hoeveel torens heeft het?"),
    "ru": ("Кто его построил?", "Когда его построили?", "Где он стоит?", "Сколько у него башен?"),
    "zh": ("这座桥是谁设计的？", "大桥什么时候通车？", "大桥在哪里？", "大桥有多少座塔？"),
    "ja": ("誰が設計しましたか？", "いつ完成しましたか？", "橋はどこですか？", "塔はいくつありますか？"),
    "ko": ("누가 설계했습니까?", "언제 완공되었습니까?", "다리는 어디에 있습니까?", "탑이 몇 개입니까?"),
}


@pytest.mark.parametrize("code", QUESTIONS)
def test_the_question_words_of_each_language_tell_who_when_where_and_how_many(code: str) -> None:
    """The kind that evaluations count, and the type of the answer."""
    asked = QUESTIONS[code]
    assert [kind_of(question, BY_CODE[code]) for question in asked] == ["who", "when", "where", "how many"]
    assert [classify(question, BY_CODE[code]).answer_type for question in asked] == [
        AnswerType.NAME,
        AnswerType.TIME,
        AnswerType.PLACE,
        AnswerType.NUMBER,
    ]


@pytest.mark.parametrize(
    ("code", "number", "time"),
    [
        ("de", "Es kamen vierzig Leute.", "Es war im März."),
        ("fr", "Quarante personnes sont venues.", "Il ouvrit en mars."),
        ("es", "Llegaron cuarenta personas.", "Se abrió en marzo."),
        ("pt", "Chegaram quarenta pessoas.", "Abriu em março."),
        ("it", "Arrivarono quaranta persone.", "Aprì a marzo."),
        ("nl", "Er kwamen veertig mensen.", "Het opende in maart."),
        ("ru", "Пришли сорок человек.", "Он открылся в марте."),
        ("zh", "来了四十人。", "大桥于三月通车。"),
        ("ja", "四十人が来た。", "三月に開いた。"),
        ("ko", "사십 명이 왔다.", "오늘 열었다."),
    ],
)
def test_numbers_and_times_are_those_of_the_language(code: str, number: str, time: str) -> None:
    """Spelt out; what has neither lacks both."""
    language, nothing = BY_CODE[code], "…"
    for wanted, text in ((AnswerType.NUMBER, number), (AnswerType.TIME, time)):
        assert type_match(wanted, text, frozenset(), language) == 1
        assert type_match(wanted, nothing, frozenset(), language) == -1


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_value_is_frozen_and_complete(language: Language) -> None:
    """A name, question words, twelve months where dates are written with them, and patterns that compile."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        language.name = "other"  # type: ignore[misc]
    assert hash(language)
    assert language.name
    asks, says = language.questions, language.answers
    assert all((asks.who, asks.when, asks.where, asks.what, asks.why_or_how, asks.how_many))
    assert len(language.months) == (12 if language.stemmer else 0)
    assert not (says.capitals and language.capitalises_nouns)
    for pattern in (
        *asks,
        *says,
        language.endings,
        language.negation,
        language.not_opposed,
        language.grammar,
    ):
        if isinstance(pattern, str) and pattern is not says.capitals:
            assert re.compile(pattern).groups == 0


@pytest.mark.parametrize("language", STEMMED, ids=lambda language: language.code)
def test_a_language_with_a_stemmer_has_function_words_and_endings(language: Language) -> None:
    """And its question words tell the language."""
    assert language.function_words
    assert language.endings.startswith("|")
    assert {*language.questions.who.split("|")} <= language.function_words | language.further_grammar


def test_an_unknown_language_has_no_lists() -> None:
    """So that no rule can judge."""
    named = {
        "code": "",
        "name": "unknown",
        "has_spaces": True,
        "questions": Questions(),
        "answers": Answers(),
    }
    for field in dataclasses.fields(Language):
        value = getattr(UNKNOWN, field.name)
        assert value == named.get(field.name, value)
        assert field.name in named or not value
    assert not any([*Questions(), *Answers()])


def test_nothing_is_told_of_a_question_in_an_unknown_language() -> None:
    """Neither kind nor type, nor whether a text has it."""
    question = "Kto był architektem mostu?"
    asked = classify(question, UNKNOWN)
    assert kind_of(question, UNKNOWN) == "other"
    assert asked == (AnswerType.ANY, False, False)
    assert type_match(AnswerType.NAME, "Anna Roth", frozenset(), UNKNOWN) == 0
    assert not lacks_answer(classify("Who came?", BY_CODE["en"]), words_in("Who came?"), "mgła", UNKNOWN)


def test_capitals_tell_no_names_in_german() -> None:
    """Nouns have them as well, so that a passage of nouns lacks no name."""
    german = BY_CODE["de"]
    asked = classify("Wer baute die Brücke?", german)
    assert asked.wants_name
    assert not lacks_answer(asked, frozenset(), "der bau war teuer", german)
    assert type_match(AnswerType.NAME, "Der Bau war teuer.", frozenset(), german) == 0
