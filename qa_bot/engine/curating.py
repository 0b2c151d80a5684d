"""Changes which files of a corpus folder are in its index, and finds articles by name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import CorpusError, NoIndexError, QuestionError
from qa_bot.core.page_addresses import address_in, is_at
from qa_bot.core.sanitizing import clean_line
from qa_bot.corpus import exclusions, removal
from qa_bot.engine.building import build
from qa_bot.index.storage import versions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_bot.core.folders import Folders
    from qa_bot.core.library import ArticleEntry
    from qa_bot.core.types import BuildReport, OnProgress

__all__ = ["article_named", "exclude", "include", "remove", "update_if_built"]

_MOST_NAMED: Final = 4


def exclude(corpus: Path, paths: Sequence[str]) -> None:
    """Leave files out of the index from the next update on; CorpusError if there is no such file."""
    removal.files_named(corpus, paths)
    exclusions.exclude(corpus, paths)


def include(corpus: Path, paths: Sequence[str]) -> None:
    """Bring excluded files back at the next update; CorpusError if a file is not there or not excluded."""
    for path, file in zip(paths, removal.files_named(corpus, paths), strict=False):
        if not exclusions.excluded_files(corpus, [file]):
            raise CorpusError(f"{path} is not excluded.")
    exclusions.include(corpus, paths)


def remove(corpus: Path, paths: Sequence[str]) -> None:
    """Move files to the system's bin; CorpusError if a file is not there, or cannot be moved to a bin."""
    removal.move_to_bin(corpus, paths)
    exclusions.include(corpus, paths)  # a later file of that name is another one


def update_if_built(folders: Folders, on_progress: OnProgress) -> BuildReport | None:
    """Bring the index up to date; None if there is no index yet."""
    try:
        versions.current_version(folders.index)
    except NoIndexError:
        return None
    return build(folders, None, on_progress, wait=True)


def article_named(entries: Sequence[ArticleEntry], name: str) -> ArticleEntry:
    """Return the article with this id, path or web address, or the only one with the name in title or path.

    Raises:
        QuestionError: there is none, or there are several.
    """
    part, address = clean_line(name).casefold(), address_in(name)
    ways = (
        [one for one in entries if one.id == name],
        [one for one in entries if one.source.path == name],
        [one for one in entries if address and is_at(one.source.url, address)],
        [one for one in entries if part and part in (one.source.title or "").casefold()],
        [one for one in entries if part and part in one.id.casefold()],
    )
    for found in ways:
        if len(found) == 1:
            return found[0]
        if found:
            raise QuestionError(_several(name, found))
    near = difflib.get_close_matches(name, [one.id for one in entries], n=1)
    hint = f"Did you mean {near[0]}?" if near else "`qa-bot list` shows all articles."
    raise QuestionError(f"No article has the path “{clean_line(name)}” or these words in its title. {hint}")


def _several(name: str, found: Sequence[ArticleEntry]) -> str:
    named = ", ".join(one.id for one in found[:_MOST_NAMED])
    more = len(found) - _MOST_NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    return f"“{clean_line(name)}” fits {len(found):,} articles: {named}{rest}. Name one of them."
