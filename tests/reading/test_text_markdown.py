"""What clippers and note programs add to an article states its source, and their markup is not text."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest

from qa_bot.core.errors import ReadingError
from qa_bot.core.types import Form, Heading, Source
from qa_bot.reading.text.markdown import read_markdown

TITLE = "The mill by the weir"
FIRST = "The mill by the weir grinds again, with a wheel of oak that two brothers built in a winter."
SECOND = "Flour is sold on Fridays, and children may turn the small stone by hand."
URL = "https://miller.example/news/mill"
BODY = f"{FIRST}\n\n{SECOND}\n"
STATED = (TITLE, "Ada Moss, Ben Ott", "2021-05-12", URL)

CLIPPINGS = {
    "note program's clipper": f"""---
title: "{TITLE}"
source: "{URL}"
author:
  - "[[Ada Moss]]"
  - "[[people/Ben Ott|Ben Ott]]"
published: 2021-05-12
created: 2022-02-02
tags:
  - "clippings"
---
{BODY}""",
    "links without quotes": f"""---
title: {TITLE}
url: <{URL}>
author: [[[Ada Moss]], [[Ben Ott]]]
date: 2021-05-12
---
{BODY}""",
    "browser's clipper": f"""---
created: 2022-02-02T08:15:01 (UTC +01:00)
tags: [mill]
source: {URL}
author: Ada Moss; Ben Ott
published: May 12, 2021
---

# {TITLE}

> ## Excerpt
> A mill grinds.

---
{BODY}""",
    "read-later program": f"""---
id: 5f
title: |
  {TITLE}
author: |
  Ada Moss; Ben Ott
date_saved: 2022-02-02 10:00:00
date_published: 2021-05-12 08:00:00
---

# {TITLE}
#Later

[Read on Later](https://later.example/x)
[Read Original]({URL})

{BODY}""",
    "highlights program": f"""# {TITLE}

![cover](https://pictures.example/a.png)

## Metadata
- Author: [[Ada Moss; Ben Ott]]
- Full Title: {TITLE}
- Category: #articles
- Date: 2021-05-12
- URL: {URL}

{BODY}""",
    "workspace program": f"""# {TITLE}

Author: Ada Moss; Ben Ott
Published: May 12, 2021
URL: {URL}
Tags: mill, flour

{BODY}""",
    "outliner": f"""title:: {TITLE}
author:: [[Ada Moss]]; [[Ben Ott]]
date:: [[2021-05-12]]
url:: {URL}

{BODY}""",
    "bold labels": f"""# {TITLE}

**Authors:** Ada Moss; Ben Ott
**Date:** 12 May 2021
**Source:** [Gazette]({URL})

{BODY}""",
    "site generator": f"""+++
title = "{TITLE}"
date = 2021-05-12T08:00:00Z
draft = false
[extra]
authors = ["Ada Moss", "Ben Ott"]
source = "{URL}"
+++

{BODY}""",
    "site generator on another system": f"""+++
title = '{TITLE}'
date = 2021-05-12
link = '{URL}'
[taxonomies]
authors = ['Ada Moss', 'Ben Ott']
+++
{BODY}""".replace("\n", "\r\n"),
    "site generator in JSON": f"""{{
  "title": "{TITLE}",
  "date": "2021-05-12T08:00:00Z",
  "authors": ["Ada Moss", "Ben Ott"],
  "params": {{"url": "{URL}"}}
}}

{BODY}""",
    "other letters": f"""---
Title: {TITLE}
Authors: [Ada Moss, Ben Ott]
Date-Published: 2021-05-12
Source URL: {URL}
---
{BODY}""".replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", CLIPPINGS)
def test_clipping_states_its_source_and_holds_its_text(name: str) -> None:
    article = read_markdown(CLIPPINGS[name], "a.md")
    source = article.source
    assert (source.title, source.author, source.date, source.url) == STATED
    assert source.publication in (None, "Gazette")
    assert article.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("==The mill== grinds ==again and again==.", "The mill grinds again and again."),
        (
            "The [[weir]] and the [[mill|old mill]] and [[town#Quay|the quay]].",
            "The weir and the old mill and the quay.",
        ),
        ("See [[town#Quay]] and [[town#^a1b2c3]].", "See town > Quay and town."),
        ("The mill ![[mill.jpg|200]] grinds.", "The mill grinds."),
        ("The mill %%really?%% grinds.", "The mill grinds."),
        ("The mill grinds. ^a1b2c3", "The mill grinds."),
        ("The mill grinds.[^1] So it does.[^note]", "The mill grinds. So it does."),
        ("The mill grinds.^[Since May.]", "The mill grinds. (Since May.)"),
        ("- [ ] read again", "- read again"),
        ("1. [x] ask the brothers", "1. [x] ask the brothers"),
        ("* [X] ask the brothers", "- ask the brothers"),
        ("> [!quote] The brothers said it.\n> It grinds.", "The brothers said it."),
        ("Prices rose 5%% and 6%% in a year.", "Prices rose 5%% and 6%% in a year."),
        ("If a==b and c==d, stop.", "If a==b and c==d, stop."),
        ("It is 10 ^2 and x^2.", "It is 10 ^2 and x^2."),
        ("`==a==` and `[[b]]` are marks.", "==a== and [[b]] are marks."),
        ("Two notes [[1]](https://a.example/1) here.", "Two notes [1] here."),
        ("The #mill grinds.", "The #mill grinds."),
        ("The mill grinds. #mill #flour/oat", "The mill grinds."),
        ("The mill grinds. [\u2934](https://later.example/x) So there.", "The mill grinds. So there."),
        (r"\==not marked\== and \[[not linked]].", "==not marked== and [[not linked]]."),
    ],
)
def test_marks_of_note_programs_are_taken_off_and_words_stay(written: str, read: str) -> None:
    assert read_markdown(written, "a.md").paragraphs[0] == read


def test_blocks_of_note_programs_are_read_as_text() -> None:
    text = (
        "%%\nnot\n\nto be read\n%%\n\n#mill #flour/oat\n\n> [!info]- Opening hours\n> Fridays until noon.\n\n"
        "> [!NOTE]\n> Bring a bag.\n\n^whole-block\n\nIt grinds.[^1]\n\n"
        "[^1]: Since 12 May.\n[^2]: Not on Sundays.\n\n```\n==x== [[y]] %%z%%\n```\n"
    )
    article = read_markdown(text, "a.md")
    assert article.paragraphs == (
        "Fridays until noon.",
        "Bring a bag.",
        "It grinds.",
        "Since 12 May.",
        "Not on Sundays.",
        "==x== [[y]] %%z%%",
    )
    assert article.headings == (Heading(1, 6, "Opening hours"),)


def test_a_picture_alone_is_no_paragraph_and_one_in_a_sentence_is_its_words() -> None:
    text = (
        "![The mill](https://pictures.example/a.png)\n\n[![Mill](a.png)](https://mill.example)\n\n"
        "![One](a.png) ![Two](b.png)\n\nThe ![mill](c.png) grinds.\n"
    )
    assert read_markdown(text, "a.md").paragraphs == ("The mill grinds.",)


def test_headings_stand_above_their_paragraphs_and_are_none() -> None:
    text = f"# {TITLE}\n\n{FIRST}\n\n## Flour\n\n### On Fridays\n\n{SECOND}\n\nAt night\n--------\n"
    article = read_markdown(text, "a.md")
    assert article.source.title == TITLE
    assert article.paragraphs == (FIRST, SECOND)
    assert article.headings == (
        Heading(2, 2, "Flour"),
        Heading(2, 3, "On Fridays"),
        Heading(3, 2, "At night"),
    )


def test_lines_of_an_interview_or_a_recipe_state_no_source() -> None:
    for text in (
        "Moss: Does it grind?\n\nOtt: It does.",
        "Author: unknown to us all.\n\nText.",
        "Flour: 500 g\nSalt: 5 g",
    ):
        article = read_markdown(text, "a.md")
        assert article.source == Source(path="a.md")
        assert article.paragraphs


def test_links_in_a_text_stay_in_it() -> None:
    text = f"[The miller's diary]({URL}) was found.\n\n[The miller's diary]({URL})"
    article = read_markdown(text, "a.md")
    assert article.paragraphs == ("The miller's diary was found.", "The miller's diary")
    assert article.source.url is None


def test_block_of_a_converter_states_title_authors_and_date() -> None:
    article = read_markdown(f"% {TITLE}\n% Ada Moss; Ben Ott\n% 12 May 2021\n\n{BODY}", "a.md")
    source = article.source
    assert (source.title, source.author, source.date) == STATED[:3]
    assert article.paragraphs == (FIRST, SECOND)
    assert read_markdown("% of the mill\n\nis stone", "a.md").paragraphs == ("% of the mill", "is stone")


@pytest.mark.parametrize("header", ["title = ", "date = 2021-02-31", "a = [1", "x"])
def test_bad_toml_names_the_file(header: str) -> None:
    with pytest.raises(ReadingError, match=r"bad\.md: the front matter is not valid TOML \(.+\): correct it"):
        read_markdown(f"+++\n{header}\n+++\ntext", "bad.md")


def test_plus_signs_at_the_top_are_no_front_matter_without_an_end() -> None:
    assert read_markdown("+++\n\nfirst", "a.md").paragraphs[-1] == "first"


def test_quotes_within_a_title_need_no_escape() -> None:
    source = read_markdown(f'---\ntitle: "They call it "the mill""\nurl: {URL}\n---\ntext', "a.md").source
    assert (source.title, source.url) == ('They call it "the mill"', URL)


def test_the_form_of_a_paragraph_is_kept() -> None:
    article = read_markdown(
        "Prose.\n\n> A quotation.\n\n- an item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n", "a.md"
    )
    assert article.paragraphs == ("Prose.", "A quotation.", "- an item", "a | b", "1 | 2", "code")
    assert article.forms == (
        (2, Form.QUOTE),
        (3, Form.ITEM),
        (4, Form.ROW),
        (5, Form.ROW),
        (6, Form.CODE),
    )
