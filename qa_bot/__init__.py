"""qa_bot answers questions from a person's own articles, verbatim and with their source."""

__version__ = "0.1.0"
