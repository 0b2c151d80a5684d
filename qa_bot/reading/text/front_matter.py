"""The front matter of a Markdown file, in YAML, TOML or JSON -> its fields, and the text below it.

The only use of python-frontmatter. A header that cannot be parsed is an error that names its line, since an
article without its source is half an article.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import yaml
from frontmatter.default_handlers import YAMLHandler

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["split_front_matter"]

_YAML_FAULTS: Final = (
    yaml.YAMLError,
    RecursionError,
    ValueError,  # the 31st of February
    LookupError,  # !!bool maybe, !!int ''
    AttributeError,  # !!timestamp foo
    TypeError,
    ArithmeticError,  # 1:1:...:1.0, to base 60 and out of range
)
"""What PyYAML raises: its constructors do not translate the errors of what they call."""
_NAMING: Final = "title|headline|publication|source|site|publisher|sitename|author|authors|by|byline"
_WITH_COLON: Final = re.compile(
    rf"^(?P<key>{_NAMING}):[ ]+(?P<value>[^\s\"'\[{{&*!|>%@`#].*?:\s.*?)[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_WITH_QUOTES: Final = re.compile(
    rf"^(?P<key>{_NAMING}):[ ]+\"(?P<value>.*)\"[ ]*$", re.IGNORECASE | re.MULTILINE
)
_TOML: Final = re.compile(
    r"\+{3}[ \t]*\r?\n(?P<header>(?:(?!\+{3}[ \t]*\r?$).*\n)*?)\+{3}[ \t]*\r?(?:\n|\Z)", re.M
)

_TITLE_BLOCK: Final = re.compile(
    r"%[ ](?P<title>\S.*)\n(?:%[ ]*(?P<author>.*)\n)(?:%[ ]*(?P<date>.*)(?:\n|\Z))?(?=\s|\Z)"
)


def split_front_matter(text: str, path: str) -> tuple[Mapping[Any, Any], str]:
    """Split a text into the fields of its front matter, {} without any, and the text below it.

    Raises:
        ReadingError: the front matter is not valid YAML or TOML.
    """
    text = text.lstrip()
    if toml := _TOML.match(text):
        return _load_toml(toml["header"], path), text[toml.end() :]
    if stated := _load_json(text) or _load_title_block(text):
        return stated
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        header, content = handler.split(text)
    except ValueError:  # a rule at the top and no second one: no front matter
        return {}, text
    try:
        fields = handler.load(header)
    except _YAML_FAULTS as error:
        fields = _load_as_written(header, handler)
        if fields is None:
            raise ReadingError(_yaml_message(error, path)) from error
    return (fields, content) if isinstance(fields, dict) else ({}, text)


def _load_json(text: str) -> tuple[Mapping[str, Any], str] | None:
    """Split off a JSON object with a title, on lines of its own above the text; None without one."""
    if not text.startswith("{\n"):
        return None
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    is_above = text[end : end + 1] in ("", "\n")
    return (fields, text[end:]) if is_above and any(key.lower() == "title" for key in fields) else None


def _load_title_block(text: str) -> tuple[Mapping[str, Any], str] | None:
    """Split off a Pandoc title block: "% title", "% authors", "% date"; None without one."""
    block = _TITLE_BLOCK.match(text)
    if block is None:
        return None
    return {name: value for name, value in block.groupdict().items() if value}, text[block.end() :]


def _load_toml(header: str, path: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(header.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        problem = clean_line(str(error)) or "it is nested too deeply"
        raise ReadingError(f"{path}: the front matter is not valid TOML ({problem}): correct it") from error


def _load_as_written(header: str, handler: YAMLHandler) -> object:
    """Load a header whose titles contain a colon or quotes, as people and clippers write them.

    None if that is not the fault.
    """
    quoted = _WITH_QUOTES.sub(_quoted, _WITH_COLON.sub(_quoted, header))
    try:
        return handler.load(quoted) if quoted != header else None
    except _YAML_FAULTS:
        return None


def _quoted(line: re.Match[str]) -> str:
    return f"{line['key']}: {json.dumps(line['value'])}"


def _yaml_message(error: Exception, path: str) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    place = f", line {mark.line + 1}" if mark is not None else ""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem:
        problem = error.problem
    elif isinstance(error, (yaml.YAMLError, ValueError, RecursionError)):
        problem = str(error)
    else:  # these messages are about PyYAML's own code
        problem = "a value is not what its type or tag says"
    return f"{path}{place}: the front matter is not valid YAML ({clean_line(problem)}): correct it"
