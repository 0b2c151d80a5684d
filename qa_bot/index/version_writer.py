"""Writes one version of the index.

Every part is written from the plan, or taken over whole from another version that already has it. Files of a
version never change, so two versions may share them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.types import Progress
from qa_bot.index import dense, passages
from qa_bot.index.parts import parts_of
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
        articles=len(plan.content.articles),
        passages=plan.passages,
        article_rows=plan.content.article_rows,
        rows=plan.content.rows,
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
    entries = read_files(source) if source else {}
    description = describe(plan)
    parts = parts_of(description)
    steps = len(parts) + 1  # the last one reads what was written, for its checksums
    with versions.new_version(folder, description) as new:
        for done, part in enumerate(parts):
            on_progress(Progress("writing", done, steps))
            if source and part.name in names:
                new.take(source, entries, part.name)
            else:
                part.write(new, plan, embeddings)
        on_progress(Progress("writing", len(parts), steps))
    on_progress(Progress("writing", steps, steps))
    return versions.current_version(folder)
