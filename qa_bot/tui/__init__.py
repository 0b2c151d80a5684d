"""The terminal app: a conversation above a question line, and a reader for whole articles.

It knows no engine: the command line passes `QaBotApp` a loader. Apart from textual and rich it imports only
`core` and `wording`, so that the first paint waits for no model.
"""

from qa_bot.tui.app import QaBotApp

__all__ = ["QaBotApp"]
