"""Gold is found by quote, a faulty set is told with its line, and a question is added whole or not at all."""

import json
from pathlib import Path

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.core.errors import EvaluationError
from qa_bot.evaluation.question_set import Query, Quote, append_question, read_entries, read_question_set
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index


@pytest.fixture
def index(index_folder: Path) -> Index:
    """Open the index of the small corpus."""
    return open_index(index_folder)


def write_set(folder: Path, *lines: str | dict[str, object]) -> Path:
    """Write a question set."""
    path = folder / "set.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def question(name: str, *answers: tuple[str, str]) -> dict[str, object]:
    """Make a line of a question set: answers as article and quote."""
    found = [{"article": article_id, "quote": quote} for article_id, quote in answers]
    return {"id": name, "question": "Who?", "answers": found}


def test_the_gold_passage_is_the_one_with_the_quote(index: Index, tmp_path: Path) -> None:
    """Several answers give several; a blank line is none; no answers are no gold."""
    path = write_set(
        tmp_path,
        question("q1", ("cat.md", "thanked the firemen")),
        "",
        question("q2", ("bridge.md", "river Elbe"), ("café.md", "oldest café of Zürich")),
        question("u1"),
    )
    assert read_question_set(path, index.store) == [
        Query("q1", "Who?", frozenset({"cat.md#2"})),
        Query("q2", "Who?", frozenset({"bridge.md#1", "café.md#1"})),
        Query("u1", "Who?", frozenset()),
    ]


def test_white_space_in_a_quote_does_not_matter(index: Index, tmp_path: Path) -> None:
    """Line breaks are spaces."""
    path = write_set(tmp_path, question("q1", ("cat.md", " thanked\n the   firemen")))
    assert read_question_set(path, index.store)[0].gold == {"cat.md#2"}


def test_a_set_may_begin_with_a_byte_order_mark(index: Index, tmp_path: Path) -> None:
    """Some editors write one, and end lines with two characters."""
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(question("q1", ("cat.md", "cake"))).encode() + b"\r\n")
    assert read_question_set(path, index.store)[0].gold == {"cat.md#2"}


def test_a_quote_split_over_parts_counts_for_all_of_them(tmp_path: Path) -> None:
    """No part holds it whole, and their paragraph does."""
    text = "The dog barked at dawn. The cat ran home fast. The bird sang all day."
    build_from_articles(
        tmp_path, [article("a", "Other words.", text)], model(TinyEncoder(max_tokens=8)), ignore
    )
    store = open_index(tmp_path).store
    path = write_set(
        tmp_path,
        question("q1", ("a", "barked at dawn. The cat ran")),
        question("q2", ("a", "cat ran home")),
    )
    over_parts, in_one = read_question_set(path, store)
    assert over_parts.gold == {"a#2.1", "a#2.2", "a#2.3"}
    assert in_one.gold == {"a#2.2"}


def test_every_quote_found_nowhere_is_named(index: Index, tmp_path: Path) -> None:
    """Wrong words, an unknown article, another article's words, no words."""
    path = write_set(
        tmp_path,
        question("q1", ("cat.md", "thanked the policemen")),
        question("q2", ("dog.md", "cake"), ("cat.md", "cake")),
        question("q3", ("cat.md", "river Elbe")),
        question("q4", ("cat.md", " ")),
    )
    with pytest.raises(EvaluationError) as caught:
        read_question_set(path, index.store)
    for part in ('q1: "thanked the policemen" in cat.md', 'q2: "cake" in dog.md', 'q3: "river Elbe"', "q4: "):
        assert part in str(caught.value)
    assert '"cake" in cat.md' not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '"text"',
        "null",
        '{"id": "q1", "question": "Who?"}',
        '{"question": "Who?", "answers": []}',
        '{"id": "q1", "answers": []}',
        '{"id": "q1", "question": "Who?", "answers": null}',
        '{"id": "q1", "question": "Who?", "answers": "cake"}',
        '{"id": "q1", "question": "Who?", "answers": [{"article": "cat.md"}]}',
        '{"id": "q1", "question": "Who?", "answers": {"article": "cat.md", "quote": "cake"}}',
        "[" * 100_000,
        '{"id": " ", "question": "Who?", "answers": []}',
    ],
)
def test_a_malformed_line_is_told_with_file_and_number(line: str, index: Index, tmp_path: Path) -> None:
    """Lines are counted from 1, blank ones too."""
    path = write_set(tmp_path, question("u1"), "", line)
    with pytest.raises(EvaluationError, match=r'set.jsonl, line 3 is not a question. It needs "id"'):
        read_question_set(path, index.store)


def test_two_questions_of_one_id_are_refused(index: Index, tmp_path: Path) -> None:
    """One would hide the other."""
    path = write_set(tmp_path, question("q1", ("cat.md", "cake")), question("q1"))
    with pytest.raises(EvaluationError, match="two questions with the id q1"):
        read_question_set(path, index.store)


def test_a_set_without_questions_is_refused(index: Index, tmp_path: Path) -> None:
    """An empty file, a missing one, and one that is no text."""
    with pytest.raises(EvaluationError, match="has no questions"):
        read_question_set(write_set(tmp_path, "", " "), index.store)
    with pytest.raises(EvaluationError, match=r"missing.jsonl cannot be read"):
        read_question_set(tmp_path / "missing.jsonl", index.store)
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match=r"binary.jsonl cannot be read"):
        read_question_set(tmp_path / "binary.jsonl", index.store)


def test_a_lost_article_is_told_from_lost_words(index: Index, tmp_path: Path) -> None:
    """So that one knows where to look."""
    path = write_set(tmp_path, question("q1", ("dog.md", "cake")), question("q2", ("cat.md", "biscuit")))
    with pytest.raises(EvaluationError) as caught:
        read_question_set(path, index.store)
    assert 'q1: "cake" in dog.md (no such article); q2: "biscuit" in cat.md. ' in str(caught.value)


# ----------------------------------------------------------------------------------------- appending


def test_a_question_is_added_and_read_back(index: Index, tmp_path: Path) -> None:
    """In a folder that is made for it, under the first id."""
    path = tmp_path / "set.jsonl"
    assert append_question(path, "Whom did the owner of Zoë's cat thank?", [Quote("cat.md", "cake")]) == "q1"
    assert append_question(path, "Where are submarines?", []) == "q2"
    assert read_question_set(path, index.store) == [
        Query("q1", "Whom did the owner of Zoë's cat thank?", frozenset({"cat.md#2"})),
        Query("q2", "Where are submarines?", frozenset()),
    ]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["q1", "q3"], "q4"),
        (["q09"], "q10"),
        (["q001", "u7"], "q002"),
        (["first", "q", "q1x"], "q1"),
        (["q1", "q01"], "q02"),
    ],
)
def test_ids_count_on_from_the_highest(ids: list[str], expected: str, tmp_path: Path) -> None:
    """Leading zeros are kept; what has no number does not count."""
    lines: list[str | dict[str, object]] = [
        {"id": name, "question": f"Question {name}?", "answers": []} for name in ids
    ]
    assert append_question(write_set(tmp_path, *lines), "Another one?", []) == expected


def test_what_stands_in_the_file_stays_byte_by_byte(tmp_path: Path) -> None:
    """A byte order mark, other keys, and a last line without an end, which gets one."""
    path = tmp_path / "set.jsonl"
    before = (
        b'\xef\xbb\xbf{"id": "q1", "question": "A?", "answers": [], "note": 1}\r\n\n'
        + json.dumps({"id": "q2", "question": "B?", "answers": []}).encode()
    )
    path.write_bytes(before)
    append_question(path, "C?", [])
    assert path.read_bytes() == before + b'\n{"id": "q3", "question": "C?", "answers": []}\n'
    assert [entry.id for entry in read_entries(path)] == ["q1", "q2", "q3"]


def test_the_same_question_is_refused_and_the_file_left_alone(tmp_path: Path) -> None:
    """Case and white space aside."""
    path = tmp_path / "set.jsonl"
    append_question(path, "Who opened the bridge?", [])
    before = path.read_bytes()
    with pytest.raises(EvaluationError, match="already has this question, as q1"):
        append_question(path, "who  opened THE bridge?", [])
    assert path.read_bytes() == before


def test_nothing_is_added_to_a_malformed_file(tmp_path: Path) -> None:
    """It is told instead, with its line."""
    path = write_set(tmp_path, "no JSON")
    with pytest.raises(EvaluationError, match="line 1 is not a question"):
        append_question(path, "Who?", [])
    assert path.read_text() == "no JSON\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """No folder is made for it, and a name may be too long."""
    (tmp_path / "file").write_text("")
    for folder in ("file", "missing"):
        with pytest.raises(EvaluationError, match=rf"no folder .*{folder} for set.jsonl"):
            append_question(tmp_path / folder / "set.jsonl", "Who?", [])
    with pytest.raises(EvaluationError, match="x cannot be written: file name too long"):
        append_question(tmp_path / ("x" * 300), "Who?", [])
