"""Writes one version of the index.

Every part is either written from the plan or taken over from another version that already has it. Files of a
version never change, so two versions may share them.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from qa_bot.core.types import Progress
from qa_bot.index import dense, passages
from qa_bot.index.parts import part_of, parts_of
from qa_bot.index.storage import versions
from qa_bot.index.storage.manifest import Description, ModelInfo, read_files

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.index.embed import Embeddings
    from qa_bot.index.plan import Plan

FORMAT = 8
"""Raise it when the form of a version changes. An index of another format is rebuilt from its embeddings."""


def describe(plan: Plan) -> Description:
    """Describe the version that a plan leads to."""
    encoder = plan.encoder
    return Description(
        format=FORMAT,
        model=ModelInfo(
            name=encoder.name,
            fingerprint=encoder.fingerprint,
            dimension=encoder.dimension,
            max_tokens=encoder.max_tokens,
        ),
        precision=dense.PRECISION,
        search=dense.search_for(plan.passages if plan.embedded else 0),
        embedded=plan.embedded,
        paragraph_rules=passages.RULES_VERSION,
        corpus_state=plan.corpus_state,
        articles=len(plan.articles),
        passages=plan.passages,
    )


def write_version(
    folder: Path,
    plan: Plan,
    embeddings: Embeddings | None,
    taken: tuple[Path, Collection[str]] | None,
    on_progress: OnProgress,
) -> Path:
    """Write a version, swap it in, and return its folder.

    `taken` is another version with the names of the parts to take over from it. The embeddings may be None
    if the rows are among those parts.
    """
    source, names = taken or (None, ())
    entries = (
        {name: entry for name, entry in read_files(source).items() if part_of(name) in names}
        if source
        else {}
    )
    description = describe(plan)
    parts = parts_of(description)
    steps = len(parts) + 1  # the last one hashes what was written
    with versions.new_version(folder, description, shared=entries) as version:
        for done, part in enumerate(parts):
            on_progress(Progress("writing", done, steps))
            if source and part.name in names:
                _take_over(source / part.name, version / part.name)
            else:
                part.write(version / part.name, plan, embeddings)
        on_progress(Progress("writing", len(parts), steps))
    on_progress(Progress("writing", steps, steps))
    return versions.current_version(folder)


def _take_over(source: Path, target: Path) -> None:
    """Share a file or folder with another version, or copy it where files cannot be shared."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_share)
    else:
        _share(source, target)


def _share(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
