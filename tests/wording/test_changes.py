"""Changes of the corpus folder in words: counts alone, or with the first names."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from qa_bot.core.types import Changes
from qa_bot.wording.changes import change_counts, changed_files


def test_only_kinds_with_files_are_counted() -> None:
    assert change_counts(Changes(("a.md", "b.md"), (), ("c.md",))) == "2 new, 1 removed"
    assert change_counts(Changes((), ("a.md",) * 1200, ())) == "1,200 changed"
    assert change_counts(Changes((), (), ())) == ""


def test_five_files_of_a_kind_are_named_and_the_rest_counted() -> None:
    seven = tuple(f"n{number}.md" for number in range(7))
    assert changed_files(Changes(seven[:5], (), ())) == "5 new: n0.md, n1.md, n2.md, n3.md, n4.md"
    assert changed_files(Changes(seven, ("x\x1b[31m\n.md",), ())) == (
        "7 new: n0.md, n1.md, n2.md, n3.md, n4.md and 2 more; 1 changed: x .md"
    )


def test_a_missing_folder_is_named_as_such() -> None:
    missing = Changes((), (), (), is_missing=True)
    assert change_counts(missing) == "the folder is missing"
    assert changed_files(missing) == "the folder is missing; answers are from the index"
