"""An MCP server: other programs ask the articles, open one and list them, over standard input and output.

It is read-only: an index that exists is opened, and nothing is built, added or removed. What the tools return
is what `--json` prints. The index is opened while the client introduces itself.

Source: Model Context Protocol, https://modelcontextprotocol.io/specification
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated, Any, Final

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from qa_bot.cli.render import answer_json
from qa_bot.core.errors import QaBotError
from qa_bot.core.query_syntax import folded_words
from qa_bot.core.version import __version__
from qa_bot.wording.words_only import words_only_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.core.types import Article, Source
    from qa_bot.engine.local import LocalEngine

INSTRUCTIONS: Final = """\
Answers questions from one person's own articles, word for word. Every hit has its source: title, \
publication, author, date and paragraph; quote it verbatim and name the source. The verdict says whether the \
articles answer: "answered", "unsure" or "not_found". For "not_found", say that the articles do not answer, \
and do not use the hits.
"""
PARAGRAPHS: Final = 100
"""Of an article, in one answer, unless the client asks for another number."""
ARTICLES: Final = 100
"""In one list, likewise."""
_READ_ONLY: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Question = Annotated[
    str,
    Field(
        description="A question in plain words. Filters may be written in it: publication:, author:, title:, "
        "in: (an article's path), url: (its web address), after: and before: (a date), -word, --newest."
    ),
]
Before = Annotated[
    str,
    Field(
        description='The question before this one, if this one leans on it: "and in 2019?". Use `asked_as` '
        "of its answer where that is not null."
    ),
]
Passages = Annotated[int, Field(ge=1, le=50, description="How many passages to return.")]
First = Annotated[int, Field(ge=1, description="The first one to return, from 1.")]


def serve(open_engine: Callable[[], LocalEngine]) -> None:
    """Serve on standard input and output until the client closes it.

    `open_engine` is called once, in a thread; a QaBotError of it is the answer to every call.
    """
    with ThreadPoolExecutor(max_workers=1) as opening:
        engine = opening.submit(open_engine)
        server_for(engine.result).run("stdio")


def server_for(engine: Callable[[], LocalEngine]) -> MCPServer[Any]:
    """Return a server with its tools; `engine` may block until the engine is there."""
    server: MCPServer[Any] = MCPServer(
        "qa_bot", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING"
    )

    @server.tool(annotations=_READ_ONLY)
    async def ask(question: Question, k: Passages = 5, after: Before = "") -> dict[str, Any]:
        """Answer a question with the passages that answer it, verbatim, or say that none does."""

        def answer() -> dict[str, Any]:
            opened = engine()
            answered = opened.ask(question, k, after=after or None)
            return answer_json(answered, words_only=words_only_line(opened.words_only))

        return await _in_thread(answer)

    @server.tool(annotations=_READ_ONLY)
    async def open_article(
        article: Annotated[str, Field(description="The article's id, as in a hit or in list_articles.")],
        first: First = 1,
        paragraphs: Annotated[int, Field(ge=1, le=1000)] = PARAGRAPHS,
    ) -> dict[str, Any]:
        """Return an article: its source and its numbered paragraphs."""
        return await _in_thread(lambda: _article(engine().article(article), first, paragraphs))

    @server.tool(annotations=_READ_ONLY)
    async def list_articles(
        words: Annotated[
            str, Field(description="Only articles with these words in title, publication, author or date.")
        ] = "",
        first: First = 1,
        count: Annotated[int, Field(ge=1, le=1000)] = ARTICLES,
    ) -> dict[str, Any]:
        """List articles with their sources."""
        return await _in_thread(lambda: _listed(engine(), words, first, count))

    return server


async def _in_thread(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run `work` where it may block; what it cannot do is the client's answer."""
    try:
        return await anyio.to_thread.run_sync(work)
    except QaBotError as error:
        raise ToolError(str(error)) from error


def _article(article: Article, first: int, count: int) -> dict[str, Any]:
    shown = list(enumerate(article.paragraphs, start=1))[first - 1 : first - 1 + count]
    return {
        "article": article.id,
        "source": dataclasses.asdict(article.source),
        "also_in": [dataclasses.asdict(source) for source in article.also_in],
        "total": len(article.paragraphs),
        "paragraphs": [{"paragraph": number, "text": text} for number, text in shown],
    }


def _listed(engine: LocalEngine, words: str, first: int, count: int) -> dict[str, Any]:
    wanted = folded_words(words).split()
    found = [
        entry
        for entry in engine.catalogue().articles
        if not wanted or _has_all(_stated(entry.source), wanted)
    ]
    return {
        "total": len(found),
        "articles": [
            {"article": entry.id, "source": dataclasses.asdict(entry.source)}
            for entry in found[first - 1 : first - 1 + count]
        ],
    }


def _has_all(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _stated(source: Source) -> str:
    return folded_words(
        " ".join(filter(None, (source.title, source.publication, source.author, source.date)))
    )
