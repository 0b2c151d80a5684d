"""The folders that qa_bot works with: corpus, index, cache and data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Return the user's cache folder, for model exports and evaluation indexes."""
    return Path(platformdirs.user_cache_dir("qa_bot", appauthor=False))


def data_folder() -> Path:
    """Return the user's data folder, for conversations; the environment variable QA_BOT_DATA overrides it."""
    return Path(os.environ.get("QA_BOT_DATA") or platformdirs.user_data_path("qa_bot", appauthor=False))


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of articles, index and cache."""

    corpus: Path
    index: Path
    cache: Path
