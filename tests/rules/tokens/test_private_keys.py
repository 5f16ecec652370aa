"""Private keys in every spelling, and headers without a body."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled

HEAD, TAIL = "-----BEGIN {}PRIVATE" + " KEY-----", "-----END {}PRIVATE" + " KEY-----"


@pytest.mark.parametrize(
    ("label", "joint"),
    [
        pytest.param("", "\n", id="PKCS8"),
        pytest.param("RSA ", "\r\n", id="CRLF"),
        pytest.param("EC ", "\\n", id="newline as two characters"),
        pytest.param("OPENSSH ", "\\\\n", id="newline escaped twice"),
        pytest.param("DSA ", " ", id="one line, spaces"),
        pytest.param("RSA ", "\n    ", id="yaml block"),
        pytest.param("RSA ", '\\n" +\n  "', id="joined strings"),
        pytest.param("RSA ", "%0A", id="percent escapes"),
    ],
)
def test_every_spelling(label: str, joint: str) -> None:
    body = [filled("{B64}", n) for n in range(3)]
    text = joint.join([HEAD.format(label), *body, TAIL.format(label)])
    assert [s.level for s in found("private-key", text)] == ["error"]


@pytest.mark.parametrize(
    ("path", "level"),
    [
        pytest.param("deploy/server.pem", "error", id="in use"),
        pytest.param("pkg/SelfTest/test_import.py", "warning", id="test vector"),
        pytest.param("contest/server.pem", "error", id="a word that ends in test"),
    ],
)
def test_key_of_a_test_is_one_lower(path: str, level: str) -> None:
    text = "\n".join([HEAD.format("RSA "), filled("{B64}"), filled("{B64}", 2), TAIL.format("RSA ")])
    assert [s.level for s in found("private-key", text, path)] == [level]


@pytest.mark.parametrize("lines", [["Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,00"], []], ids=["legacy", "PKCS8"])
def test_passphrase_is_one_lower(lines: list[str]) -> None:
    label = "RSA " if lines else "ENCRYPTED "
    text = "\n".join([HEAD.format(label), *lines, *([""] if lines else []), filled("{B64}"), filled("{B64}", 2)])
    assert [s.level for s in found("private-key", text)] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD.format("RSA ") + "\n" + TAIL.format("RSA "), id="empty"),
        pytest.param(HEAD.format("") + "\nMIIEvQIBADAN...\n" + TAIL.format(""), id="shortened"),
        pytest.param(HEAD.format("") + "\n" + "A" * 64 + "\n" + "A" * 64, id="one letter"),
        pytest.param("`" + HEAD.format("RSA ") + "` opens the block that holds a key in PEM", id="prose"),
    ],
)
def test_no_body_no_finding(text: str) -> None:
    assert not found("private-key", text)


def test_escaped_newlines_do_not_run_away() -> None:
    text = "PuTTY-User-Key-File-" + "2: ssh-rsa" + "a\\n" * 3000
    assert not found("putty-private-key", text)
