"""qa_bot answers questions from a person's own articles, verbatim and with their source."""

from qa_bot.core.quiet import keep_quiet

__version__ = "0.1.0"

keep_quiet()
