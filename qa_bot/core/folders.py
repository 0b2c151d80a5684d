"""The folders that qa_bot works with: corpus, index and cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Return the user's cache folder, for model exports and evaluation indexes."""
    return Path(platformdirs.user_cache_dir("qa_bot", appauthor=False))


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of articles, index and cache."""

    corpus: Path
    index: Path
    cache: Path
