"""What stands in a question line is a filter or part of the question, and never both."""

from __future__ import annotations

from typing import Any

import pytest

from qa_bot.core.errors import QuestionError
from qa_bot.core.query_syntax import (
    MOST_CHARACTERS,
    NO_FILTERS,
    checked,
    filters_of,
    first_day,
    first_day_past,
    joined,
    keys_without_value,
    misspelt_filters,
    parse_question,
    without_marks,
    written_filter,
    written_filters,
)
from qa_bot.core.types import Filters
from qa_bot.index.filter_sql import is_named


@pytest.mark.parametrize(
    ("line", "words", "filters"),
    [
        ('Who? publication:"China Daily"', "Who?", Filters(publication=("China Daily",))),
        ("publication:\u201cChina Daily\u201d who", "who", Filters(publication=("China Daily",))),
        ("who publication:'China Daily'", "who", Filters(publication=("China Daily",))),
        ("who title:'Ada's bridge'", "who", Filters(title=("Ada's bridge",))),
        ("who author:\u00abAda Moss\u00bb?", "who", Filters(author=("Ada Moss",))),
        ("who AUTHOR:moss?", "who", Filters(author=("moss",))),
        ("who after:2020-03 won before:2021", "who won", Filters(after=("2020-03",), before=("2021",))),
        ("who in:wire/bridge.md.", "who", Filters(within=("wire/bridge.md",))),
        ("who url:https://quay.example/a?b=1&c.", "who", Filters(url=("https://quay.example/a?b=1&c",))),
        ('who url:"quay.example"', "who", Filters(url=("quay.example",))),
        ("bridge -flood -\u201ctwo words\u201d", "bridge", Filters(without=("flood", "two words"))),
        ("bridge -state-of-the-art", "bridge", Filters(without=("state-of-the-art",))),
        ("bridge --newest", "bridge", Filters(newest=True)),
        ("a author:x b author:y c author:x", "a b c", Filters(author=("x", "y"))),
    ],
)
def test_filters_are_taken_out_of_the_question(line: str, words: str, filters: Filters) -> None:
    """Anywhere in the line, in quotation marks of any kind, without the marks of the sentence."""
    assert parse_question(line) == (words, filters)


@pytest.mark.parametrize(
    "line",
    [
        "What is Nvidia: a history?",
        "Did it leave at 10:30 or 22:15?",
        "What does https://quay.example/in:side say?",
        "What came after: peace or war?",
        "Who is the author: Moss or Lee?",
        "subtitle:bridge",
        "What does 'title:' mean?",
        "A day of -20 degrees, COVID-19 and well-known people - why?",
        "publisher:moss",
        "the in-crowd",
        "--newer",
        "北京:上海",
    ],
)
def test_an_ordinary_question_has_no_filter(line: str) -> None:
    """Colons and dashes alone make none."""
    assert parse_question(line) == (line, NO_FILTERS)


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("who after:March", "after:2020-03"),
        ("who url:bridge", "url:quay.example/news/bridge"),
        ("who url:ftp://quay.example/a", "is not a web address"),
        ("who after:2020-13", "after:2020-03"),
        ("who after:2020-02-31", "after:2020-03"),
        ("who before:2020-1-5", "before:2021"),
        ("who before: 2021", "before:2021"),
        ("who after:", "after:2020"),
        ("who publication:", 'publication:"China Daily"'),
        ('who author: "Ada Moss"', "author:moss"),
        ('who publication:"China Daily', "no closing quotation mark"),
        ("who title:''", "title:bridge"),
        ("who title:!-", "title:bridge"),
        ('who -""', "write -flood"),
        ('who -"harbour bridge', "no closing quotation mark"),
        ("who -\u201charbour bridge?", "no closing quotation mark"),
        ("author:moss", "Add a question"),
        ("author:moss ?", "Add a question"),
        ("--newest", "Add a question"),
        ("???", "no word to search for"),
        ("\u201c \u201d", "no word to search for"),
        ("who after:2021 before:2021", "leave no dates in between"),
        ("who after:2021-03 before:2020", "leave no dates in between"),
    ],
)
def test_a_malformed_filter_says_how_to_write_it(line: str, example: str) -> None:
    """It is never taken for words of the question in silence."""
    with pytest.raises(QuestionError, match=example):
        parse_question(line)


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("who AUTHOR: moss in: wire", ["author", "in"]),
        ("who in:? wire", ["in"]),
        ("What came after: peace or war?", ["after"]),
        ("who author:moss", []),
        ('who title:"the author: moss"', []),
        ("Nvidia: a history", []),
    ],
)
def test_a_key_without_a_value_is_a_word_of_the_question(line: str, keys: list[str]) -> None:
    """In quotation marks it is part of a value."""
    assert keys_without_value(line) == keys


def test_options_and_line_are_joined_and_checked_together() -> None:
    """Values of one key are alternatives, so each counts once and the widest date holds."""
    _, own = parse_question("who author:moss after:2021")
    both = joined(own, filters_of(author=["moss", "lee"], after="2020-06", newest=True))
    assert both == Filters(author=("moss", "lee"), after=("2021", "2020-06"), newest=True)
    assert first_day(both) == "2020-06-01"
    assert first_day_past(Filters(before=("2020", "2021-02"))) == "2021-02-01"
    with pytest.raises(QuestionError, match="leave no dates in between"):
        joined(own, filters_of(before="2020"))


@pytest.mark.parametrize(
    "options", [{"author": [" "]}, {"within": ["\x1b"]}, {"after": "soon"}, {"before": ""}, {"after": "20"}]
)
def test_an_option_that_says_nothing_is_refused(options: dict[str, Any]) -> None:
    """As in the line."""
    with pytest.raises(QuestionError, match="write"):
        filters_of(**options)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(author=("moss", " ")), "author: needs a value"),
        (Filters(within=("\x1b",)), "in: needs a value"),
        (Filters(after=("2021", "soon"), before=("2020",)), "after:soon is not a date"),
        (Filters(title=('\x07"quay',), before=("20",)), "before:20 is not a date"),
        (Filters(after=("2021",), before=("2020",)), "leave no dates in between"),
    ],
)
def test_filters_from_a_caller_are_checked_like_those_of_a_line(filters: Filters, message: str) -> None:
    """Each value first, then the dates together."""
    for check in (checked, lambda own: joined(NO_FILTERS, own)):
        with pytest.raises(QuestionError, match=message):
            check(filters)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("bridge befor:2020?", [("befor", "before:2020")]),
        ("Publicaton:K\u00fcstenblatt bridge", [("Publicaton", "publication:K\u00fcstenblatt")]),
        ('bridge autor:"Ada Moss" titel:quay', [("autor", 'author:"Ada Moss"'), ("titel", "title:quay")]),
        ("bridge befor:peace", []),
        ("bridge befor: 2020", []),
        ("bridge ulr:quay.example/a", [("ulr", "url:quay.example/a")]),
        ("What is curl:8 for?", []),
        ("Update: when?", []),
        ("Alter:30 later:2020 tables:3 x:y", []),
        ("Did it leave at 10:30?", []),
        ("What does https://quay.example say? titel://x", []),
        ("bridge title:'an autor:moss'", []),
        ("bridge author:moss before:2020", []),
        ("\u5317\u4eac:\u4e0a\u6d77", []),
    ],
)
def test_a_word_that_is_nearly_a_key_may_be_a_misspelt_filter(
    line: str, meant: list[tuple[str, str]]
) -> None:
    """Ordinary words, times and addresses are none."""
    assert misspelt_filters(line) == meant


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("Who paid?", []),
        ("Who paid? author:moss after:2020?", [("author", "author:moss"), ("after", "after:2020")]),
        ('title:"a -b" bridge -flood -"two words"', [
            ("title", 'title:"a -b"'), ("-", "-flood"), ("-", '-"two words"'),
        ]),
        ("bridge --newest", [("--newest", "--newest")]),
        ("What came after: a history", []),
    ],
)  # fmt: skip
def test_the_filters_of_a_line_are_found_as_written(line: str, filters: list[tuple[str, str]]) -> None:
    """In the order of their kinds; a key without a value is a word."""
    assert written_filters(line) == filters


def test_a_line_longer_than_a_question_is_refused_with_both_numbers() -> None:
    """A line of the greatest length is a question."""
    line = "tide " * (MOST_CHARACTERS // 5)
    assert parse_question(line)[0] == line.strip()
    with pytest.raises(QuestionError, match=r"20,003 characters.* 20,000 at most"):
        parse_question(line + "ebb")


@pytest.mark.parametrize(
    "name",
    [
        'say "hi".md',
        'a "b" c.md',
        "James' notes.md",
        "'tis.md",
        "notes/what?",
        "“Quoted” title",
        "plain.md",
        "two words",
    ],
)
def test_a_written_filter_is_read_as_the_name_it_was_written_for(name: str) -> None:
    """Quotation marks in a name are blanks to the filter."""
    _, filters = parse_question(f"who came {written_filter('in', name)}")
    assert filters.within == (without_marks(name),)
    assert is_named(name, name, filters.within[0])


def test_a_quotation_is_closed_by_a_mark_of_its_kind() -> None:
    """An apostrophe ends no name in double quotation marks."""
    _, filters = parse_question("""who came in:"James' notes.md" title:'the "old" post'""")
    assert filters.within == ("James' notes.md",)
    assert filters.title == ('the "old" post',)
