"""Found Hugging Face tokens: the Hub verifies and revokes them. Only when the user asks for it.

A value comes from the engine straight into a `HeldSecrets`, goes from there to the Hub that issued it, and nowhere
else: not into the report, the state, a log or an exception. Tokens of other providers are never sent anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, NoReturn
from urllib.parse import urlsplit

from ..engine import SecretSink
from ..json_fields import inner
from ..sources.hub import Client, HubError
from ..types import Finding, Report, Unreadable

RULES = frozenset(("hf-token", "hf-org-token", "hf-oauth-token", "hf-jwt-token"))
HOSTS = ("huggingface.co", "hf.co")
HERE = ("127.0.0.1", "localhost", "::1")
ROLES = ("read", "write", "fineGrained", "god")
MOST = 1000
"""Tokens that the revocation endpoint takes at once."""


class TokenAnswer(NamedTuple):
    """What the Hub answers about a token. `role` is empty when it names none."""

    state: Literal["live", "dead", "unknown", "revoked"]
    role: str = ""


class HeldSecrets:
    """Values of found tokens, and the findings they are of. It prints nothing of them and cannot be copied."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held: dict[bytes, set[str]] = {}

    @property
    def sink(self) -> SecretSink:
        """What the engine hands the values to."""
        return SecretSink(RULES, self._take)

    def _take(self, fingerprint: str, value: bytes) -> None:
        self._held.setdefault(value, set()).add(fingerprint)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return f"<HeldSecrets of {len(self)}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("found tokens cannot be copied")

    def verify(self, client: Client) -> dict[str, TokenAnswer]:
        """Fingerprint -> the Hub's answer; each token is sent once. Of several tokens with one fingerprint the live one
        counts. Raises HubError."""
        check(client)
        found: dict[str, TokenAnswer] = {}
        for value, fingerprints in self._held.items():
            answer = _whoami(client, value.decode("ascii", "replace"))
            for fingerprint in fingerprints:
                if fingerprint not in found or answer.state == "live":
                    found[fingerprint] = answer
        return found

    def live(self, answers: Mapping[str, TokenAnswer]) -> int:
        """How many different tokens live."""
        return len(self._live(answers))

    def _live(self, answers: Mapping[str, TokenAnswer]) -> list[bytes]:
        states = {value: {answers[p].state for p in prints if p in answers} for value, prints in self._held.items()}
        return [value for value, answered in states.items() if "live" in answered]

    def revoke(self, client: Client, answers: Mapping[str, TokenAnswer]) -> dict[str, TokenAnswer]:
        """Sends the live tokens to the Hub's revocation endpoint; the answers as they are then. Raises HubError."""
        check(client)
        live = self._live(answers)
        for start in range(0, len(live), MOST):
            some = [value.decode("ascii", "replace") for value in live[start : start + MOST]]
            try:
                status, _ = client.alone("POST", "/api/credentials/revoke", body={"credentials": some})
            except Unreadable as error:
                raise HubError(f"the tokens could not be revoked ({error}); revoke them by hand") from None
            if status != 202:
                raise HubError(f"the tokens could not be revoked (the Hub answered {status}); revoke them by hand")
        gone = {p for value in live for p in self._held[value]}
        return {p: TokenAnswer("revoked", a.role) if p in gone else a for p, a in answers.items()}


def check(client: Client) -> None:
    """Raises HubError unless the endpoint is Hugging Face's own: a mirror would get the tokens otherwise."""
    parts = urlsplit(client.endpoint)
    host = parts.hostname or ""
    ours = parts.scheme == "https" and any(host == h or host.endswith("." + h) for h in HOSTS)
    if not ours and host not in HERE:
        raise HubError("found tokens are sent to huggingface.co only, and HF_ENDPOINT names another host; unset it")


def _whoami(client: Client, token: str) -> TokenAnswer:
    try:
        status, data = client.alone("GET", "/api/whoami-v2", token)
    except Unreadable:
        return TokenAnswer("unknown")
    if status in (401, 403):
        return TokenAnswer("dead")
    if status != 200 or not isinstance(data, dict):
        return TokenAnswer("unknown")
    try:
        role = inner(inner(data, "auth"), "accessToken").get("role")
    except TypeError:  # it is live all the same
        role = ""
    return TokenAnswer("live", str(role) if role in ROLES else "")


WORDS = {
    "live": "the Hub accepts it today{role}: revoke it now",
    "dead": "the Hub does not accept it any more; take it out all the same",
    "unknown": "the Hub did not say whether it still lives",
    "revoked": "it was live{role} and has been revoked; its owner gets a mail",
}


def with_answers(report: Report, answers: Mapping[str, TokenAnswer]) -> Report:
    """The report, with the Hub's answer about each found token as its reason."""

    def answered(finding: Finding) -> Finding:
        answer = answers.get(finding.fingerprint)
        if answer is None:
            return finding
        role = f" (role: {answer.role})" if answer.role else ""
        return finding._replace(reason=WORDS[answer.state].format(role=role))

    states = [answer.state for answer in answers.values()]
    summed = ", ".join(f"{states.count(s)} {s}" for s in ("live", "revoked", "dead", "unknown") if s in states)
    notes = (*report.notes, f"Hugging Face tokens asked about at the Hub: {summed or 'none was found'}")
    return report._replace(findings=tuple(answered(f) for f in report.findings), notes=notes)
