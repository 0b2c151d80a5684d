"""Text from articles is shown, never obeyed; what is unknown is called so."""
# ruff: noqa: D103  a test's name is its claim

from fake_engine import BARE, BRIDGE, HOSTILE, REPORT, passages_of

from qa_bot.core.types import BuildReport, Source
from qa_bot.wording.build_report import rows_of, summary_of
from qa_bot.wording.citations import origin_of, position_of, title_of


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
    assert (
        summary_of(REPORT) == "4 articles · 8 passages · 1.2 s\n6 files: 4 indexed, 1 unsupported, 1 failed"
    )
    assert summary_of(BuildReport(1, 1, 0.0, ())) == "1 article · 1 passage · 0.0 s\n0 files"


def test_every_file_has_its_row_and_the_failed_come_first() -> None:
    rows = rows_of(REPORT.files)
    assert rows[0] == ("failed", "broken[/].pdf", "0", "the file ends in the middle")
    assert [row[0] for row in rows] == ["failed", "unsupported", *["indexed"] * 4]
