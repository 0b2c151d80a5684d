"""Dates and names are read if they are unambiguous, and stay unknown otherwise."""

import datetime

import pytest

from qa_bot.reading.metadata.dates import find_dates, to_iso
from qa_bot.reading.metadata.fields import first_field, read_authors, read_date, read_url
from qa_bot.reading.metadata.names import clean_authors, is_personal_name


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-02-04 09:06", "2021-02-04"),
        ("2021-02-04T09:06:00Z", "2021-02-04"),
        ("2021/2/4", "2021-02-04"),
        ("February 10, 2020", "2020-02-10"),
        ("Feb. 10, 2020", "2020-02-10"),
        ("10 Feb 2020", "2020-02-10"),
        ("10th of February 2020", "2020-02-10"),
        ("25/02/2020", "2020-02-25"),
        ("02/25/2020", "2020-02-25"),
        ("2020年2月10日", "2020-02-10"),
        ("2020년 2월 10일", "2020-02-10"),
        ("Mon, 10 Feb 2020 08:00 GMT", "2020-02-10"),
        ("Mon Feb 10 21:57:01 UTC 2020", "2020-02-10"),
        ("2020-02-10T23:30:00-05:00", "2020-02-10"),
        ("20200210", "2020-02-10"),
        ("20200210T080000Z", "2020-02-10"),
        ("10/Feb/2020", "2020-02-10"),
        ("10. Februar 2020", "2020-02-10"),
        ("1er mars 2020", "2020-03-01"),
        ("10 de febrero de 2020", "2020-02-10"),
        ("10 февраля 2020", "2020-02-10"),
        ("Februari 10, 2020", "2020-02-10"),
        ("February 2020", "2020-02"),
        ("2020-02", "2020-02"),
        ("2020", "2020"),
        ("03/04/2020", None),
        ("04.02.2022", "2022-02-04"),
        ("3.4.2020", "2020-04-03"),
        ("3. 4. 2020", "2020-04-03"),
        ("02.28.2020", "2020-02-28"),
        ("2020. 02. 10.", "2020-02-10"),
        ("٤ فبراير ٢٠٢٢", "2022-02-04"),
        ("4 شباط 2022", "2022-02-04"),
        ("4 شباط/فبراير 2022", "2022-02-04"),
        ("١٢ كانون الثاني ٢٠٢١", "2021-01-12"),
        ("5 فيفري 2021", "2021-02-05"),
        ("۲۰۲۲-۰۲-۰۴", "2022-02-04"),
        ("४ फ़रवरी २०२२", "2022-02-04"),
        ("4 בפברואר 2022", "2022-02-04"),
        ("20. Jänner 2022", "2022-01-20"),
        ("4\xa0février\xa02022", "2022-02-04"),
        ("version 1.2.2020.4", None),
        ("20201310", None),
        ("10 listopada 2020", None),  # November in Polish, October in Croatian
        ("7 out 2019", None),
        ("Feb 10", None),
        ("Feb. 10", None),
        ("2020-02-31", None),
        ("2020-13", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_date_is_read_where_it_means_one_day(written: str, iso: str | None) -> None:
    """A date is read if it means one day only."""
    assert to_iso(written) == iso


def test_dates_of_a_row_come_with_their_places() -> None:
    """The dates of a row come with their offsets."""
    assert find_dates("Updated May 14, 2021; Published 12 May 2021") == [
        (8, "2021-05-14"),
        (32, "2021-05-12"),
    ]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ada Moss", "Ada Moss"),
        ("ADA MOSS", "ADA MOSS"),
        ("Ada Moss and Ines van den Berg", "Ada Moss, Ines van den Berg"),
        ("Ada Moss, Staff Writer", "Ada Moss"),
        ("Ada Moss; Ada Moss", "Ada Moss"),
        ("Ada Moss - Senior Reporter", "Ada Moss"),
        ("Ada Moss, Gazette", "Ada Moss"),
        ("Von Ada Moos", "Ada Moos"),
        ("Von Miller", "Von Miller"),
        ("Текст: Ада Мосс", "Ада Мосс"),  # noqa: RUF001  (a Russian name)
        ("李明", "李明"),
        ("Reuters", "Reuters"),
        ("The Associated Press", "The Associated Press"),
        ("The Eastern and Western ministries", None),
        ("Business", None),
        ("https://example.org/ada", None),
        ("webadmin", None),
        ("", None),
    ],
)
def test_authors_are_names_and_nothing_else(written: str, names: str | None) -> None:
    """Only names are authors."""
    assert clean_authors(written) == names


def test_section_is_no_personal_name() -> None:
    """A section is not a personal name."""
    assert is_personal_name("Ada O'Moss-Berg")
    assert not is_personal_name("World News")
    assert not is_personal_name("Ada")


def test_field_of_an_unexpected_kind_is_unknown() -> None:
    """A field of an unexpected type is unknown."""
    fields = {"author": {"x": 1}, "date": ["2020"], "url": "javascript:alert(1)"}
    assert read_authors(fields, ["author"]) is None
    assert read_date(fields, ["date"]) is None
    assert read_url(fields, ["url"]) is None


def test_number_of_too_many_digits_is_unknown() -> None:
    """Python refuses to convert an int of more than 4300 digits, which YAML may contain in hexadecimal."""
    fields = {"title": 16**5000, "author": [16**5000, "Ada Moss"], "date": 16**5000}
    assert first_field(fields, ["title"]) is None
    assert read_authors(fields, ["author"]) == "Ada Moss"
    assert read_date(fields, ["date"]) is None


def test_dates_that_yaml_has_parsed_are_read() -> None:
    """Dates that YAML has parsed are read."""
    assert read_date({"date": datetime.date(2021, 5, 12)}, ["date"]) == "2021-05-12"
    assert (
        read_date({"date": datetime.datetime(2021, 5, 12, 9, tzinfo=datetime.UTC)}, ["date"]) == "2021-05-12"
    )
