"""The folders that qa_bot works with: articles, index, and what can be made again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Tell the user's cache folder, where model exports and evaluation indexes are kept."""
    return Path(platformdirs.user_cache_dir("qa_bot", appauthor=False))


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the articles, the index and what can be made again stand."""

    corpus: Path
    index: Path
    cache: Path
