"""Each source is accounted for: added, already there, or failed; none costs another anything."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import datetime
import errno
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from site_on_loopback import PAGE, PARAGRAPHS, Site, open_site, start
from tiny import ignore

from qa_bot.adding.add import AddOutcome, AddReport, add
from qa_bot.adding.http import Limits
from qa_bot.core.errors import CorpusError
from qa_bot.core.types import Source
from qa_bot.corpus import exclusions
from qa_bot.reading import read as reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

    from commands import Commands

    from qa_bot.core.types import Progress

pytestmark = pytest.mark.slow  # files are read in a process of their own

SHORT = Limits(connect_s=5, silence_s=0.3, total_s=5, megabytes=0.1)
CAT = "A cat was rescued from a chimney by two firemen in Leeds on Monday evening.\n"
DOG = "A dog was rescued from a well by three farmers near Leeds on Tuesday evening.\n"
ADDED, ALREADY_THERE, SKIPPED, FAILED = AddOutcome


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder; give the corpus folder's place in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "corpus"


def added(folder: Path, *sources: str | Path) -> list[AddReport]:
    return add([str(source) for source in sources], folder, ignore, SHORT)


def told(folder: Path, source: str | Path) -> AddReport:
    (report,) = added(folder, source)
    return report


def written(name: str, text: str | bytes = CAT) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def names(folder: Path) -> list[str]:
    """List all there is below a folder, hidden files too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# Pages


def test_a_page_becomes_a_markdown_file_with_its_address_and_the_day(site: Site, folder: Path) -> None:
    url = site.sends("/news/bridge?id=1")
    before = datetime.datetime.now().astimezone().date()
    assert told(folder, f"{url}#top") == AddReport(f"{url}#top", ADDED, "the-harbour-bridge-reopens.md")
    text = (folder / "the-harbour-bridge-reopens.md").read_text(encoding="utf-8")
    after = datetime.datetime.now().astimezone().date()
    head, _, body = text.removeprefix("---\n").partition("\n---\n\n")
    assert head.splitlines()[:-1] == ["title: The harbour bridge reopens", f"url: {url}"]
    assert head.splitlines()[-1] in {f"retrieved: {before}", f"retrieved: {after}"}
    assert body == "\n\n".join(PARAGRAPHS) + "\n"
    (article,) = reading.read_file("the-harbour-bridge-reopens.md", folder).articles
    assert (article.paragraphs, article.source.url, article.source.date) == (PARAGRAPHS, url, None)


def test_a_page_that_is_there_is_not_fetched_again(site: Site, folder: Path) -> None:
    url = site.sends("/a")
    first, second = added(folder, url, f"{url}/#x")
    assert second == AddReport(f"{url}/#x", ALREADY_THERE, first.path, "same address")
    assert told(folder, url).outcome is ALREADY_THERE
    assert len(site.asked) == 1
    assert len(names(folder)) == 1


def test_two_addresses_of_one_article_add_it_once(site: Site, folder: Path) -> None:
    url = site.sends("/a")
    site.sends("/a?from=x")
    first, again, led = added(folder, url, f"{url}?from=x", site.leads("/b", "/a"))
    assert (again.outcome, again.path, again.reason) == (ALREADY_THERE, first.path, "same text")
    assert (led.outcome, led.path) == (ALREADY_THERE, first.path)
    assert led.reason == f"it redirects to {url}, which is already there"
    assert len(names(folder)) == 1


def test_a_page_whose_text_lies_there_under_another_kind_is_already_there(site: Site, folder: Path) -> None:
    written("corpus/saved.html", PAGE)
    report = told(folder, site.sends("/a"))
    assert (report.outcome, report.path, report.reason) == (ALREADY_THERE, "saved.html", "same text")


def test_the_address_is_the_page_s_own_whatever_it_calls_itself(site: Site, folder: Path) -> None:
    body = PAGE.replace("</title>", "</title><link rel=canonical href='https://home.example/'>")
    url = site.sends("/a", body)
    (article,) = reading.read_file(str(told(folder, url).path), folder).articles
    assert article.source.url == url


def test_a_token_of_an_address_is_sent_and_neither_kept_nor_shown(site: Site, folder: Path) -> None:
    """And that is told; by any other token it is the same page."""
    url = site.sends("/news/bridge?id=1&token=abc123&X-Amz-Signature=9f86d0", PAGE)
    report = told(folder, url)
    clean = f"{site.url}/news/bridge?id=1"
    assert report == AddReport(
        clean,
        ADDED,
        "the-harbour-bridge-reopens.md",
        "removed from the saved address: X-Amz-Signature, token",
    )
    assert site.asked[0][0].endswith("?id=1&token=abc123&X-Amz-Signature=9f86d0")
    text = (folder / "the-harbour-bridge-reopens.md").read_text(encoding="utf-8")
    assert f"\nurl: {clean}\n" in text
    assert "abc123" not in text
    for other in (url, clean, f"{clean}&token=zzz", f"{site.url}/news/bridge?sig=q&id=1"):
        assert told(folder, other) == AddReport(clean, ALREADY_THERE, report.path, "same address")
    assert len(site.asked) == 1


def test_no_message_repeats_a_token(site: Site, folder: Path) -> None:
    """Neither of the address that was given nor of those that it leads to."""
    gone = site.sends("/gone?token=abc123", status=404)
    away = site.leads("/away?token=abc123", "/there?sig=abc123")
    site.sends("/there?sig=abc123", b"%PDF-1.7", Content_Type="application/pdf")
    circle = site.leads("/circle?token=abc123", "/circle?token=abc123")
    login = site.url.replace("//", "//moss:abc123@") + "/page"
    sources = (gone, away, circle, login, "https://:x/?token=abc123", "quay.example/a?token=abc123")
    for report in added(folder, *sources):
        assert report.outcome == FAILED
        assert report.reason
        assert "abc123" not in repr(report)
    assert told(folder, away).reason == (
        f"{site.url}/there is a PDF, not a web page: download it and add the file, or use the article's page"
    )


def test_two_articles_of_one_title_get_numbered_names(site: Site, folder: Path) -> None:
    pages = [site.sends(f"/{number}", PAGE.replace("41", f"4{number}")) for number in range(3)]
    stem = "the-harbour-bridge-reopens"
    assert [report.path for report in added(folder, *pages)] == [f"{stem}.md", f"{stem}-2.md", f"{stem}-3.md"]


WORDS = "Die Brücke über den Fluß kostete einundvierzig Millionen Kronen; das ist schön teuer, hieß es."


@pytest.mark.parametrize(
    ("encoding", "header", "meta"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "", ""),
        ("utf-8", "iso-8859-1", ""),  # the bytes know better
        ("utf-8", "no-such-charset", "iso-8859-1"),
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "", "iso-8859-1"),
        ("cp1250", "windows-1250", "iso-8859-1"),  # the header goes before the page
        ("cp1252", "punycode", "windows-1252"),
        ("cp1252", '"windows-1252"', ""),
        ("utf-16", "", ""),
        ("utf-16-le", "utf-16le", ""),
        ("utf-8-sig", "iso-8859-1", ""),
    ],
)
def test_a_page_is_read_in_its_encoding(
    site: Site, folder: Path, encoding: str, header: str, meta: str
) -> None:
    body = PAGE.replace("The new bridge", f"{WORDS} The new bridge")
    body = body.replace("<title>", f"<meta charset='{meta}'><title>") if meta else body
    content_type = f"text/html; charset={header}" if header else "text/html"
    report = told(folder, site.sends("/a", body.encode(encoding), Content_Type=content_type))
    (article,) = reading.read_file(str(report.path), folder).articles
    assert article.paragraphs[1] == f"{WORDS} {PARAGRAPHS[1]}"


def test_an_encoding_of_seven_bits_is_read_by_the_header(site: Site, folder: Path) -> None:
    body = PAGE.replace("The new bridge", "新しい橋 The new bridge").encode("iso-2022-jp")
    told(folder, site.sends("/a", body, Content_Type="text/html; charset=iso-2022-jp"))
    assert "新しい橋 The new bridge" in (folder / names(folder)[0]).read_text(encoding="utf-8")


def test_a_page_without_an_article_is_not_added(site: Site, folder: Path) -> None:
    url = site.sends("/a", "<html><body><div id=root></div><script>start()</script></body></html>")
    report = told(folder, url)
    assert (report.outcome, report.path) == (FAILED, None)
    assert (report.reason or "").startswith(f"{url} has no article text")
    assert not folder.exists()


def test_a_page_that_reading_refuses_is_told_by_its_address(site: Site, folder: Path) -> None:
    url = site.sends("/a", "<html>" + "\x01\x02" * 1000)
    assert (told(folder, url).reason or "").startswith(f"{url} looks like a binary file")


def test_hostile_text_of_a_page_stays_text(site: Site, folder: Path) -> None:
    title = "---&#10;publication: Faked [/] \x1b[31m&lt;b&gt; ../../etc"
    body = PAGE.replace("The harbour bridge reopens", title).replace(
        "Building", "# Building &lt;script&gt; \u202e"
    )
    (report,) = added(folder, site.sends("/a", body))
    (article,) = reading.read_file(str(report.path), folder).articles
    assert article.source.publication is None
    assert report.path == "publication-faked-b-etc.md"
    assert article.paragraphs[2].startswith("# Building <script> it cost")


# Files


def test_a_file_is_copied_byte_for_byte(folder: Path) -> None:
    written("Notes.TXT", CAT.replace("\n", "\r\n"))
    assert told(folder, "Notes.TXT") == AddReport("Notes.TXT", ADDED, "Notes.TXT")
    assert (folder / "Notes.TXT").read_bytes() == CAT.replace("\n", "\r\n").encode()
    assert names(folder) == ["Notes.TXT"]


def test_a_file_that_is_there_is_told(folder: Path) -> None:
    written("cat.txt")
    written("copy.txt")
    written("same.md", f"# A cat\n\n{CAT}")
    reports = added(folder, "cat.txt", "cat.txt", "copy.txt", "same.md", "corpus/cat.txt")
    assert [report.outcome for report in reports] == [ADDED] + [ALREADY_THERE] * 4
    assert {report.path for report in reports} == {"cat.txt"}
    assert [report.reason for report in reports[1:]] == [
        "same file",
        "same file",
        "same text",
        "it is in the corpus folder",
    ]
    assert names(folder) == ["cat.txt"]


def test_a_file_of_many_articles_is_there_when_all_of_them_are(folder: Path) -> None:
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate((CAT, DOG))]
    written("corpus/cat.txt", CAT)
    written("both.jsonl", "\n".join(lines))
    written("one.jsonl", lines[0])
    reports = added(folder, "one.jsonl", "both.jsonl", "one.jsonl")
    assert [report.outcome for report in reports] == [ALREADY_THERE, ADDED, ALREADY_THERE]


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(folder: Path) -> None:
    written("corpus/cat.txt", DOG)
    written("cat.txt")
    assert told(folder, "cat.txt").path == "cat-2.txt"
    assert (folder / "cat.txt").read_text() == DOG
    written("cat.txt", CAT + DOG)
    assert told(folder, "cat.txt").path == "cat-3.txt"


def test_a_folder_adds_its_files_in_their_places(folder: Path) -> None:
    written("pile/a/cat.txt")
    written("pile/dog.txt", DOG)
    written("pile/.hidden.txt", "Not for reading, this one, by anybody at all.")
    written("pile/b/cat.txt", CAT)
    written("pile/picture.png", b"\x89PNG")
    rows = [(report.source, report.outcome, report.path) for report in added(folder, "pile/")]
    assert rows == [
        ("pile/a/cat.txt", ADDED, "a/cat.txt"),
        ("pile/b/cat.txt", ALREADY_THERE, "a/cat.txt"),
        ("pile/dog.txt", ADDED, "dog.txt"),
        ("pile/picture.png", SKIPPED, None),
    ]
    assert names(folder) == ["a/cat.txt", "dog.txt"]


def test_the_folder_around_the_corpus_adds_nothing_twice(folder: Path) -> None:
    written("cat.txt")
    assert [report.outcome for report in added(folder, ".")] == [ADDED]
    assert [report.outcome for report in added(folder, ".")] == [ALREADY_THERE, ALREADY_THERE]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("photo.png", b"\x89PNG", "photo.png is .png, which is not supported"),
        ("binary.txt", bytes(range(256)) * 20, "binary.txt looks like a binary file"),
        ("empty.txt", b"", "empty.txt: the file is empty"),
        ("bad.md", b"---\ntitle: [\n---\nText.", "bad.md, line "),
        ("lines.jsonl", b"\n", "lines.jsonl: no article text found"),
    ],
)
def test_what_cannot_be_read_is_not_added(folder: Path, name: str, text: bytes, reason: str) -> None:
    written(name, text)
    report = told(folder, name)
    assert (report.outcome, report.path) == (FAILED, None)
    assert (report.reason or "").startswith(reason)
    assert not folder.exists()


def test_links_and_pipes_are_refused(folder: Path) -> None:
    written("cat.txt")
    written("pile/dog.txt", DOG)
    Path("link.txt").symlink_to("cat.txt")
    Path("pile/link.txt").symlink_to("../cat.txt")
    Path("folder").symlink_to("pile")
    os.mkfifo("pipe.txt")
    reasons = [report.reason for report in added(folder, "link.txt", "pile", "folder", "pipe.txt")]
    assert reasons == [
        "link.txt is a link, and links are not followed: add the file that it points to",
        None,
        "link.txt is a link, and links are not followed: add the file that it points to",
        "folder is a link, and links are not followed: add the file that it points to",
        "pipe.txt is a pipe, a socket or a device, not a file: remove it",
    ]


def test_a_folder_without_files_or_that_may_not_be_listed_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("bare/.hidden.txt")
    assert told(folder, "bare").reason == "bare contains no files to add"

    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "bare")

    monkeypatch.setattr(os, "scandir", forbidden)
    monkeypatch.setattr(os, "listdir", forbidden)
    assert told(folder, "bare").reason == "bare cannot be listed: change its permissions"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nothing", "there is no file nothing: check the path"),
        ("notes.txt", "there is no file notes.txt: check the path"),
        ("", "there is no file without a name"),
        ("a" * 5000, "there is no file aaa"),
        ("news.example/a.html", "for a web address, write https://news.example/a.html"),
        ("www.news.example", "write https://www.news.example"),
        ("localhost:8000/a", "write https://localhost:8000/a"),
        ("file:///etc/passwd", "only http:// and https:// addresses can"),
        ("http:/a.example", "has no server name"),
    ],
)
def test_a_source_that_is_neither_page_nor_file_is_told_with_a_hint(
    folder: Path, source: str, words: str
) -> None:
    report = told(folder, source)
    assert report.outcome is FAILED
    assert words in (report.reason or "")


def test_a_name_that_no_terminal_likes_is_cleaned(folder: Path) -> None:
    written("odd\n\x1b[31mname.txt")
    assert told(folder, "odd\n\x1b[31mname.txt").path == "odd name.txt"
    raw = os.fsdecode(b"caf\xe9.txt")
    written(raw, DOG)
    report = told(folder, raw)
    assert (report.source, report.path) == ("caf\ufffd.txt", "caf\ufffd.txt")


# What other programs export


def reading_list(*addresses: str) -> str:
    """Write an export of Instapaper."""
    rows = [f"{address},Title {number},,Unread,1580515200" for number, address in enumerate(addresses)]
    return "\n".join(["URL,Title,Selection,Folder,Timestamp", *rows, ""])


def page_about(cost: str) -> str:
    return PAGE.replace("41 million", cost)


def test_a_reading_list_adds_each_of_its_addresses(site: Site, folder: Path) -> None:
    pages = [site.sends(f"/{number}", page_about(f"{number} thousand")) for number in range(2)]
    gone = site.sends("/gone", "no", 404)
    written("instapaper.csv", reading_list(pages[0], gone, pages[1], f"{pages[0]}?utm_source=mail"))
    reports = added(folder, "instapaper.csv")
    assert [(report.source, report.outcome) for report in reports] == [
        (pages[0], ADDED),
        (gone, FAILED),
        (pages[1], ADDED),
        (f"{pages[0]}?utm_source=mail", ALREADY_THERE),
    ]
    (article,) = reading.read_file(str(reports[2].path), folder).articles
    assert article.source.url == pages[1]


def test_a_reading_list_is_found_in_a_folder(site: Site, folder: Path) -> None:
    url = site.sends("/a")
    written("pile/part_000000.csv", f"title,url,time_added,tags,status\nThe bridge,{url},1,,unread\n")
    written("pile/figures.csv", "year,visitors\n2020,12\n")
    written("pile/cat.txt")
    rows = [(report.source, report.outcome) for report in added(folder, "pile")]
    assert rows == [("pile/cat.txt", ADDED), ("pile/figures.csv", SKIPPED), (url, ADDED)]


def test_progress_counts_the_addresses_of_a_list_and_can_end_the_adding(site: Site, folder: Path) -> None:
    """What was added before stays."""
    pages = [site.sends(f"/{number}", page_about(f"{number} thousand")) for number in range(4)]
    written("list.csv", reading_list(*pages))
    steps: list[tuple[int, int]] = []

    def cancelled(progress: Progress) -> None:
        steps.append((progress.done, progress.total))
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(["list.csv"], folder, cancelled, SHORT)
    assert steps == [(0, 4), (1, 4), (2, 4)]
    assert len(names(folder)) == 2
    assert len(site.asked) == 2


def test_a_long_list_reads_the_corpus_once(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are searched for the first addresses only, and then all of them are known."""
    for number in range(5):
        written(f"corpus/{number}.txt", f"{CAT} It was number {number}.\n")
    addresses = [f"{site.url}/gone/{number}" for number in range(200)]
    for number in range(200):
        site.sends(f"/gone/{number}", "no", 404)
    written("list.csv", reading_list(*addresses))
    searched: list[Path] = []
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        searched.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    assert len(added(folder, "list.csv")) == 200
    assert 0 < len(searched) <= 5 * 30


def omnivore(folder: str, *items: dict[str, str]) -> None:
    written(f"{folder}/metadata_0_to_20.json", json.dumps(items))
    for number, item in enumerate(items):
        body = page_about(f"{number} thousand").partition("<article>")[2].partition("</article>")[0]
        page = f"<DIV class='page' id='readability-page-1'><h2>Cost</h2>{body}</DIV>"
        written(f"{folder}/content/{item['slug']}.html", page)
    written(f"{folder}/highlights/{items[0]['slug']}.md", "> Building it cost 41 million crowns.\n")


def test_an_export_of_omnivore_adds_its_pages_with_the_source_that_it_states(folder: Path) -> None:
    bridge = {
        "slug": "bridge-18f",
        "title": "The harbour bridge reopens",
        "author": "Ilse Marrow",
        "siteName": "The Quay Courier",
        "url": "https://quay.example/bridge?access_token=abcdef",
        "publishedAt": "2023-05-14T08:00:00.000Z",
    }
    omnivore("export", bridge, {"slug": "ferry-18f"})
    reports = added(folder, "export")
    assert reports == [
        AddReport(
            "export/content/bridge-18f.html",
            ADDED,
            "the-harbour-bridge-reopens.md",
            "removed from the saved address: access_token",
        ),
        AddReport("export/content/ferry-18f.html", ADDED, "ferry-18f.md"),
    ]
    (article,) = reading.read_file("the-harbour-bridge-reopens.md", folder).articles
    assert article.source == Source(
        path="the-harbour-bridge-reopens.md",
        title="The harbour bridge reopens",
        publication="The Quay Courier",
        author="Ilse Marrow",
        date="2023-05-14",
        url="https://quay.example/bridge",
    )
    assert article.headings[0].text == "Cost"
    assert [report.outcome for report in added(folder, "export")] == [ALREADY_THERE] * 2
    assert [report.reason for report in added(folder, "export")] == ["same address", "same text"]


def test_an_export_is_found_below_a_folder_beside_other_files(folder: Path) -> None:
    omnivore("pile/omnivore", {"slug": "bridge", "title": "The bridge"})
    written("pile/cat.txt")
    written("broken/content/a.html", PAGE)
    written("broken/metadata_0_to_20.json", "[{")
    rows = [(report.source, report.outcome) for report in added(folder, "pile", "broken")]
    assert rows == [
        ("pile/omnivore/content/bridge.html", ADDED),
        ("pile/cat.txt", ADDED),
        ("broken", FAILED),
    ]


# One source costs no other


def test_a_bad_source_costs_no_other(site: Site, folder: Path) -> None:
    def stops(handler: BaseHTTPRequestHandler) -> None:
        start(handler, 200, {"Content-Type": "text/html", "Content-Length": "1000"})
        site.closing.wait(10)

    written("cat.txt")
    sources = [site.does("/slow", stops), site.url + "/refused", site.sends("/a"), "nothing", "cat.txt"]
    site.sends("/refused", "no", 500)
    assert [report.outcome for report in added(folder, *sources)] == [FAILED, FAILED, ADDED, FAILED, ADDED]


def test_a_corpus_folder_that_is_a_file_is_told(folder: Path) -> None:
    written("corpus", "not a folder")
    written("cat.txt")
    with pytest.raises(CorpusError, match="corpus is not a folder"):
        added(folder, "cat.txt")


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES])
def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    """A full disk, as the system tells of it; a test that runs as root may write anywhere."""

    def fails(_: int) -> None:
        raise OSError(fault, os.strerror(fault))

    written("cat.txt")
    monkeypatch.setattr(os, "fsync", fails)
    report = told(folder, "cat.txt")
    assert report.outcome is FAILED
    assert f"corpus ({os.strerror(fault).lower()})" in (report.reason or "")
    assert names(folder) == []


# The command


def test_the_command_tells_each_outcome_and_how_to_go_on(commands: Commands, site: Site) -> None:
    written("cat.txt")
    url = site.sends("/a")
    ran = commands.run("add", url, url, "cat.txt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"added: corpus/the-harbour-bridge-reopens.md · {url}\n"
        f"already there: corpus/the-harbour-bridge-reopens.md · {url} · same address\n"
        "added: corpus/cat.txt · cat.txt\n"
        "\n"
        "To update the index, run `qa-bot index` or press Ctrl+R in the app.\n"
    )


def test_the_command_s_json_has_a_row_a_source_and_a_failure_is_exit_1(commands: Commands) -> None:
    written("cat.txt")
    ran = commands.run("add", "--json", "--corpus", "my pile", "cat.txt", "nothing")
    assert ran.code == 1
    assert json.loads(ran.out) == {
        "schema_version": 1,
        "sources": [
            {"source": "cat.txt", "outcome": "added", "path": "cat.txt", "reason": None},
            {
                "source": "nothing",
                "outcome": "failed",
                "path": None,
                "reason": "there is no file nothing: check the path",
            },
        ],
    }
    assert ran.err == "qa-bot: 1 of 2 could not be added; see the reasons above.\n"


def test_a_picture_in_a_folder_is_skipped_and_told_and_fails_when_it_is_named(commands: Commands) -> None:
    written("pile/cat.txt")
    written("pile/picture.png", b"\x89PNG")
    ran = commands.run("add", "pile")
    assert (ran.code, ran.err) == (0, "")
    assert (
        "skipped: pile/picture.png \u00b7 picture.png is .png, which is not supported\n\nSupported: .txt"
        in ran.out
    )
    assert commands.run("add", "pile/picture.png").code == 1
    written("pictures/picture.png", b"\x89PNG")
    assert commands.run("add", "pictures").err.startswith("qa-bot: Nothing was added: ")
    written("broken/page.pdf", b"%PDF-1.7")
    assert commands.run("add", "broken").code == 1


def test_another_corpus_folder_stands_in_the_advice(commands: Commands) -> None:
    written("cat.txt")
    assert "`qa-bot index --corpus 'my pile'`" in commands.run("add", "cat.txt", "--corpus", "my pile").out


def test_nothing_that_a_name_holds_reaches_the_terminal(commands: Commands) -> None:
    ran = commands.run("add", "\x1b[31mno\u202ething[/]", "http://a.example/\x1b]0;x\x07[red]@[")
    assert ran.code == 1
    assert ran.out.replace("\n", "").isprintable()
    assert "there is no file \ufffd[31mno\ufffdthing[/]" in ran.out


def test_without_a_source_the_usage_is_wrong(commands: Commands) -> None:
    assert commands.run("add").code == 2


def test_why_a_single_source_failed_is_said_once(commands: Commands) -> None:
    ran = commands.run("add", "nothing")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == "failed: there is no file nothing: check the path\n"


def test_a_file_that_is_excluded_is_there_already_and_said_to_be_excluded(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "cat.txt").write_text(CAT)
    assert told(folder, "cat.txt").outcome is ADDED
    exclusions.exclude(folder, ["cat.txt"])
    report = told(folder, "cat.txt")
    assert report.outcome is ALREADY_THERE
    assert report.reason is not None
    assert report.reason.startswith("same file; excluded by you: bring it back")
    assert exclusions.excluded_files(folder, ["cat.txt"])


def test_a_new_file_is_not_excluded_because_an_earlier_one_of_its_name_was(
    folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    exclusions.exclude(folder, ["cat.txt"])
    (tmp_path / "cat.txt").write_text(CAT)
    assert told(folder, "cat.txt").outcome is ADDED
    assert not exclusions.excluded_files(folder, ["cat.txt"])
