"""Basic (RFC 7617) and digest (RFC 7616) authentication, from the asking side."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # noqa: S105 -- RFC 9110's word for a word
_SCHEME = re.compile(rf"\s*({_TOKEN})(?:\s+|$)")
_PARAMETER = re.compile(rf'\s*({_TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))\s*(?:,|$)')
_HASHES: dict[str, Callable[[bytes], str]] = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    # Recorders in the field speak MD5 digest only; it is what the protocol asks for.
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}


@dataclass(frozen=True)
class Login:
    username: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.username!r}, password hidden)"


@dataclass(frozen=True)
class Challenge:
    scheme: str
    parameters: dict[str, str]

    @property
    def stale(self) -> bool:
        """The password was right and only the nonce too old."""
        return self.parameters.get("stale", "").lower() == "true"

    @property
    def _algorithm(self) -> tuple[str, bool]:
        name = self.parameters.get("algorithm", "MD5").upper()
        return name.removesuffix("-SESS"), name.endswith("-SESS")

    @property
    def strength(self) -> int:
        """0: cannot be answered. More is better."""
        if self.scheme == "basic":
            return 1
        if self.scheme != "digest" or "nonce" not in self.parameters:
            return 0
        offers = self.parameters.get("qop", "auth").replace(",", " ").lower().split()
        if "auth" not in offers:
            return 0
        return {"MD5": 2, "SHA-256": 3}.get(self._algorithm[0], 0)

    def answer(self, login: Login, method: str, target: str, count: int) -> str:
        """The Authorization header's value. `count` is how often this nonce was used, from 1."""
        if self.scheme == "basic":
            pair = f"{login.username}:{login.password}".encode()
            return "Basic " + base64.b64encode(pair).decode()
        return self._digest(login, method, target, count)

    def _digest(self, login: Login, method: str, target: str, count: int) -> str:
        name, session = self._algorithm
        hashed = _HASHES[name]
        realm, nonce = self.parameters.get("realm", ""), self.parameters["nonce"]
        times, own = f"{count:08x}", secrets.token_hex(16)
        secret = hashed(f"{login.username}:{realm}:{login.password}".encode())
        if session:
            secret = hashed(f"{secret}:{nonce}:{own}".encode())
        aim = hashed(f"{method}:{target}".encode())
        with_quality = "qop" in self.parameters
        middle = f"{nonce}:{times}:{own}:auth" if with_quality else nonce
        fields = {
            "username": _quoted(login.username),
            "realm": _quoted(realm),
            "nonce": _quoted(nonce),
            "uri": _quoted(target),
            "response": _quoted(hashed(f"{secret}:{middle}:{aim}".encode())),
        }
        if "algorithm" in self.parameters:
            fields["algorithm"] = self.parameters["algorithm"]
        if "opaque" in self.parameters:
            fields["opaque"] = _quoted(self.parameters["opaque"])
        if with_quality:
            fields |= {"qop": "auth", "nc": times}
        if with_quality or session:
            fields["cnonce"] = _quoted(own)
        if self.parameters.get("userhash", "").lower() == "true":
            fields["username"] = _quoted(hashed(f"{login.username}:{realm}".encode()))
            fields["userhash"] = "true"
        return "Digest " + ", ".join(f"{key}={value}" for key, value in fields.items())


def best_challenge(headers: Iterable[str]) -> Challenge | None:
    """The strongest answerable challenge of all WWW-Authenticate headers."""
    offers = [offer for header in headers for offer in challenges(header) if offer.strength]
    return max(offers, key=lambda offer: offer.strength, default=None)


def challenges(header: str) -> list[Challenge]:
    """All challenges of one header; what cannot be read ends the list."""
    found: list[Challenge] = []
    position = 0
    while position < len(header):
        parameter = _PARAMETER.match(header, position)
        if parameter and found:
            name, quoted, plain = parameter.groups()
            value = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            found[-1].parameters.setdefault(name.lower(), value)
            position = parameter.end()
            continue
        scheme = _SCHEME.match(header, position)
        if not scheme:
            break
        found.append(Challenge(scheme[1].lower(), {}))
        position = scheme.end()
    return found


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
