"""The folders that qa_bot works with: corpus, index, and the user's own for cache and data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


def cache_folder() -> Path:
    """Return the user's cache folder, for model exports and evaluation indexes."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("qa_bot", appauthor=False))


def data_folder() -> Path:
    """Return the user's data folder, for the indexes of named libraries and for conversations."""
    if named := os.environ.get("QA_BOT_DATA"):
        return Path(named).absolute()
    import platformdirs

    return Path(platformdirs.user_data_dir("qa_bot", appauthor=False))


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of articles, index and cache."""

    corpus: Path
    index: Path
    cache: Path
    store: str = ""
    """Address of the store that is read in place of the index folder; "" for none."""
