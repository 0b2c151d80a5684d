"""Addresses are kept and shown without what opens a door, and otherwise as they are."""

import pytest

from qa_bot.core.addresses import without_secrets, without_secrets_in

VALUE = "abc123DEF"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmVk"


@pytest.mark.parametrize(
    "name",
    [
        *("token", "access_token", "accessToken", "ACCESS-TOKEN", "id_token", "csrfToken", "sharetoken"),
        *("sig", "signature", "Signature", "oauth_signature", "sign%61ture"),
        *("key", "api_key", "apikey", "X-Api-Key", "AWSAccessKeyId", "Key-Pair-Id", "GoogleAccessId"),
        *("auth", "authorization", "session", "sessionid", "session_id", "PHPSESSID", "jsessionid", "sid"),
        *("password", "pwd", "user_password", "client_secret", "credential", "jwt", "unlocked_article_code"),
        *("SAMLResponse", "SAMLRequest"),
        *("X-Amz-Signature", "X-Amz-Credential", "x-amz-date", "X-Goog-Expires", "X%2DAmz%2DSecurity-Token"),
    ],
)
def test_a_secret_is_told_by_its_name(name: str) -> None:
    """However it is written, and wherever it stands."""
    for address in (f"?id=4&{name}={VALUE}", f"?{name}={VALUE}&id=4"):
        cleaned, left_out = without_secrets(f"https://quay.example/news/a{address}")
        assert cleaned == "https://quay.example/news/a?id=4"
        assert len(left_out) == 1
    assert without_secrets(f"https://quay.example/a?{name}={VALUE}")[0] == "https://quay.example/a"


@pytest.mark.parametrize(
    "query",
    [
        *("id=4", "author=moss", "keyword=bridge", "keywords=a,b", "page=2&sort=new", "monkey=1", "design=2"),
        *(
            "article=550e8400-e29b-41d4-a716-446655440000",
            "q=token+ring",
            "title=The-key-of-2023",
            "s=bridge",
        ),
        *(
            "t=120",
            "code=de",
            "passage=3",
            "assignment=5",
            "signal=green",
            "expires=never",
            "st=Bayern",
            "p=",
        ),
        *(
            "from=mail",
            "a=1;b=2",
            "next=%2Fnews%3Fid%3D4",
            "",
            "bare",
            "token",
            "authority=port",
            "secretary=x",
        ),
    ],
)
def test_all_else_stays_as_it_is_written(query: str) -> None:
    """To the letter: another address could be another page."""
    for address in (f"https://quay.example/news/a?{query}", f"https://quay.example/a?{query}#part"):
        assert without_secrets(address) == (address, ())


@pytest.mark.parametrize(
    ("address", "cleaned", "left_out"),
    [
        (f"https://q.example/a?x={JWT}&id=4", "https://q.example/a?id=4", ("x",)),
        (f"https://q.example/a?{JWT}", "https://q.example/a", ("token",)),
        ("https://q.example/a?h=9f86d081884c7d659a2feaa0c55ad015", "https://q.example/a", ("h",)),
        ("https://moss:fern@q.example/a", "https://q.example/a", ("password",)),
        ("https://moss:f@rn@q.example/a", "https://q.example/a", ("password",)),
        ("https://q.example/a?id=4&hdnea=exp=17~acl=/*~hmac=0a1b", "https://q.example/a?id=4", ("hdnea",)),
        ("https://q.example/a;jsessionid=1A2B?id=4", "https://q.example/a?id=4", ("jsessionid",)),
        ("https://q.example/a#access_token=xyz&state=1", "https://q.example/a#state=1", ("access_token",)),
        ("https://q.example/a?u=https%3A%2F%2Fb.example%2F%3Ftoken%3Dx", "https://q.example/a", ("u",)),
        (
            "https://q.example/a?sv=2022&se=2026-01-01&sig=x%2Fy&id=4",
            "https://q.example/a?id=4",
            ("sv", "se", "sig"),
        ),
        (
            "https://q.example/a?Expires=17&Policy=p&Signature=s&id=4",
            "https://q.example/a?id=4",
            ("Expires", "Policy", "Signature"),
        ),
    ],
)
def test_a_secret_is_told_by_its_value_its_place_or_its_company(
    address: str, cleaned: str, left_out: tuple[str, ...]
) -> None:
    """A web token, a login, a session in the path, what is signed along."""
    assert without_secrets(address) == (cleaned, left_out)
    assert without_secrets(cleaned) == (cleaned, ())


def test_addresses_in_a_text_are_cleaned() -> None:
    """And the text is left alone."""
    text = "https://q.example/a?token=x: the page is empty (see https://moss:pw@q.example/b?id=4&sig=y)."
    assert without_secrets_in(text) == (
        "https://q.example/a: the page is empty (see https://q.example/b?id=4)."
    )
    plain = "Why? Because a key = a token; see 4:5 #3, and user@quay.example."
    assert without_secrets_in(plain) == plain
