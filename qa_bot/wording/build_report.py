"""A build's report in words: the counts, and the files in the order of their rows."""

from collections.abc import Sequence

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import BuildReport, FileReport, Outcome
from qa_bot.wording.numbers import counted

PRESSING = (
    Outcome.FAILED,
    Outcome.UNSUPPORTED,
    Outcome.EMPTY,
    Outcome.DUPLICATE,
    Outcome.EXCLUDED,
    Outcome.INDEXED,
    Outcome.UNCHANGED,
)
"""The order of rows: files that may need attention come first."""
NOT_INDEXED = PRESSING[:5]


def summary_of(report: BuildReport) -> str:
    """Return two lines: articles, passages and seconds, then the counts of files."""
    counts = f"{counted(report.articles, 'article')} · {counted(report.passages, 'passage')}"
    return f"{counts} · {report.elapsed_s:.1f} s\n{summary_of_files(report.files)}"


def summary_of_files(files: Sequence[FileReport]) -> str:
    """Return the counts of files by outcome: "4 files: 1 failed, 3 indexed"."""
    numbers = {outcome: sum(file.outcome is outcome for file in files) for outcome in Outcome}
    parts = [f"{number:,} {outcome.value}" for outcome, number in numbers.items() if number]
    total = counted(len(files), "file")
    return f"{total}: {', '.join(parts)}" if parts else total


def troubled(files: Sequence[FileReport]) -> list[FileReport]:
    """Return the files that should have been indexed and could not be."""
    return [file for file in files if file.outcome in {Outcome.FAILED, Outcome.EMPTY}]


def trouble_lines(files: Sequence[FileReport], most: int = 3) -> list[str]:
    """Return a line with path and reason for each of the first files, and how many more there are."""
    more = len(files) - most
    return [*map(_trouble_line, files[:most]), *([f"and {more:,} more"] if more > 0 else [])]


def _trouble_line(file: FileReport) -> str:
    path, reason = clean_line(file.path), clean_line(file.reason or file.outcome.value)
    return reason if path in reason else f"{path}: {reason}"


def needs_attention(file: FileReport) -> bool:
    """Check whether a file is not in the index, or only in part."""
    return file.outcome in NOT_INDEXED or bool(file.reason)


def rows_of(files: Sequence[FileReport]) -> list[tuple[str, str, str, str]]:
    """Return outcome, path, passages and reason of every file, by PRESSING, then by path."""
    rank = {outcome: place for place, outcome in enumerate(PRESSING)}
    return [_row(file) for file in sorted(files, key=lambda file: (rank[file.outcome], file.path))]


def _row(file: FileReport) -> tuple[str, str, str, str]:
    return (
        file.outcome.value,
        clean_line(file.path),
        f"{file.passages:,}",
        clean_line(file.reason or ""),
    )
