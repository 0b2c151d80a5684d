"""Where qa_bot keeps what it can compute again."""

from qa_bot.core.folders import cache_folder


def test_the_cache_folder_is_the_users_own() -> None:
    """Whatever the system calls it."""
    assert cache_folder().is_absolute()
    assert cache_folder().name == "qa_bot"
