"""Fetches articles in threads, and what answers in their hits."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from qa_bot.core.errors import QaBotError

if TYPE_CHECKING:
    from qa_bot.core.engine import Engine
    from qa_bot.core.types import Article, Highlight
    from qa_bot.tui.location import Location


class ArticleFetcher(Widget):
    """Fetches one article at a time; a later wish replaces an earlier one."""

    @dataclass
    class Fetched(Message):
        """The article around a place."""

        place: Location
        article: Article

    @dataclass
    class NotFetched(Message):
        """The article could not be read from the index."""

        reason: str

    @dataclass
    class Marked(Message):
        """What answers in one of the place's hits."""

        place: Location
        highlight: Highlight

    @work(thread=True, group="article", exclusive=True)
    def fetch(self, engine: Engine, place: Location) -> None:
        """Fetch the article, then what answers in those hits of which that is not known."""
        worker = get_current_worker()
        try:
            article = engine.article(place.article)
        except QaBotError as error:
            self.post_message(self.NotFetched(str(error)))
            return
        self.post_message(self.Fetched(place, article))
        for passage in place.unmarked if place.question else ():
            with contextlib.suppress(QaBotError):  # the passage stays without marks
                if not worker.is_cancelled:
                    self.post_message(self.Marked(place, engine.highlight(place.question, passage)))
