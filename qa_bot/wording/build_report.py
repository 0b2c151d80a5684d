"""A build's report in words: the summary, and the order of the files' rows; and what calls for a build."""

from collections.abc import Sequence

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import BuildReport, Changes, FileReport, Outcome
from qa_bot.wording.numbers import counted

PRESSING = (
    Outcome.FAILED,
    Outcome.UNSUPPORTED,
    Outcome.EMPTY,
    Outcome.DUPLICATE,
    Outcome.INDEXED,
    Outcome.UNCHANGED,
)
"""Order of the files' rows: what a person may want to mend comes first."""
NOT_TAKEN_UP = PRESSING[:4]


def summary_of(report: BuildReport) -> str:
    """Return two lines: counts and seconds, then how many files were not taken up and why."""
    counts = f"{counted(report.articles, 'article')} · {counted(report.passages, 'passage')}"
    return f"{counts} · {report.elapsed_s:.1f} s\n{summary_of_files(report.files)}"


def summary_of_files(files: Sequence[FileReport]) -> str:
    """Return how many files there are, and how many of them were not taken up and why."""
    numbers = {outcome: sum(file.outcome is outcome for file in files) for outcome in NOT_TAKEN_UP}
    left_out = [f"{number:,} {outcome.value}" for outcome, number in numbers.items() if number]
    total = counted(len(files), "file")
    return f"{total}, of these {', '.join(left_out)}" if left_out else f"{total}, all taken up"


def numbers_of(changes: Changes) -> str:
    """Return how many files are new, changed and gone: "2 new, 1 gone"."""
    kinds = ((changes.added, "new"), (changes.changed, "changed"), (changes.removed, "gone"))
    return ", ".join(f"{len(paths):,} {kind}" for paths, kind in kinds if paths)


def rows_of(files: Sequence[FileReport]) -> list[tuple[str, str, str, str]]:
    """Return outcome, path, passages and reason of every file, the most pressing first, then by path."""
    rank = {outcome: place for place, outcome in enumerate(PRESSING)}
    return [_row(file) for file in sorted(files, key=lambda file: (rank[file.outcome], file.path))]


def _row(file: FileReport) -> tuple[str, str, str, str]:
    return (
        file.outcome.value,
        clean_line(file.path),
        f"{file.passages:,}",
        clean_line(file.reason or ""),
    )
