"""A page saved as text is read as its article: the whole body, no boilerplate, and its metadata."""

from qa_bot.reading.text.plain import read_plain

BODY = (
    "The old lighthouse of Morrow Bay was lit again on Saturday, eleven years after the last keeper left it.",
    "Some 400 people climbed the dunes to see it, and the mayor, Ines Calder, pressed the switch at nine.",
    "“We waited long enough,” she said.",
    "Volunteers had repaired the lamp with parts from three other towers, two of them abroad. The work cost "
    "about a tenth of what the harbour office had expected.",
    "It will now shine every night.",
)
LONG = (
    "Ships no longer need it, since they find their way by satellite, but fishermen said that they were glad "
    "to see the beam again on their way home, and the school has planned a festival in its honour for the "
    "autumn, with a prize for the best drawing of the tower."
)
MENU = ("Home", "News", "Sports", "Opinion", "Weather", "Sign in", "Subscribe")
FOOTER = (
    "Share this article",
    "3 Comments",
    "A reader thinks that the lamp is far too bright, and says so here at some length for everyone to see.",
    "Most popular",
    "Bridge closed for a week after storm",
    "New ferry timetable",
    "Comments to editor@example.org",
    "Copyright © 2021 The Morrow Gazette. All rights reserved.",
    "Registration Number: 12345",
)


def page(*lines: str) -> str:
    """Put each line into a paragraph of its own."""
    return "\n\n".join(lines)


def test_body_is_kept_whole_and_furniture_left_out() -> None:
    """The body is kept whole, and boilerplate is left out."""
    article = read_plain(page(*MENU, "Lighthouse shines again", *BODY, *FOOTER), "a.txt")
    assert article.paragraphs == BODY


def test_page_states_title_author_publication_and_date() -> None:
    """A page states title, author, publication and date."""
    head = (
        "Lighthouse shines again",
        "By Ada Moss | The Morrow Gazette | Updated: 2021-05-12 09:06",
        "Share",
    )
    source = read_plain(page(*MENU, *head, *BODY, *FOOTER), "a.txt").source
    assert source.title == "Lighthouse shines again"
    assert source.author == "Ada Moss"
    assert source.publication == "The Morrow Gazette"
    assert source.date == "2021-05-12"


def test_what_is_not_stated_is_unknown() -> None:
    """What is not stated is unknown."""
    source = read_plain(page("Lighthouse shines again", *BODY), "a.txt").source
    assert (source.author, source.publication, source.date, source.url) == (None, None, None, None)


def test_headline_goes_before_kicker_breadcrumb_and_standfirst() -> None:
    """The headline wins over kicker, breadcrumb and standfirst."""
    kicker = read_plain(
        page("Business", "A Light Returns", "The town lights its lighthouse again", *BODY), "a"
    )
    trail = read_plain(page("Home » Region » Coast", "A Light Returns at Last", *BODY), "a.txt")
    assert kicker.source.title == "A Light Returns"
    assert trail.source.title == "A Light Returns at Last"


def test_copyright_line_names_the_publication_but_not_its_owner() -> None:
    """A copyright line names the publication but not its owner."""
    stated = read_plain(page(*BODY, "Copyright © 1999- Morrow Gazette. All rights reserved."), "a.txt")
    owner = read_plain(page(*BODY, "Copyright 2020 Calder Holdings Inc. All rights reserved."), "a.txt")
    assert stated.source.publication == "Morrow Gazette"
    assert owner.source.publication is None


def test_name_repeated_below_the_headline_is_the_author() -> None:
    """A name repeated below the headline is the author."""
    lines = ("Lighthouse shines again", "Ada Moss", "The town has its landmark back.", "Ada Moss", *BODY)
    article = read_plain(page(*lines), "a.txt")
    assert article.source.author == "Ada Moss"
    assert "Ada Moss" not in article.paragraphs


def test_section_role_and_copy_editor_are_no_author() -> None:
    """A section, a role and a copy editor are not authors."""
    for row in ("By Business Desk", "Copyedited by Ada Moss", "By Staff Writer"):
        assert read_plain(page("Lighthouse shines again", row, *BODY), "a.txt").source.author is None


def test_published_date_goes_before_the_update() -> None:
    """The date of publication takes precedence over the update."""
    row = "Updated: May 14, 2021; Published: May 12, 2021"
    assert read_plain(page("Lighthouse shines again", row, *BODY), "a.txt").source.date == "2021-05-12"


def test_date_without_year_or_inside_the_body_is_no_date() -> None:
    """A date without a year or inside the body is not a date."""
    told = "The tower was finished on 3 June 1871, said Ada Moss, who wrote a book about it."
    article = read_plain(page("Lighthouse shines again", "12 May", *BODY, told), "a.txt")
    assert article.source.date is None
    assert told in article.paragraphs


def test_advertisement_and_list_of_related_pages_inside_the_body_are_dropped() -> None:
    """An advertisement and a list of related pages inside the body are dropped."""
    inside = ("Advertisement", "Related stories:", "Bridge closed for a week", "New ferry timetable")
    assert read_plain(page(*BODY[:4], *inside, *BODY[4:], LONG), "a.txt").paragraphs == (*BODY, LONG)


def test_paragraph_about_furniture_words_stays() -> None:
    """A paragraph that contains words of boilerplate stays."""
    prose = (
        "Readers were asked to subscribe to the newsletter, and its privacy policy filled nine whole pages."
    )
    assert prose in read_plain(page(*BODY[:3], prose, *BODY[3:]), "a.txt").paragraphs


def test_wrapped_text_gives_whole_paragraphs() -> None:
    """Wrapped text is read as whole paragraphs."""
    wrapped = (
        "The old lighthouse of Morrow Bay was lit again on Saturday,\n"
        "eleven years after the last keeper left it.\n\n"
        "Some 400 people climbed the dunes to see it, and the mayor\n"
        "pressed the switch at nine.\n"
    )
    assert read_plain(wrapped, "a.txt").paragraphs == (
        "The old lighthouse of Morrow Bay was lit again on Saturday, "
        "eleven years after the last keeper left it.",
        "Some 400 people climbed the dunes to see it, and the mayor pressed the switch at nine.",
    )


def test_short_text_and_plain_list_keep_all_that_they_say() -> None:
    """A short text and a plain list keep all lines."""
    assert read_plain("Note\n\nIt rained today.\n\nWe stayed in.", "a.txt").paragraphs == (
        "It rained today.",
        "We stayed in.",
    )
    assert read_plain("flour\neggs\nbutter", "a.txt").paragraphs == ("flour", "eggs", "butter")


def test_empty_text_has_no_paragraphs() -> None:
    """An empty text has no paragraphs."""
    assert read_plain(" \n\n", "a.txt").paragraphs == ()


def test_caption_goes_with_the_credit_below_it() -> None:
    """A caption is dropped with the credit below it."""
    caption = ("The tower at dusk, seen from the dunes above the bay.", "Ada Moss/Calder/Getty Images")
    assert read_plain(page(*MENU, *BODY[:2], *caption, *BODY[2:]), "a.txt").paragraphs == BODY


def test_pointer_to_another_page_is_dropped_however_long() -> None:
    """A pointer to another page is dropped, however long it is."""
    pointer = "Related: From Oil to Electric Light, or How the Towers of the Whole Coast Were Changed"
    assert read_plain(page(*MENU, *BODY[:2], pointer, *BODY[2:]), "a.txt").paragraphs == BODY


def test_list_with_addresses_below_the_body_is_part_of_it() -> None:
    """A list with addresses below the body is part of it."""
    items = ("1) Tower of Calder", "https://example.org/1", "2) Tower of Ness", "https://example.org/2")
    assert read_plain(page(*MENU, *BODY, *items, "Share"), "a.txt").paragraphs == (*BODY, *items)


def test_text_that_somebody_wrote_keeps_its_edges() -> None:
    """A text that somebody wrote keeps its edges."""
    edges = ("Bring along", "- lamp", "- rope", "Ask Ada about the boat")
    article = read_plain(page("Notes on the harbour", "For Ben", *BODY, "* * *", *edges), "a.txt")
    assert article.paragraphs == ("For Ben", *BODY, *edges)
    assert article.source.title == "Notes on the harbour"


def test_mail_is_read_whole_and_by_its_headers() -> None:
    """A mail is read whole, and its headers are read."""
    head = "From: Ada Moss <ada@example.org>\nSubject: The lamp\nDate: Wed, 12 May 2021 09:06:00 +0200"
    article = read_plain(page(head, *BODY, "See you,\nAda"), "a.txt")
    assert article.paragraphs == (*BODY, "See you,", "Ada")
    assert (article.source.title, article.source.author) == ("The lamp", "Ada Moss")
    assert article.source.date == "2021-05-12"


def test_points_above_the_body_are_part_of_it() -> None:
    """Points above the body, each as long as a sentence, are part of it."""
    points = (
        "- The lamp of the tower was repaired by volunteers with parts from three other towers of the coast",
        "- Fishermen and the school had asked for the light ever since the last keeper left eleven years ago",
    )
    found = read_plain(page(*MENU, "Lighthouse shines again", *points, "Share", *BODY, *FOOTER), "a.txt")
    assert found.paragraphs == (*points, *BODY)
