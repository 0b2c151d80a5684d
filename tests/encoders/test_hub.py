"""A model hub is asked for a model that a person names, and for nothing else."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import environment, run_python
from site_on_loopback import open_site

from qa_bot.encoders import hub

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_on_loopback import Site

NAME, COMMIT, BLOB = "somebody/model", "a" * 40, "b" * 40
WAYS = (f"/api/models/{NAME}/", f"/{NAME}/resolve/")
FETCH = f"from qa_bot.encoders.model_files import model_folder; print(model_folder({NAME!r}, fetch=True))"
FIND = f"from qa_bot.encoders import hub; print(hub.find({NAME!r}))"


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve a hub that has one model of one file."""
    with open_site() as opened:
        entry = {"type": "file", "path": "config.json", "size": 2, "oid": BLOB}
        opened.sends(f"/api/models/{NAME}/revision/main", json.dumps({"id": NAME, "sha": COMMIT}))
        opened.sends(f"/api/models/{NAME}/tree/{COMMIT}", json.dumps([entry]))
        config = f"/{NAME}/resolve/{COMMIT}/config.json"
        opened.sends(config, "{}", X_Repo_Commit=COMMIT, ETag=f'"{BLOB}"')
        yield opened


@pytest.fixture
def variables(site: Site, tmp_path: Path) -> Mapping[str, str]:
    """Point the hub's client at the hub, with a token and with an agent's mark."""
    own = {"HF_ENDPOINT": site.url, "HF_HOME": str(tmp_path / "models"), "HF_TOKEN": "hf_secret"}
    return environment(tmp_path / "cache", **own, AGENT="something", HF_HUB_OFFLINE="0")


@pytest.mark.slow
def test_what_a_person_names_is_fetched_and_found_again(
    site: Site, variables: Mapping[str, str], tmp_path: Path
) -> None:
    fetched = run_python("-c", FETCH, folder=tmp_path, variables=variables)
    assert fetched.code == 0, fetched.err
    asked = list(site.asked)
    assert asked
    assert all(path.startswith(WAYS) for path, _ in asked)
    assert {headers["user-agent"] for _, headers in asked} == {"qa_bot"}
    found = run_python("-c", FIND, folder=tmp_path, variables=variables)
    assert found.out == fetched.out
    assert site.asked == asked


@pytest.mark.slow
def test_looking_for_a_model_asks_nobody(site: Site, variables: Mapping[str, str], tmp_path: Path) -> None:
    assert run_python("-c", FIND, folder=tmp_path, variables=variables).out == "None\n"
    assert site.asked == []
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("name", ["a/b/c?", "", "..", "x" * 500, "no\nname"])
def test_a_name_that_no_hub_would_take_is_not_on_disk(name: str) -> None:
    assert hub.find(name) is None


def test_the_hub_cannot_be_reached_while_a_model_is_loaded() -> None:
    from huggingface_hub import is_offline_mode

    before = is_offline_mode()
    with hub.unreachable():
        assert is_offline_mode()
    assert is_offline_mode() == before
