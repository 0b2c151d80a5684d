"""Text from articles is shown, never obeyed; what is unknown is called so."""
# ruff: noqa: D103  a test's name is its claim

from fake_engine import BARE, BRIDGE, HOSTILE, REPORT, passages_of

from qa_bot.core.sanitizing import clean_line, plain, shorten
from qa_bot.core.types import BuildReport, Source
from qa_bot.wording.build_report import rows_of, summary_of
from qa_bot.wording.citations import origin_of, position_of, title_of


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


def test_a_long_line_is_cut_with_an_ellipsis_within_the_limit() -> None:
    assert shorten("four words stand here", 10) == "four word…"
    assert shorten("ten chars!", 10) == "ten chars!"


def test_missing_fields_are_called_unknown() -> None:
    assert title_of(BARE.source) == f"unknown title ({BARE.source.path})"
    assert origin_of(BARE.source) == "unknown publication · unknown author · unknown date"
    assert origin_of(Source(path="a", publication=" ", author="\x1b", date="")).count("unknown") == 3


def test_known_fields_are_shown_as_the_article_states_them() -> None:
    assert origin_of(BRIDGE.source) == "The Quay Courier · Ilse Marrow · 2023-05-14"
    assert position_of(passages_of(BRIDGE)[1]) == "paragraph 2 of 4"


def test_metadata_is_cleaned() -> None:
    assert origin_of(HOSTILE.source) == "Red Post · [@click=app.quit]Press me[/] · 2020-13"


def test_the_summary_counts_what_was_not_taken_up() -> None:
    assert summary_of(REPORT) == "4 articles · 8 passages · 1.2 s\n6 files, of these 1 failed, 1 unsupported"
    assert summary_of(BuildReport(1, 1, 0.0, ())) == "1 article · 1 passage · 0.0 s\n0 files, all taken up"


def test_every_file_has_its_row_and_the_failed_come_first() -> None:
    rows = rows_of(REPORT.files)
    assert rows[0] == ("failed", "broken[/].pdf", "0", "the file ends in the middle")
    assert [row[0] for row in rows] == ["failed", "unsupported", *["indexed"] * 4]
