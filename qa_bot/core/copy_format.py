"""The formats in which a citation can be copied."""

from enum import StrEnum


class CopyFormat(StrEnum):
    """How a citation is written; the values are what a person puts into the settings."""

    MARKDOWN = "markdown"
    PLAIN = "plain"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
