"""The version of qa_bot, where modules below the public API can import it."""

__version__ = "0.1.0"
