"""Text comes out without what a terminal obeys, and with its words as they were."""
# ruff: noqa: D103  a test's name is its claim

import pytest
from growth import LINEAR, growth

from qa_bot.core.sanitizing import clean_line, clean_part, clean_text, plain, shorten


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x1b[31mred\x1b[0m b", "ared b"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPpayload\x1b\\rest", "rest"),
        ("nul\x00 bell\x07 del\x7f c1\x9b", "nul bell del c1"),
        ("evil\u202etxt.exe\u202c \u2066in\u2069", "eviltxt.exe in"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("no-break\u00a0space\u2003em\u3000wide\ttab", "no-break space em wide tab"),
        ("  many   spaces  ", "many spaces"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_line_loses_what_a_terminal_obeys_or_nobody_sees(dirty: str, clean: str) -> None:
    assert clean_line(dirty) == clean


def test_words_quotes_and_markup_stay_verbatim() -> None:
    line = "“It\u2019s” — [/] [bold]naïve[/bold] \\[ <b> e\u0301 🙂"
    assert clean_line(line) == line


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert clean_line("क्\u200cष 👩\u200d💻") == "क्\u200cष 👩\u200d💻"
    assert clean_line("pass\u200cword\u200d") == "password"


def test_text_keeps_its_lines_whatever_ends_them() -> None:
    assert clean_text("a \r\nb\rc\u2028d\n\ne") == "a\nb\nc\nd\n\ne"


def test_unterminated_sequence_takes_no_other_line_with_it() -> None:
    assert clean_text("\x1b]0;open\nnext line") == "0;open\nnext line"


@pytest.mark.parametrize("unit", ["\x1b]", "\x1b[1;", "\u200c", " \t", "\x1b]x\x1b["])
def test_huge_hostile_line_is_cleaned_in_linear_time(unit: str) -> None:
    """As no quadratic expression would."""
    assert growth(lambda size: clean_line(unit * size + "x"), 50_000) < LINEAR


def test_escape_sequences_vanish_and_their_text_stays() -> None:
    assert plain("\x1b[1;31mred\x1b[0m and \x9b4mlined") == "red and lined"
    assert plain("a\x1b]0;owned\x07b\x1b]8;;http://x\x1b\\c") == "abc"


def test_an_unfinished_escape_sequence_swallows_no_words() -> None:
    assert plain("\x1b]0;the rest of the article") == "0;the rest of the article"
    assert plain("end\x1b") == "end"


def test_control_characters_and_bidi_overrides_vanish() -> None:
    assert plain("n\x00i\x08g\u202eht\u2066 \u200bfa\x85ll") == "night fa\nll"


def test_lone_surrogates_become_replacement_characters() -> None:
    assert plain("caf\udce9") == "caf\ufffd"


def test_markup_and_other_scripts_stay_as_they_are() -> None:
    text = "[@click=app.quit]x[/] [/] 100% \N{GREEK SMALL LETTER ALPHA} 日本 é 🏳️\u200d🌈"
    assert plain(text) == text


def test_one_line_joins_lines() -> None:
    assert clean_line(" a\r\n\tb\u2028c ") == "a b c"


def test_a_part_of_a_line_keeps_one_space_where_it_was_cut() -> None:
    assert clean_part(" \tof\x1b[1m  the\n ") == " of the "
    assert (
        clean_line("".join(map(clean_part, ("cost ", "41\u200b million", " crowns"))))
        == "cost 41 million crowns"
    )


def test_a_long_line_is_cut_with_an_ellipsis_within_the_limit() -> None:
    assert shorten("four words stand here", 10) == "four word…"
    assert shorten("ten chars!", 10) == "ten chars!"
