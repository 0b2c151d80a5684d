"""The terminal app: a conversation above a question line, and a reader for whole articles.

It knows no engine: the command line hands `QaBotApp` a loader. It imports textual, rich, the
project's types and errors, and nothing else, so that the first paint waits for no model.
"""

from qa_bot.tui.app import QaBotApp

__all__ = ["QaBotApp"]
