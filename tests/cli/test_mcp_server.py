"""A real MCP client asks a server in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest
from commands import DESIGNED, environment, shared_cache, shared_index
from mcp import Client
from mcp.client.stdio import StdioServerParameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mcp.types import CallToolResult, ListToolsResult

    Call = tuple[str, Mapping[str, Any]]

pytestmark = pytest.mark.slow

CALLS: tuple[Call, ...] = (
    ("ask", {"question": "Who designed the harbour bridge?"}),
    ("ask", {"question": "What did the bridge cost?", "k": 1}),
    ("ask", {"question": "How many moons does Jupiter have?"}),
    ("open_article", {"article": "bridge.md", "first": 2, "paragraphs": 1}),
    ("list_articles", {}),
    ("list_articles", {"words": "quay BRIDGE 2023"}),
    ("open_article", {"article": "nowhere.md"}),
    ("ask", {"question": " "}),
    ("ask", {"question": "And what did it cost?", "after": "Who designed the harbour bridge?", "k": 1}),
    ("list_articles", {"first": 2, "count": 1}),
)


def _talk(folder: Path, cache: Path, calls: Sequence[Call]) -> tuple[ListToolsResult, list[CallToolResult]]:
    async def talk() -> tuple[ListToolsResult, list[CallToolResult]]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "qa_bot", "mcp"], cwd=folder, env=environment(cache)
        )
        async with Client(server) as client:
            tools = await client.list_tools()
            return tools, [await client.call_tool(name, dict(arguments)) for name, arguments in calls]

    return asyncio.run(talk())


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[ListToolsResult, list[CallToolResult]]:
    """Make all calls in one session."""
    return _talk(shared_index(tmp_path_factory), shared_cache(tmp_path_factory), CALLS)


def _result(talk: tuple[ListToolsResult, list[CallToolResult]], number: int) -> dict[str, Any]:
    result = talk[1][number]
    assert not result.is_error, result
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def test_every_tool_says_what_it_does_and_changes_nothing(
    talk: tuple[ListToolsResult, list[CallToolResult]],
) -> None:
    """A client can tell that it may call them without asking the person."""
    assert [tool.name for tool in talk[0].tools] == ["ask", "open_article", "list_articles"]
    for tool in talk[0].tools:
        assert tool.description
        assert tool.annotations
        assert tool.annotations.read_only_hint


def test_a_question_gets_passages_with_their_source(
    talk: tuple[ListToolsResult, list[CallToolResult]],
) -> None:
    """The passage is verbatim, and as many are returned as were asked for."""
    first = _result(talk, 0)
    assert first["hits"][0]["text"].startswith(DESIGNED)
    assert first["hits"][0]["source"]["publication"] == "The Quay Courier"
    assert len(_result(talk, 1)["hits"]) == 1
    assert "41 million" in _result(talk, 1)["hits"][0]["text"]


def test_a_follow_up_is_read_after_the_question_before(
    talk: tuple[ListToolsResult, list[CallToolResult]],
) -> None:
    """What it was read as is in the answer."""
    answer = _result(talk, 8)
    assert answer["asked_as"] == "What did the harbour bridge cost?"
    assert "41 million" in answer["hits"][0]["text"]


def test_what_no_article_says_is_not_found(talk: tuple[ListToolsResult, list[CallToolResult]]) -> None:
    """The verdict is the same as in the shell."""
    assert _result(talk, 2)["verdict"] == "not_found"


def test_an_article_is_opened_at_a_paragraph(talk: tuple[ListToolsResult, list[CallToolResult]]) -> None:
    """The paragraphs keep their numbers."""
    opened = _result(talk, 3)
    assert opened["total"] == 3
    (paragraph,) = opened["paragraphs"]
    assert paragraph["paragraph"] == 2
    assert paragraph["text"].startswith(DESIGNED)


def test_articles_are_listed_by_what_they_state(
    talk: tuple[ListToolsResult, list[CallToolResult]],
) -> None:
    """All of them, or those with all of the words, in any case and order."""
    assert _result(talk, 4)["total"] == 3
    assert [one["article"] for one in _result(talk, 5)["articles"]] == ["bridge.md"]
    page = _result(talk, 9)
    assert (page["total"], [one["article"] for one in page["articles"]]) == (
        3,
        [_result(talk, 4)["articles"][1]["article"]],
    )


@pytest.mark.parametrize(("number", "reason"), [(6, "no article nowhere.md"), (7, "empty")])
def test_what_cannot_be_done_is_an_error_with_its_reason(
    talk: tuple[ListToolsResult, list[CallToolResult]], number: int, reason: str
) -> None:
    """The server goes on: later calls of the session are answered."""
    result = talk[1][number]
    assert result.is_error
    assert reason in str(result.content)


def test_a_folder_without_an_index_is_told(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing is built by a server that only reads."""
    (tmp_path / "corpus").mkdir()
    _, (result,) = _talk(tmp_path, shared_cache(tmp_path_factory), CALLS[:1])
    assert result.is_error
    assert "qa-bot index" in str(result.content)
    assert not (tmp_path / "index").exists()
