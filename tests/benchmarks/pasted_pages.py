"""Pages as a person copies them from a browser, made of real articles and made-up furniture.

A template is a text file: a line of it is a line of the page, "5x ..." is five of them, and " // " stands
for a line break. What is in braces is filled in: `{body}` (the paragraphs that are left) or `{body N}` (the
next N of them), `{title}`, `{author}`, `{date us}` and other forms of it, `{standfirst}` and `{caption}`
(sentences of paragraphs that are taken out of the body for it), and of other articles `{teaser}`, `{lead}`
and `{otherauthor}`. Readers' names and comments are made up here.
"""

from __future__ import annotations

import html
import json
import random
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sentencex import segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FORMS", "Page", "make_pages"]

TEMPLATES: Final = Path(__file__).with_name("pasted")
FORMS: Final = ("seen", "held_out")
PAGES_A_TEMPLATE: Final = 8
WORDS: Final = (60, 120, 200, 300, 450, 700, 1100, 1600)
"""Words of the body, one for each page of a template."""
FROM_HEADLINE: Final = (2, 5)
TO_BODY_END: Final = (5,)
"""Pages of which a person copied no more than from the headline on, and to a few lines below the body."""
_LINES_BELOW: Final = 3
_SPARE: Final = 6
"""Paragraphs that are taken out for standfirst and captions."""
_LEAST_PARAGRAPH_WORDS: Final = 15
_REPEAT: Final = re.compile(r"(\d+)x (.*)")
_BODY: Final = re.compile(r"\{body ?(\d*)\}")
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_MONTHS: Final = {
    "us": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
}
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_READERS: Final = [
    "ferryman",
    "Oskar_77",
    "Bea",
    "kat_91",
    "Mr.",
    "T.",
    "Brook",
    "gullwatcher",
    "Anna",
    "L.",
    "no2bridges",
    "Dieter",
    "lighthouse",
]
_KICKERS: Final = ("Energy prices", "The new coalition", "Football", "A town and its river", "Interview")
_COMMENTS: Final = (
    "I have lived there for thirty years and nobody ever asked us what we think, so good luck with that.",
    "Nonsense.",
    "Thank you for this piece. It is the first one that explains what the whole noise is about, and it does "
    "so without shouting, which I have begun to miss in this paper and in most others that I still read.",
    "So they knew it all along? Unbelievable!!!",
    "My uncle worked for them. He says that the numbers were made up in an afternoon, that everybody in the "
    "office knew it, and that the one man who said so aloud was sent to count chairs until he gave up.",
    "Could somebody tell me where the second figure comes from? It is not what was printed in May.",
    "First!",
    "I disagree with nearly every word of it, but it is well written. The real question is who pays for it "
    "in ten years, when those who decide now sit on their boats and we are handed the bill once more.",
    "This is what happens when you vote for clowns. You get a circus, and then you complain of the smell.",
    "@Bea you are right, but read the third paragraph again; it says just that.",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as copied, and what is right for it."""

    name: str
    text: str
    title: str
    author: str
    date: str
    body: str


def make_pages(articles: Path, form: str) -> Iterator[Page]:
    """Make the pages of the templates of a form, the same ones each time."""
    others = [json.loads(line) for line in articles.read_text(encoding="utf-8").splitlines()]
    others = [article for article in others if _words(article) >= max(WORDS) // 4]
    for template in sorted((TEMPLATES / form).glob("*.txt")):
        lines = template.read_text(encoding="utf-8").splitlines()
        for number, words in enumerate(WORDS):
            yield _Maker(f"{template.stem}-{number}", others, words).page(lines, number)


def _words(article: dict[str, Any]) -> int:
    return len(" ".join(article["paragraphs"]).split())


class _Maker:
    """Fills one page; what it draws depends on the page's name alone."""

    def __init__(self, name: str, others: Sequence[dict[str, Any]], words: int) -> None:
        self.name = name
        self.random = random.Random(name)  # noqa: S311  (no secret is made)
        self.others = others
        article = self.random.choice(others)
        self.title = _clean(article["title"])
        self.author = _first_author(article, "Ada Moss")
        self.date = (
            date.fromisoformat(article["date"]) if len(article["date"] or "") == 10 else date(2021, 5, 12)
        )
        paragraphs = [_clean(text) for text in article["paragraphs"]]
        long = [text for text in paragraphs[1:] if len(text.split()) >= _LEAST_PARAGRAPH_WORDS][-_SPARE:]
        self.spare = [_first_sentence(text) for text in long] or ["A town waits."]
        kept = [text for text in paragraphs if text and text not in long] or paragraphs
        self.body: list[str] = []
        while kept and sum(len(text.split()) for text in self.body) < words:
            self.body.append(kept.pop(0))
        self.told: list[str] = []

    def page(self, template: Sequence[str], number: int) -> Page:
        lines = [line for row in template for line in self._rows(row) if line.strip()]
        if number in TO_BODY_END:
            lines = lines[: lines.index(self.told[-1]) + 1 + _LINES_BELOW]
        if number in FROM_HEADLINE:
            lines = lines[lines.index(self.title) :]
        gap = self.random.choice(("\n", "\n\n"))
        return Page(
            self.name, gap.join(lines), self.title, self.author, self.date.isoformat(), "\n\n".join(self.told)
        )

    def _rows(self, row: str) -> Iterator[str]:
        repeat = _REPEAT.fullmatch(row)
        for _ in range(int(repeat[1]) if repeat else 1):
            for part in (repeat[2] if repeat else row).split(" // "):
                if "{body" in part:
                    yield from self._paragraphs(part)
                else:
                    yield _FIELD.sub(lambda match: self._fill(match[1]), part)

    def _paragraphs(self, part: str) -> Iterator[str]:
        before, count = _BODY.split(part)[:2]
        many = int(count) if count else len(self.body)
        taken, self.body = self.body[:many], self.body[many:]
        if taken:
            taken[0] = before + taken[0]
        self.told.extend(taken)
        yield from taken

    def _fill(self, field: str) -> str:
        name, _, form = field.partition(" ")
        if name == "date":
            return self._date(form)
        other = self.random.choice(self.others)
        if name in {"standfirst", "caption"}:
            return self.spare.pop() if len(self.spare) > 1 else self.spare[0]
        month = _MONTHS["us"].split()[self.date.month - 1]
        values: dict[str, str] = {
            "title": self.title,
            "author": self.author,
            "day": _DAYS[self.date.weekday()],
            "month": month,
            "monthabbr": month[:3],
            "d": str(self.date.day),
            "year": str(self.date.year),
            "kicker": self.random.choice(_KICKERS),
            "reader": self.random.choice(_READERS),
            "comment": " ".join(self.random.sample(_COMMENTS, self.random.choice((1, 1, 2, 3)))),
            "n": str(self.random.randint(2, 59)),
            "ago": f"{self.random.randint(2, 20)} hours ago",
            "teaser": _clean(other["title"]),
            "lead": _first_sentence(_clean(other["paragraphs"][0])),
            "otherauthor": _first_author(other, "Ben Ott"),
        }
        return values[name]

    def _date(self, form: str) -> str:
        day = self.date
        if form in {"iso", "dots", "ptdots", "zh", "ja", "short", "gb", "gbday"}:
            month = _MONTHS["us"].split()[day.month - 1]
            return {
                "iso": day.isoformat(),
                "dots": day.strftime("%d.%m.%Y"),
                "ptdots": f"{day.day}.{_MONTHS['pt'].split()[day.month - 1]}.{day.year}",
                "zh": f"{day.year}年{day.month}月{day.day}日",
                "ja": f"{day.year}年{day.month}月{day.day}日",
                "short": f"{month[:3]} {day.day}",
                "gb": f"{day.day} {month} {day.year}",
                "gbday": f"{_DAYS[day.weekday()][:3]} {day.day} {month[:3]} {day.year}",
            }[form]
        month = _MONTHS[form].split()[day.month - 1]
        return {
            "us": f"{month} {day.day}, {day.year}",
            "de": f"{day.day}. {month} {day.year}",
            "es": f"{day.day} de {month} de {day.year}",
        }.get(form, f"{day.day} {month} {day.year}")


def _first_sentence(text: str) -> str:
    return str(next(iter(segment("en", text)))).strip()


def _first_author(article: dict[str, Any], otherwise: str) -> str:
    return re.split(r",| and ", article["author"] or otherwise)[0].strip()


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).split())
