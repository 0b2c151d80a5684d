"""Exported conversations, read back and compared with articles that stay, move, change and go."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fake_engine import ARTICLES, BRIDGE, HOSTILE, MARKET, answer_to, passages_of
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversations.check import Standing, check_quotes, read_quotes
from qa_bot.core.conversations import Turn, quote_of, sha256_of
from qa_bot.core.errors import ConversationError
from qa_bot.core.types import Article, Highlight, Source
from qa_bot.wording.export import conversation_json, exported

if TYPE_CHECKING:
    from pathlib import Path

WHO = "Who designed *the* harbour bridge, which engineer from the town?"
FORMS = ("kept.md", "kept.json")
MARKDOWN = """\
1. A list, *stars*, __lines__ and `code`
- with [a link](http://x.example), <b>tags</b> & back\\slashes \\\\

> a quote | a table # no heading
+ plus
= equals
    indented  with two spaces at the end  """


def turn(articles: tuple[Article, ...] = ARTICLES, question: str = WHO) -> Turn:
    passages = [passage for article in articles for passage in passages_of(article)]
    return Turn(1_764_000_000_000_000, question, answer_to(question, passages, 3))


def written(folder: Path, name: str, *turns: Turn) -> Path:
    path = folder / name
    path.write_text(exported(turns, name), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMS)
def test_quotes_come_back_with_place_words_and_hash(tmp_path: Path, name: str) -> None:
    one = turn()
    assert one.answer
    quotes = read_quotes(written(tmp_path, name, one, Turn(2, "Nothing yet?", None)))
    assert [(q.question, q.article, q.paragraph, q.text) for q in quotes] == [
        (WHO, hit.passage.article, hit.passage.paragraph, hit.passage.text) for hit in one.answer.hits
    ]
    assert [quote.sha256 for quote in quotes] == [sha256_of(quote.text) for quote in quotes]


@pytest.mark.parametrize("name", FORMS)
def test_a_quote_stands_moves_changes_or_is_gone(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, turn((BRIDGE, MARKET), "the harbour bridge engineer of the town"))
    quotes = read_quotes(path)
    assert [(quote.article, quote.paragraph) for quote in quotes] == [
        ("bridge.md", 2), ("market.txt", 2), ("bridge.md", 1)
    ]  # fmt: skip
    first, second, *rest = BRIDGE.paragraphs
    now = replace(
        BRIDGE, paragraphs=("A new lead.", first.replace("four", "five"), f"Corrected: {second}", *rest)
    )
    checked = check_quotes(path, {"bridge.md": now}.get)
    assert [(one.standing, one.paragraph) for one in checked] == [
        (Standing.MOVED, 3), (Standing.GONE, None), (Standing.CHANGED, None)
    ]  # fmt: skip
    as_before = check_quotes(path, {article.id: article for article in ARTICLES}.get)
    assert [(one.standing, one.paragraph) for one in as_before] == [
        (Standing.STANDS, 2), (Standing.STANDS, 2), (Standing.STANDS, 1)
    ]  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_words_that_were_altered_in_the_file_do_not_stand(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, turn())
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("The council had asked for a plain", "The council paid for a plain"), encoding="utf-8"
    )
    standings = [one.standing for one in check_quotes(path, {a.id: a for a in ARTICLES}.get)]
    assert standings.count(Standing.ALTERED) == 1


@pytest.mark.parametrize("name", FORMS)
def test_text_that_looks_like_markdown_is_quoted_verbatim(tmp_path: Path, name: str) -> None:
    article = Article(
        id="odd `%60` names.md", source=Source(path="odd.md", title="*"), paragraphs=(MARKDOWN,)
    )
    (quote,) = read_quotes(written(tmp_path, name, turn((article, HOSTILE))))[:1]
    assert (quote.text, quote.article) == (MARKDOWN, article.id)
    (checked, *_) = check_quotes(written(tmp_path, name, turn((article,))), {article.id: article}.get)
    assert checked.standing is Standing.STANDS


@given(text=st.text(min_size=1), start=st.integers(0, 20), length=st.integers(0, 20))
def test_any_text_survives_markdown(
    text: str, start: int, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    quote = quote_of(text)
    article = Article(id="a.md", source=Source(path="a.md"), paragraphs=(quote,))
    one = turn((article,))
    assert one.answer
    mark = Highlight(passage_id="a.md#1", start=start, end=start + length, text=quote[start : start + length])
    marked = replace(one, answer=replace(one.answer, highlight=mark))
    path = written(tmp_path_factory.getbasetemp(), "any.md", marked)
    assert [found.text for found in read_quotes(path)] == [quote]


@pytest.mark.parametrize("name", FORMS)
def test_control_characters_of_a_page_do_not_reach_the_file(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, turn((HOSTILE,), "volcano \x1b[31msaid"))
    assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(path.read_text(encoding="utf-8"))
    (checked,) = check_quotes(path, {HOSTILE.id: HOSTILE}.get)
    assert checked.standing is Standing.STANDS


def test_markdown_reads_well(tmp_path: Path) -> None:
    text = written(tmp_path, "kept.md", turn()).read_text(encoding="utf-8")
    assert "## Who designed \\*the\\* harbour bridge, which engineer from the town?" in text
    assert "\n> **The new bridge was designed by Ada Lindqvist, an engineer from the town**. She kept" in text
    assert "The harbour bridge reopens after four years · The Quay Courier · Ilse Marrow · 2023-05-14" in text
    assert "· answered · confidence" in text


def test_json_states_its_version_the_sentence_and_the_whole_source() -> None:
    document = conversation_json([turn()])
    passage = document["turns"][0]["passages"][0]
    assert (document["format"], document["version"]) == ("qa_bot conversation", 1)
    assert passage["sentence"].startswith("The new bridge was designed by Ada")
    assert passage["source"]["url"] == "https://quay.example/bridge"
    assert document["turns"][0]["verdict"] == "answered"


@pytest.mark.parametrize(
    "content", ["", "# Notes\n\n> a quote\n", "{", "[]", '{"format": "x"}', "{}", "\udc00"]
)
def test_what_is_no_exported_conversation_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConversationError, match=r"notes.md (is not a conversation|cannot be read)"):
        read_quotes(path)
    with pytest.raises(ConversationError, match="cannot be read"):
        read_quotes(tmp_path / "missing.md")


@pytest.mark.parametrize("name", FORMS)
def test_a_file_of_a_newer_version_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, turn())
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("version 1,", "version 2,").replace('"version": 1', '"version": 2'), encoding="utf-8"
    )
    with pytest.raises(ConversationError, match=r"has version 2.*update qa-bot"):
        check_quotes(path, lambda _: None)
