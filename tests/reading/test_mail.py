"""A mail is read as its text, whatever program sent it and however it is encoded."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from qa_bot.reading.read import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.types import Article

FIRST = (
    "The brewery at the old lock has opened again, and its first barrels of dark beer were sold out within "
    "two hours on Saturday."
)
SECOND = (
    "Its café serves soup for 4.20 euros; the yard has seats for sixty people, said the brewer on Sunday."
)
TEXT = f"{FIRST}\n\n{SECOND}\n"
HTML = f"<html><head><title>x</title></head><body><p>{FIRST}</p>\n<p>{SECOND}</p></body></html>"
HEAD = (
    "From: Ada Moss <ada@lock.example>\nTo: crew@lock.example\nSubject: Brewery opens\n"
    "Date: Wed, 12 May 2021 08:00:00 +0200\n"
)
WHOLE = ("Brewery opens", "Ada Moss", "2021-05-12")


def read(tmp_path: Path, content: str | bytes, name: str = "mail.txt") -> Article:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (article,) = read_file(name, tmp_path).articles
    return article


def stated(article: Article) -> tuple[str | None, str | None, str | None]:
    source = article.source
    return source.title, source.author, source.date


def message(**parts: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ada Moss <ada@lock.example>"
    made["To"] = "crew@lock.example"
    made["Subject"] = parts.get("subject", "Brewery opens")
    made["Date"] = "Wed, 12 May 2021 08:00:00 +0200"
    if "plain" in parts:
        made.set_content(parts["plain"], cte=parts.get("cte", "quoted-printable"))
    if "html" in parts and "plain" in parts:
        made.add_alternative(parts["html"], subtype="html", cte=parts.get("cte", "quoted-printable"))
    elif "html" in parts:
        made.set_content(parts["html"], subtype="html", cte=parts.get("cte", "base64"))
    return made


@pytest.mark.parametrize("name", ["mail.txt", "mail.eml"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "parts",
    [
        {"plain": TEXT},
        {"plain": TEXT, "cte": "base64"},
        {"plain": TEXT, "cte": "8bit"},
        {"html": HTML},
        {"html": HTML, "cte": "quoted-printable"},
        {"plain": TEXT, "html": HTML},
        {"plain": "Your program cannot show this mail.", "html": HTML},
    ],
)
def test_text_of_a_mail_is_read_however_it_is_packed(
    tmp_path: Path, parts: dict[str, str], line_end: bytes, name: str
) -> None:
    content = message(**parts).as_bytes().replace(b"\n", line_end)
    article = read(tmp_path, content, name)
    assert article.paragraphs == (FIRST, SECOND)
    assert stated(article) == WHOLE


def test_encoded_words_and_other_charsets_are_letters(tmp_path: Path) -> None:
    head = (
        "From: =?iso-8859-1?Q?Zo=EB_M=FCller?= <zoe@lock.example>\nTo: r@lock.example\n"
        "Subject: =?utf-8?B?" + base64.b64encode("Die Fähre".encode()).decode() + "?=\n"
        " =?utf-8?Q?_f=C3=A4hrt?=\nDate: Fri, 03 May 2024 08:00:00 +0200\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
    )
    body = quopri.encodestring("Die Fähre fährt wieder, nach neun Jahren im Hafen.\n".encode("latin-1"))
    article = read(tmp_path, head.encode() + body)
    assert stated(article) == ("Die Fähre fährt", "Zoë Müller", "2024-05-03")
    assert article.paragraphs == ("Die Fähre fährt wieder, nach neun Jahren im Hafen.",)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_that_are_not_encoded_are_read_too(tmp_path: Path, encoding: str) -> None:
    head = HEAD.replace("Ada Moss", "Zoë Müller").replace("Brewery opens", "Die Fähre fährt")
    content = f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset={encoding}\n\n{SECOND}\n"
    article = read(tmp_path, content.encode(encoding))
    assert stated(article) == ("Die Fähre fährt", "Zoë Müller", "2021-05-12")
    assert article.paragraphs == (SECOND,)


def test_stations_on_the_way_and_a_mailbox_line_are_no_text(tmp_path: Path) -> None:
    stations = "".join(
        f"Received: from a{n}.example (a{n}.example [192.0.2.{n}])\n\tby b.example with ESMTPS id {n};\n"
        "\tWed, 12 May 2021 08:00:01 +0200\n"
        for n in range(60)
    )
    content = f"From ada@lock.example Wed May 12 08:00:00 2021\nDelivered-To: r@x.example\n{stations}{HEAD}"
    article = read(tmp_path, f"\ufeff{content}Content-Type: text/plain; charset=utf-8\n\n{TEXT}")
    assert article.paragraphs == (FIRST, SECOND)
    assert stated(article) == WHOLE


def test_attachments_are_no_text_and_pictures_in_a_mail_make_it_no_page(tmp_path: Path) -> None:
    made = message(plain=TEXT, html=f"{HTML}<img src='cid:1'>")
    made.add_attachment("a,b\n1,2\n", filename="a.txt")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    assert read(tmp_path, made.as_bytes()).paragraphs == (FIRST, SECOND)
    related = EmailMessage()
    for name, value in message(plain="x").items():
        if name in ("From", "To", "Subject", "Date"):
            related[name] = value
    related.set_content(HTML, subtype="html")
    related.add_related(b"\x89PNG", "image", "png", cid="<1>")
    assert related.get_content_type() == "multipart/related"
    article = read(tmp_path, related.as_bytes())
    assert article.paragraphs == (FIRST, SECOND)
    assert stated(article) == WHOLE


def test_flowed_lines_are_joined_and_a_signature_is_no_text(tmp_path: Path) -> None:
    words = FIRST.split(" ")
    flowed = " ".join(words[:10]) + " \n" + " ".join(words[10:]) + f"\n\n{SECOND}\n-- \nAda Moss\nThe Lock\n"
    content = f'{HEAD}MIME-Version: 1.0\nContent-Type: text/plain; charset="utf-8"; format=flowed\n\n{flowed}'
    assert read(tmp_path, content).paragraphs == (FIRST, SECOND)


INNER = (
    "From: Ben Ott <ben@lock.example>\nDate: Tue, May 11, 2021 at 9:00 AM\nSubject: Brewery opens\n"
    "To: Ada Moss <ada@lock.example>\n"
)
OUTLOOK = (
    "From: Ott, Ben <ben@lock.example>\nSent: Tuesday, May 11, 2021 9:00 AM\nTo: Moss, Ada\n"
    "Subject: Brewery opens\n"
)
GERMAN = (
    "Von: Ben Ott <ben@lock.example>\nGesendet: Dienstag, 11. Mai 2021 09:00\nAn: Ada Moss\n"
    "Betreff: Brewery opens\n"
)
FRENCH = (
    "De : Ben Ott <ben@lock.example>\nEnvoyé : mardi 11 mai 2021 09:00\nÀ : Ada Moss\nObjet : Brewery opens\n"
)
QUOTED = "".join(f"> {line}\n" for line in f"{INNER}\n{TEXT}".splitlines())


@pytest.mark.parametrize(
    ("subject", "below"),
    [
        ("Fwd: Brewery opens", f"---------- Forwarded message ---------\n{INNER}\n\n{TEXT}"),
        ("Fwd: Brewery opens", f"For you!\n\nBegin forwarded message:\n\n{INNER}\n{TEXT}"),
        ("Fwd: Brewery opens", f"For you!\n\nBegin forwarded message:\n\n{QUOTED}"),
        ("Fw: Brewery opens", f"-----Original Message-----\n{OUTLOOK}\n{TEXT}"),
        ("FW: Brewery opens", f"See below.\n\nAda\n\n________________________________\n{OUTLOOK}\n{TEXT}"),
        ("WG: Brewery opens", f"-----Ursprüngliche Nachricht-----\n{GERMAN}\n{TEXT}"),
        ("WG: Brewery opens", f"\n{GERMAN}\n{TEXT}"),
        ("TR: Brewery opens", f"Pour toi.\n\n{FRENCH}\n{TEXT}"),
        (
            "Fwd: Brewery opens",
            "-------- Forwarded Message --------\n" + INNER.replace(": ", ": \t") + f"\n{TEXT}",
        ),
        ("Fwd: Brewery opens", f"---------- Forwarded message ---------\n*From:* {INNER[6:]}\n{TEXT}"),
    ],
)
@pytest.mark.parametrize("is_mime", [True, False])
def test_mail_that_hands_another_on_is_read_as_that_one(
    tmp_path: Path, subject: str, below: str, is_mime: bool
) -> None:
    head = HEAD.replace("Brewery opens", subject)
    mime = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n" if is_mime else ""
    article = read(tmp_path, f"{head}{mime}\n{below}")
    assert article.paragraphs == (FIRST, SECOND)
    assert stated(article) == ("Brewery opens", "Ben Ott", "2021-05-11")


def test_mail_handed_on_in_html_or_attached_is_read_as_that_one(tmp_path: Path) -> None:
    lines = INNER.replace("<ben@lock.example>", "&lt;ben@lock.example&gt;").strip().replace("\n", "<br>\n")
    mark = "---------- Forwarded message ---------"
    html = f'<div dir="ltr"><br><div class="quote">{mark}<br>{lines}<br></div><br>'
    made = message(subject="Fwd: Brewery opens", html=f"{html}<p>{FIRST}</p><p>{SECOND}</p></div>")
    article = read(tmp_path, made.as_bytes())
    assert article.paragraphs == (FIRST, SECOND)
    assert stated(article) == ("Brewery opens", "Ben Ott", "2021-05-11")

    inner = message(plain=TEXT)
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Cy Ek <cy@lock.example>", "Fwd: Brewery opens"
    outer.set_content("For you.")
    outer.add_attachment(inner)
    article = read(tmp_path, outer.as_bytes())
    assert article.paragraphs == (FIRST, SECOND)
    assert stated(article) == WHOLE


def test_reply_with_words_of_its_own_stays_the_mail_of_its_sender(tmp_path: Path) -> None:
    below = f"{FIRST}\n\n{SECOND}\n\n-----Original Message-----\n{OUTLOOK}\nIs the brewery open again?\n"
    article = read(tmp_path, f"{HEAD.replace('Brewery', 'RE: Brewery')}MIME-Version: 1.0\n\n{below}")
    assert stated(article) == WHOLE
    assert article.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, 11 May 2021 at 09:00, Ben Ott <ben@lock.example> wrote:",
        "On Tue, 11 May 2021 at 09:00, Ben Ott <ben@lock.example>\nwrote:",
        "Am 11.05.2021 um 09:00 schrieb Ben Ott:",
        "Le mar. 11 mai 2021 à 09:00, Ben Ott <ben@lock.example> a écrit :",
    ],
)
def test_words_of_another_that_are_answered_are_not_the_senders(tmp_path: Path, attribution: str) -> None:
    below = f"{TEXT}\n{attribution}\n> Is the brewery open again?\n>\n> Ben\n"
    for mime in ("", "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"):
        assert read(tmp_path, f"{HEAD}{mime}\n{below}").paragraphs == (FIRST, SECOND)


def test_quoted_text_stays_where_little_else_is_said(tmp_path: Path) -> None:
    quoted = "".join(f"> {line}\n" for line in TEXT.splitlines())
    article = read(tmp_path, f"{HEAD}MIME-Version: 1.0\n\nLook.\n\nOn 11 May 2021 Ben wrote:\n{quoted}")
    assert article.paragraphs[-2:] == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ('"Moss, Ada" <ada@lock.example>', "Ada Moss"),
        ("Moss, Ada <ada@lock.example>", "Ada Moss"),
        ("ada@lock.example (Ada Moss)", "Ada Moss"),
        ("'Ada Moss' <ada@lock.example>", "Ada Moss"),
        ("Ada Moss from The Lock Letter <ada@lock.example>", "Ada Moss"),
        ("Ada Moss via Letters <ada@lock.example>", "Ada Moss"),
        ("Ada Moss [mailto:ada@lock.example]", "Ada Moss"),
        ("ada@lock.example", None),
        ("<no-reply@lock.example>", None),
    ],
)
def test_sender_is_the_author_if_a_name_is_stated(tmp_path: Path, sender: str, author: str | None) -> None:
    head = HEAD.replace("Ada Moss <ada@lock.example>", sender)
    assert read(tmp_path, f"{head}MIME-Version: 1.0\n\n{TEXT}").source.author == author


def test_letter_of_news_in_tables_loses_its_furniture(tmp_path: Path) -> None:
    row = "<tr><td style='padding:0'>{}</td></tr>"
    cells = [
        "<div style='display:none'>What the brewery sold</div>",
        "<a href='https://lock.example/v'>View in browser</a>",
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{FIRST.replace('dark', 'pale')}</p>",
        "<a href='https://lock.example/u'>Unsubscribe</a> | <a href='https://b.example'>Privacy policy</a>",
    ]
    html = f"<html><body><table>{''.join(map(row.format, cells))}</table></body></html>"
    article = read(tmp_path, message(html=html).as_bytes())
    assert article.paragraphs == (FIRST, SECOND, FIRST.replace("dark", "pale"))


def test_letter_of_news_does_not_end_with_why_it_was_sent(tmp_path: Path) -> None:
    why = "You are receiving this email because you signed up at lock.example."
    plain = message(plain=f"{TEXT}\n{why}\nUnsubscribe here\n")
    html = message(html=f"{HTML}<p>{why}</p><p><a href='https://lock.example'>Unsubscribe</a></p>")
    for number, sent in enumerate((plain, html)):
        assert read(tmp_path, sent.as_bytes(), f"{number}.eml").paragraphs == (FIRST, SECOND)


def test_saved_page_is_no_mail_and_a_text_with_labels_neither(tmp_path: Path) -> None:
    page = (
        "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://lock.example/a\r\n"
        "Subject: Brewery\r\nDate: Wed, 12 May 2021 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/related;\r\n"
        '\ttype="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        f"{HTML}\r\n--b--\r\n"
    )
    assert read(tmp_path, page).source.url == "https://lock.example/a"
    assert read(tmp_path, f"From: Ada Moss\nSubject: Brewery opens\n\n{TEXT}").paragraphs == (FIRST, SECOND)


def test_mail_without_a_text_has_no_paragraphs(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEAD}MIME-Version: 1.0\n\n").paragraphs == ()
    cut = f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\n'
    assert read(tmp_path, f"{cut}Content-Type: text/plain\n\n{TEXT}").paragraphs == (FIRST, SECOND)
