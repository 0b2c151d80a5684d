"""Web addresses without secrets: passwords, tokens, signatures, keys, sessions.

A page is fetched by its whole address; the address is saved, compared and shown without them. They are
recognised by the names of parameters, and by values that can be nothing else.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

__all__ = ["without_secrets", "without_secrets_in"]

_NAMES: Final = frozenset(
    (
        *("token", "sig", "signature", "signed", "hmac", "nonce", "otp", "jwt", "bearer", "ticket", "key"),
        *("password", "passwd", "passphrase", "pwd", "pass", "secret", "credential", "credentials"),
        *("auth", "oauth", "authorization", "session", "sess", "sid", "cookie", "csrf", "xsrf"),
        *("gift", "unlocked"),  # of a page that a subscriber shares
    )
)
"""Words in the names of secrets."""
_ENDS: Final = re.compile(
    r"(?:token|saml(?:request|response)|signature|secret|password|passwd|credentials?|sess(?:ion)?(?:id|key)|accessid"
    r"|(?:api|access|auth|private|user|app|shared?)key(?:id)?)$"
)
"""Endings of names that are written as one word."""
_SIGNERS: Final = ("x-amz-", "x-goog-", "x-oss-", "x-cos-", "x-ms-")
_SIGNATURES: Final = frozenset(("sig", "signature", "hmac", "md5"))
_BESIDE_A_SIGNATURE: Final = frozenset(
    (
        *(
            "expires",
            "expiry",
            "exp",
            "policy",
            "algorithm",
            "se",
            "sp",
            "spr",
            "sv",
            "sr",
            "ss",
            "st",
            "srt",
        ),
        *("sip", "ske", "skoid", "sks", "skt", "sktid", "skv"),
    )
)
"""Parameters that accompany a signature."""
_PERHAPS: Final = frozenset(("code", "hash", "md5", "sha1", "sha256", "h", "s", "t", "k", "st", "e"))
"""Ambiguous names: the value decides."""

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]*")
_JWT: Final = re.compile(r"eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?")
_NAMED_WITHIN: Final = re.compile(r"(?:^|[~;,!])(?:hmac|sig|signature|token)=", re.IGNORECASE)
"""In a value that is itself a list of names and values, as some caches sign."""
_RANDOM: Final = re.compile(r"(?=[^a-z]*[a-z])(?=\D*\d)[\w~+/=.-]{20,}", re.ASCII | re.IGNORECASE)
_LOGIN: Final = re.compile(r"(?<=//)[^/?#@\s]*(?:@[^/?#@\s]*)*@")
_PATH_PARAMETER: Final = re.compile(r";([^;=/?#]+)=([^;/?#]*)")
_PUNCTUATION: Final = ".,:;!?)]}'\"»”"


def without_secrets(address: str) -> tuple[str, tuple[str, ...]]:
    """Return an address without secrets, and the names of what was removed."""
    left_out: dict[str, None] = {}
    rest, hash_mark, fragment = address.partition("#")
    base, question_mark, query = rest.partition("?")
    if _LOGIN.search(base):
        left_out["password"] = None
        base = _LOGIN.sub("", base)
    for name, value in _PATH_PARAMETER.findall(base):
        if _is_secret(name, value):
            left_out[unquote_plus(name)] = None
            base = base.replace(f";{name}={value}", "")
    kept = [_kept(part, left_out) for part in (query, fragment)]
    for mark, part, before in zip((question_mark, hash_mark), kept, (query, fragment), strict=True):
        base += mark + part if part or not before else ""
    return base, tuple(left_out)


def without_secrets_in(text: str) -> str:
    """Return a text whose addresses have no secrets."""
    return re.sub(r"\S+", lambda found: _without(found[0]), text)


def _without(shown: str) -> str:
    address = shown.rstrip(_PUNCTUATION)
    return without_secrets(address)[0] + shown[len(address) :]


def _kept(query: str, left_out: dict[str, None]) -> str:
    """Keep the parameters of a query or a fragment that are not secrets, unchanged."""
    parameters = [(part, *part.partition("=")[::2]) for part in query.split("&")]
    secret = [(_is_secret(name, value) if value else bool(_JWT.match(name))) for _, name, value in parameters]
    signed = any(
        hidden and _SIGNATURES & set(_words(name))
        for hidden, (_, name, _) in zip(secret, parameters, strict=True)
    )
    kept = []
    for hidden, (part, name, _) in zip(secret, parameters, strict=True):
        if hidden or (signed and unquote_plus(name).lower() in _BESIDE_A_SIGNATURE):
            left_out[unquote_plus(name) if "=" in part else "token"] = None
        else:
            kept.append(part)
    return "&".join(kept)


def _is_secret(name: str, value: str) -> bool:
    """Judge a parameter by its name and by its value."""
    plain, content = unquote_plus(name), unquote_plus(value)
    lower = plain.lower()
    return bool(
        (_NAMES & set(_words(name)) and content)
        or lower.startswith(_SIGNERS)
        or _ENDS.search(lower)
        or _JWT.search(content)
        or _NAMED_WITHIN.search(content)
        or (lower in _PERHAPS and _RANDOM.fullmatch(content))
        or (("//" in content or "?" in content) and without_secrets(content)[1])
    )


def _words(name: str) -> list[str]:
    """Split a name into its words: access_token, accessToken and X-Access-Token have the same two."""
    return [word.lower() for word in _WORD.findall(unquote_plus(name))]
