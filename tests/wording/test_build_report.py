"""The report of a build counts what was not indexed, and has a row for each file."""
# ruff: noqa: D103  a test's name is its claim

from fake_engine import REPORT

from qa_bot.core.types import BuildReport
from qa_bot.wording.build_report import rows_of, summary_of


def test_the_summary_counts_what_was_not_indexed() -> None:
    assert (
        summary_of(REPORT) == "4 articles · 8 passages · 1.2 s\n6 files: 4 indexed, 1 unsupported, 1 failed"
    )
    assert summary_of(BuildReport(1, 1, 0.0, ())) == "1 article · 1 passage · 0.0 s\n0 files"


def test_every_file_has_its_row_and_the_failed_come_first() -> None:
    rows = rows_of(REPORT.files)
    assert rows[0] == ("failed", "broken[/].pdf", "0", "the file ends in the middle")
    assert [row[0] for row in rows] == ["failed", "unsupported", *["indexed"] * 4]
