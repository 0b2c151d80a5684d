"""Reads only the files of the corpus folder that may have changed, and reuses the other readings.

Readings are saved file by file. What depends on all files together, such as copies of an article, is computed
again each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.core import safe_files
from qa_bot.core.types import Outcome
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import snapshot
from qa_bot.corpus.readings import SavedReading, digest_of, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.corpus.folder import FileRead
    from qa_bot.corpus.snapshot import Memory, Survey


@dataclass(frozen=True, slots=True)
class Reread:
    """A corpus folder whose changed files have been read."""

    version: str | None
    """The index version that it is compared with."""
    survey: Survey
    memory: Memory | None
    fresh: Sequence[FileRead]

    @property
    def nothing_new(self) -> bool:
        """Whether the folder has the same content as when the version was built."""
        return self.memory is not None and self.memory.agrees(self.survey, self.fresh)

    def remember(self, folder: Path, version: str, saved: Iterable[SavedReading] = ()) -> None:
        """Save the folder's state for a version, given the reading of every file."""
        if version == self.version and self.nothing_new and not self.fresh:
            return  # already saved
        digests = dict(self.memory.digests) if self.memory else {}
        digests |= {one.read.path: one.digest for one in saved}
        unread = {read.path for read in self.fresh if read.outcome in {Outcome.FAILED, Outcome.EXCLUDED}}
        snapshot.remember(folder, version, self.survey, digests, unread)


def reread(folder: Path, corpus_folder: Path, version: str | None, on_progress: OnProgress) -> Reread:
    """Read the files that may have changed since a version was built, or all files if there is no version.

    Files that could not be read are tried again, and excluded files are never read. The index is first made
    as private as the folder.

    Raises:
        CorpusError: the corpus folder is missing or has no files at all, or its list of excluded files is
            unusable.
    """
    survey = snapshot.survey_of(corpus_folder)
    safe_files.grant(folder, snapshot.access_of(corpus_folder, survey, folder))
    memory = snapshot.recall(folder, version) if version else None
    known = set(memory.known(survey)) if memory else set()
    wanted = [path for path in survey.stamps if path not in known and path not in survey.excluded]
    fresh = corpus.read_each(corpus_folder, wanted, on_progress)
    left_out = map(snapshot.excluded, sorted(survey.excluded))
    return Reread(version, survey, memory, [*fresh, *left_out])


def complete(
    found: Reread, corpus_folder: Path, kept: Iterable[SavedReading], on_progress: OnProgress
) -> list[SavedReading]:
    """Return the reading of every file, in the order of their paths; files without a saved one are read.

    Saved readings that do not match the saved state do not count.
    """
    digests = found.memory.digests if found.memory else {}
    saved = {one.digest: one for one in kept}
    reads = {path: saved[digest] for path, digest in digests.items() if digest in saved}
    fresh = {read.path for read in found.fresh}
    missing = [path for path in found.survey.stamps if path not in reads and path not in fresh]
    for read in (*found.fresh, *corpus.read_each(corpus_folder, missing, on_progress)):
        digest = digest_of(pack(read))
        reads[read.path] = saved.get(digest) or SavedReading(corpus.with_sentences(read), digest)
    return [reads[path] for path in found.survey.stamps]
