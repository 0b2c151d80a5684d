"""README and docs/ say what is so: commands, options, paths, links and the output of commands."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import typer.main
from commands import ROOT, shared_cache
from documents import PAGES, blocks_of, build_sample_index, read_page, rewritten, run_page, same

import qa_bot
from qa_bot.cli import main as cli
from qa_bot.reading.file_types import SUPPORTED_SUFFIXES
from qa_bot.retrieval.model import DEFAULT

if TYPE_CHECKING:
    from pathlib import Path

README_LINES = 190
BENCHMARKS = ("bench", "fit", "fuzz", "fault", "news")
HOW = "docs/how-it-works.md"
LINKING = (*PAGES, "CONTRIBUTING.md", "CHANGELOG.md", *(
    path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests/benchmarks").glob("*.md"))
))  # fmt: skip
COMMANDS = ("", *typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]  # it is a group
NOT_RUN = 0
"""Console blocks that no test can run; each says why in a comment."""

_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ (?P<words>.+)$", re.MULTILINE)
_PATH = re.compile(r"`(?P<path>(?:qa_bot|tests|docs|\.ci)/[\w./-]*|(?:\w+/)+\w+\.py)`")
_MODULE = re.compile(r"`(?P<module>qa_bot(?:\.\w+)+)`")


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the index of the sample articles once."""
    return build_sample_index(shared_cache(tmp_path_factory), tmp_path_factory.mktemp("sample"))


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if blocks_of(page, "console")])
def test_a_page_shows_what_its_commands_print(
    page: str, sample_index: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """To write today's output into the pages: python tests/update_documents.py."""
    for block, printed in run_page(page, sample_index, shared_cache(tmp_path_factory), tmp_path):
        if not same(block.body, printed):
            assert printed == block.body, f"{page}:{block.line} is not what is printed"
            pytest.fail(f"{page}:{block.line}: figures differ by more than the last digit")


def test_few_blocks_are_not_run_and_each_says_why() -> None:
    reasons = [block.reason_not_run for page in PAGES for block in blocks_of(page, "console")]
    assert sum(map(bool, reasons)) == NOT_RUN


def test_every_console_block_begins_with_a_command() -> None:
    blocks = [block for page in PAGES for block in blocks_of(page, "console")]
    assert [f"{block.page}:{block.line}" for block in blocks if not block.body.startswith("$ ")] == []


@pytest.mark.parametrize("page", PAGES)
def test_python_examples_compile(page: str) -> None:
    for block in blocks_of(page, "python"):
        compile(block.body, f"{page}:{block.line}", "exec")


def test_outputs_are_compared_but_for_times_sizes_and_last_digits() -> None:
    assert same("nDCG@10    0.964\n22 ms\n", "nDCG@10  0.9641\n1 ms\n")
    assert not same("nDCG@10 0.964\n", "nDCG@10 0.954\n")
    assert not same("Articles: 10.\n", "Articles: 11.\n")


def test_rewriting_changes_only_the_blocks_that_print_something_else() -> None:
    first, *others = blocks_of("README.md", "console")
    now = "$ qa-bot ask\nSomething else.\n"
    text = rewritten("README.md", [(first, now), *((block, block.body) for block in others)])
    assert text == read_page("README.md").replace(first.body, now, 1)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_each_of_its_options_has_its_place(name: str) -> None:
    """The page of commands names all; README names every command."""
    page, readme = read_page("docs/commands.md"), read_page("README.md")
    group = typer.main.get_command(cli.app)
    command = group.commands[name] if name else group  # type: ignore[attr-defined]
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("-")}
    section = page.partition(f"\n## `{f'qa-bot {name}'.strip()}`")[2].partition("\n## ")[0]
    assert section, f"docs/commands.md has no section on {name or 'qa-bot'}"
    assert {option for option in options if f"`{option}" not in section} == set()
    assert f"qa-bot {name}".strip() in readme


def test_every_benchmark_is_described() -> None:
    page = read_page("tests/benchmarks/README.md")
    scripts = [path.name for kind in BENCHMARKS for path in (ROOT / "tests/benchmarks").glob(f"{kind}_*.py")]
    assert scripts
    assert [name for name in scripts if name not in page] == []


def test_every_file_name_ending_that_is_read_is_documented() -> None:
    page = read_page("docs/file-types.md")
    assert [suffix for suffix in SUPPORTED_SUFFIXES if f"`{suffix.removesuffix('.gz')}`" not in page] == []


def test_every_signal_is_documented_with_its_label_and_weight() -> None:
    row = re.compile(r"^\| `(\w+)` \| ([^|]+) \|[^|]*\| (?:([\d.]+)|\u2212([\d.]+)) \|", re.MULTILINE)
    documented = {
        name: (label, float(weight or deducted))
        for name, label, weight, deducted in row.findall(read_page(HOW))
    }
    assert documented == {one.name: (one.label, one.weight) for one in DEFAULT.signals} | {
        one.name: (one.label, one.amount) for one in DEFAULT.deductions
    }


def test_every_public_name_and_method_of_the_python_api_is_documented() -> None:
    methods = {name for name in vars(qa_bot.Library) if not name.startswith("_")}
    page, public = read_page("docs/python-api.md"), set(vars(qa_bot)["__all__"]) - {"__version__"}
    assert {name for name in methods | public if not re.search(rf"\b{name}\b", page)} == set()


def test_readme_is_short() -> None:
    assert len(read_page("README.md").splitlines()) <= README_LINES


def test_readme_links_to_every_page() -> None:
    readme = read_page("README.md")
    assert [page for page in PAGES if page.startswith("docs/") and f"({page})" not in readme] == []


@pytest.mark.parametrize("page", LINKING)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    for found in _LINK.finditer(_without_blocks(read_page(page))):
        target, _, anchor = found["target"].partition("#")
        if "://" in target:
            continue
        path = folder / target if target else ROOT / page
        assert path.exists(), f"{page} links to {target}, which is not there"
        if anchor:
            assert anchor in _anchors(path.read_text(encoding="utf-8")), f"{page} links to #{anchor}"


@pytest.mark.parametrize("page", LINKING)
def test_every_module_and_path_that_is_named_exists(page: str) -> None:
    text = read_page(page)
    paths = {_within(found["path"]) for found in _PATH.finditer(text)}
    paths |= {_file_of(found["module"]) for found in _MODULE.finditer(text)}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def _within(path: str) -> str:
    """Return a path from the root; it may begin inside the package."""
    return path if path.startswith("qa_bot") or (ROOT / path).exists() else f"qa_bot/{path}"


def _file_of(module: str) -> str:
    """Return the path of a module, or of the module that defines a name."""
    path = module.replace(".", "/")
    parent, _, name = path.rpartition("/")
    has_name = name != name.lower() or name.startswith("__")
    found = (each for each in (f"{path}.py", path, *([f"{parent}.py", parent] if has_name else [])))
    return next((each for each in found if (ROOT / each).exists()), f"{path}.py")


def _anchors(text: str) -> set[str]:
    """List the anchors that a page's headings get on GitHub."""
    words = (found["words"].lower() for found in _HEADING.finditer(_without_blocks(text)))
    return {re.sub(r"[^\w\- ]", "", each).replace(" ", "-") for each in words}


def _without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
