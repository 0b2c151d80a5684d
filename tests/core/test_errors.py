"""The exception tree is what its docstring draws."""

import inspect
import re
from pathlib import Path

import pytest

from qa_bot.core import errors

CLASSES: dict[str, type[Exception]] = dict(inspect.getmembers(errors, inspect.isclass))


def test_all_names_every_exception_and_nothing_else() -> None:
    """`__all__` is what exists."""
    assert sorted(errors.__all__) == sorted(CLASSES)


def test_the_docstring_draws_every_exception_under_its_parent() -> None:
    """The drawing's indentation is the inheritance."""
    drawn = {"QaBotError": "Exception"}
    parents = ["QaBotError"]
    for indent, name in re.findall(r"^    ([│ ]*)[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(indent) // 4 + 1
        drawn[name] = parents[depth - 1]
        parents[depth:] = [name]
    assert drawn == {name: error.__mro__[1].__name__ for name, error in CLASSES.items()}


@pytest.mark.parametrize("name", errors.__all__)
def test_every_exception_says_what_it_means(name: str) -> None:
    """A class has its own sentence."""
    assert CLASSES[name].__doc__ != CLASSES[name].__mro__[1].__doc__
    assert str(CLASSES[name]("what is wrong")) == "what is wrong"


def test_the_reason_of_a_failure_names_no_path(tmp_path: Path) -> None:
    """The message around it does."""
    with pytest.raises(OSError, match="missing") as missing:
        (tmp_path / "missing").read_text()
    assert errors.reason_of(missing.value) == "no such file or directory"
    assert errors.reason_of(OSError("odd")) == "odd"
    with pytest.raises(UnicodeError) as binary:
        b"\xff".decode()
    assert errors.reason_of(binary.value) == "it is not UTF-8 text"
