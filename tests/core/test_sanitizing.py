"""Text comes out without what a terminal obeys, and with its words as they were."""

import pytest
from growth import LINEAR, growth

from qa_bot.core.sanitizing import clean_line, clean_text


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
    """Line loses what a terminal obeys or nobody sees."""
    assert clean_line(dirty) == clean


def test_words_quotes_and_markup_stay_verbatim() -> None:
    """Words quotes and markup stay verbatim."""
    line = "“It\u2019s” — [/] [bold]naïve[/bold] \\[ <b> e\u0301 🙂"
    assert clean_line(line) == line


def test_joiners_stay_where_a_script_needs_them() -> None:
    """Joiners stay where a script needs them."""
    assert clean_line("क्\u200cष 👩\u200d💻") == "क्\u200cष 👩\u200d💻"
    assert clean_line("pass\u200cword\u200d") == "password"


def test_text_keeps_its_lines_whatever_ends_them() -> None:
    """Text keeps its lines whatever ends them."""
    assert clean_text("a \r\nb\rc\u2028d\n\ne") == "a\nb\nc\nd\n\ne"


def test_unterminated_sequence_takes_no_other_line_with_it() -> None:
    """Unterminated sequence takes no other line with it."""
    assert clean_text("\x1b]0;open\nnext line") == "0;open\nnext line"


@pytest.mark.parametrize("unit", ["\x1b]", "\x1b[1;", "\u200c", " \t", "\x1b]x\x1b["])
def test_huge_hostile_line_is_cleaned_in_linear_time(unit: str) -> None:
    """As no quadratic expression would."""
    assert growth(lambda size: clean_line(unit * size + "x"), 50_000) < LINEAR
