"""What is written in two ways is one thing, wherever it stands."""
# ruff: noqa: D103, RUF001  a test's name is its claim; texts of other scripts

from __future__ import annotations

import pytest

from qa_bot.language.analyzer import (
    MAX_TERMS,
    all_terms,
    analyze,
    numbers_asked,
    numbers_said,
    plain_words,
    running_terms,
    terms_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 million litres", "1,000,000 litres"),
        ("1.000.000", "1 000 000"),
        ("1\u00a0000\u202f000", "1'000'000"),
        ("2.5 million", "2,500,000"),
        ("£2.5m", "2500000 pounds"),
        ("2.5m people", "2.5 million people"),
        ("the town owes half a million", "the town owes 500,000"),
        ("two and a half hours", "2.5 hours"),
        ("a one-and-a-half million loan", "a 1.5 million loan"),
        ("twenty-five thousand guests", "25,000 guests"),
        ("a bridge of two hundred and ten metres", "a bridge of 210 metres"),
        ("62% of it", "sixty-two per cent of it"),
        ("62 percent of it", "62 % of it"),
        ("€6,300", "6300 euros"),
        ("10 m2 of roof", "ten square metres of roof"),
        ("10 m² of roof", "10 m2 of roof"),
        ("14 MW", "14 megawatts"),
        ("die zwei Brücken kosten 2,1 Millionen und sind alt", "die 2 Brücken kosten 2.100.000 und sind alt"),
        ("２５", "25"),
        ("35万名", "350000名"),
        ("0800 555 0199", "08005550199"),
        ("on 2020-02-03", "on 3 February 2020"),
        ("on Feb 3, 2020", "on February 3rd, 2020"),
        ("am 3.2.2020", "am 3 February 2020"),
        ("2021年9月28日", "28 September 2021"),
        ("in Dec", "in December"),
        ("on Mon, 3 February", "on Monday, 3 February"),
        ("at 17:30", "at 5:30 p.m."),
        ("at 07:00", "at 7 a.m."),
        ("at 12 am", "at 0:00"),
        ("the UK", "the United Kingdom"),
        ("U.S. ships", "United States ships"),
        ("the USA", "the United States of America"),
        ("WWII", "Second World War"),
        ("the Fed", "the Federal Reserve"),
        ("the WHO", "the World Health Organization"),
        ("A320neo", "A320 neo"),
        ("A320neo", "A-320neo"),
        ("COVID-19", "Covid19"),
        ("covid 19", "COVID-19"),
        ("an F-16", "an F16"),
        ("co-operation", "cooperation"),
        ("ＩＢＭ", "IBM"),
        ("театра", "театр"),
        ("Café", "CAFE"),
    ],
)
def test_two_ways_of_writing_are_the_same_terms(one: str, other: str) -> None:
    assert running_terms(one) == running_terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who told us", "WHO told US"),
        ("2.5 metres", "2.5 million"),
        ("a wall 2.5m tall", "a wall 2.5 million tall"),
        ("it may march", "5 March"),
        ("3.141", "3141"),
        ("Sun Park", "Sunday Park"),
        ("3 February", "3 March"),
        ("5:30 a.m.", "5:30 p.m."),
    ],
)
def test_what_only_looks_alike_stays_apart(one: str, other: str) -> None:
    assert terms_of(one) != terms_of(other)


def test_a_date_in_part_meets_the_whole_date() -> None:
    whole = set(terms_of("2020-02-03"))
    for part in ("3 February", "in February 2020", "Feb 3", "2020"):
        assert set(terms_of(part)) - {"in"} <= whole


def test_words_of_a_known_name_stand_beside_its_term() -> None:
    """So that a passage on the United Kingdom is found by "kingdom" too, and a question need not say it."""
    assert terms_of("the United Kingdom") == ["the", "uk"]
    assert all_terms("the United Kingdom") == ["the", "uk", "unit", "kingdom"]


def test_lists_and_versions_are_no_single_numbers() -> None:
    assert terms_of("notes 1,2 of version 1.2.3") == ["note", "1", "2", "of", "version", "3"]


def test_terms_tell_where_they_stand_in_the_text_as_it_was() -> None:
    text = "Ｆｕｌｌ twenty-five\u00a0thousand ½"
    spans = [text[term.start : term.end] for term in analyze(text) if not term.beside]
    assert spans[:2] == ["Ｆｕｌｌ", "twenty-five\u00a0thousand"]


def test_writing_without_blanks_is_pairs_of_characters() -> None:
    """Beside them each character, for a question of a single one; a longest run loses nothing."""
    assert terms_of("博物馆") == ["博物", "物馆"]
    assert set(terms_of("馆")) <= set(all_terms("博物馆"))
    assert len(running_terms("馆" * 50)) == 49


def test_marks_stay_with_their_letters() -> None:
    """Hindi words are whole, and Thai ones cut between letters only."""
    assert terms_of("हिन्दी में") == ["हिन्दी", "में"]
    pairs = terms_of("น้ำท่วม")
    assert len(pairs) > 1
    assert not any(pair.startswith(("้", "่")) for pair in pairs)


def test_a_long_word_is_a_term() -> None:
    assert terms_of("x" * 300) == ["x" * 300]


def test_an_address_is_one_term_and_its_words_beside() -> None:
    assert terms_of("https://www.quay.example/news/ferry/") == ["quay.example/news/ferry"]
    assert {"quay", "ferri"} <= set(all_terms("http://quay.example/news/ferry"))


def test_numbers_of_a_question_are_those_it_insists_on() -> None:
    """Small ones that are spelt out are words like any other."""
    question = "Which two towns have 1,250 of twenty-five thousand?"
    assert numbers_asked(question, analyze(question)) == {"1250", "25000"}
    assert numbers_said("two of 3.5 million in 1998") >= {"2", "3500000", "1998"}


def test_plain_words_are_not_stemmed() -> None:
    assert plain_words("Zürich's Bridges") == ["zurich", "s", "bridges"]


def test_words_of_other_languages_stand_beside_their_own_stem() -> None:
    """A passage in German is found by German inflections."""
    assert "haus" in all_terms("Die Häuser sind nicht alt und die Straßen auch nicht.")


def test_terms_are_folded_and_stemmed() -> None:
    """Case, accents and endings do not part words; a term comes once."""
    assert terms_of("Cafés cafe CAFÉ") == ["cafe"]
    assert terms_of("voting voted votes") == ["vote"]


@pytest.mark.parametrize("text", ["", "   ", '"', "%", "((", "]/[ ? * ~ ^ \\", "\x00\x1b", "…", "👩‍👩‍👧"])
def test_what_holds_no_word_has_no_terms(text: str) -> None:
    """Marks are never parsed as a query language."""
    assert terms_of(text) == []


def test_marks_next_to_words_change_nothing() -> None:
    """Quotes, brackets, operators and control characters part words at most."""
    plain = terms_of("bridge cost 90")
    assert terms_of('"bridge" (cost:)\x00 +90* \x1b') == plain
    assert terms_of('"bridge" (cost:)\x00 +90% \x1b') == [*plain, "percent"]


def test_a_question_of_a_thousand_words_keeps_its_first_terms() -> None:
    """A thousand distinct words are cut to the number that is looked up."""
    terms = terms_of(" ".join(f"x{number}" for number in range(1000)))
    assert terms == [f"x{number}" for number in range(MAX_TERMS)]


def test_running_terms_keep_order_and_repeats() -> None:
    """Terms of a set are their first ones."""
    assert running_terms("Bridge, toll; BRIDGES") == ["bridg", "toll", "bridg"]
    assert terms_of("Bridge, toll; BRIDGES") == ["bridg", "toll"]


@pytest.mark.parametrize("digits", ["7" * 5_000, "0" * 5_000, "7" * 5_000 + "\u4e07", "\u1369", "\u19da"])
def test_a_number_too_long_to_be_converted_is_a_term_like_any_other(digits: str) -> None:
    """So is a digit of a script whose digits have no decimal value."""
    terms = analyze(f"On 3 May {digits} doors were shut.")
    assert numbers_asked(f"On 3 May {digits} doors", terms)
    assert {"3", "may", "door"} <= {term.text for term in terms}
