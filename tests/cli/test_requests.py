"""Words of a command line, and the request that they make: every option reaches its field."""

from __future__ import annotations

import pytest

from hubseal.app.hub_request import HubRequest
from hubseal.app.request import CheckoutRequest, UsageError
from hubseal.cli import commands, hub, scan
from hubseal.types import FAMILIES, Family

SCAN: list[tuple[str, CheckoutRequest]] = [
    ("", CheckoutRequest()),
    ("a b/c", CheckoutRequest(paths=("a", "b/c"))),
    ("--staged", CheckoutRequest(staged=True)),
    ("--staged-if-empty", CheckoutRequest(staged=True, hook=True)),
    ("--staged-if-empty a", CheckoutRequest(paths=("a",), hook=True)),
    ("--only pii,tokens", CheckoutRequest(families=("tokens", "pii"))),
    ("--fail-on warning", CheckoutRequest(fail_on="warning")),
    ("--repo-type dataset", CheckoutRequest(repo_type="dataset")),
    ("--no-ignore", CheckoutRequest(ignored=True)),
    ("--matcher re", CheckoutRequest(matcher="re")),
    ("--format json --output x -q -v --color never", CheckoutRequest()),
]
HUB: list[tuple[str, HubRequest]] = [
    ("", HubRequest("a/b")),
    ("--type space", HubRequest("a/b", repo_type="space")),
    ("--revision v1", HubRequest("a/b", revision="v1")),
    ("--all-refs", HubRequest("a/b", all_refs=True)),
    ("--wait-for abc", HubRequest("a/b", wait_for="abc")),
    ("--state s.json", HubRequest("a/b", state="s.json")),
    ("--budget 2KB", HubRequest("a/b", budget=2000)),
    ("--only files", HubRequest("a/b", families=("files",))),
    ("--policy p.yaml", HubRequest("a/b", policy_file="p.yaml")),
    ("--fail-on error", HubRequest("a/b", fail_on="error")),
    ("--verify", HubRequest("a/b", verify=True)),
    ("--revoke", HubRequest("a/b", revoke=True)),
    ("--discussion", HubRequest("a/b", discussion=True)),
    ("--format json --output x -q -v --color never", HubRequest("a/b")),
]


@pytest.mark.parametrize(("words", "expected"), SCAN, ids=[words or "nothing" for words, _ in SCAN])
def test_words_of_scan(words: str, expected: CheckoutRequest) -> None:
    parsed = commands.parser("scan").parse_args(["scan", *words.split()], scan.ScanWords())
    assert scan.request(parsed) == expected


@pytest.mark.parametrize(("words", "expected"), HUB, ids=[words or "nothing" for words, _ in HUB])
def test_words_of_hub(words: str, expected: HubRequest) -> None:
    parsed = commands.parser("hub").parse_args(["hub", "a/b", *words.split()], hub.HubWords())
    assert hub.request(parsed) == expected


@pytest.mark.parametrize("families", [(), ("files",), FAMILIES], ids=["none", "one", "all"])
def test_the_families_of_a_hook_win(families: tuple[Family, ...]) -> None:
    parsed = commands.parser("scan").parse_args(["scan", "--only", "tokens"], scan.ScanWords())
    assert scan.request(parsed, families).families == (families or ("tokens",))


@pytest.mark.parametrize(
    ("words", "told"), [("--only secrets", "--only takes a list"), ("--budget much", "--budget takes a size")]
)
def test_words_that_mean_nothing(words: str, told: str) -> None:
    parsed = commands.parser("hub").parse_args(["hub", "a/b", *words.split()], hub.HubWords())
    with pytest.raises(UsageError, match=told):
        hub.request(parsed)


OTHERS = {"folder", "within", "stdin", "progress", "policy_folder", "trusted_state", "token", "endpoint"}
"""Fields of the Action, of those who call from Python, of standard input and of the terminal."""


@pytest.mark.parametrize("table", [SCAN, HUB], ids=["scan", "hub"])
def test_every_other_field_has_an_option(
    table: list[tuple[str, CheckoutRequest]] | list[tuple[str, HubRequest]],
) -> None:
    default = table[0][1]._asdict()
    fields = {name for _, request in table for name, value in request._asdict().items() if value != default[name]}
    only_hub = {"policy_file"} if table is SCAN else {"repo_id"}
    assert set(default) == fields | only_hub | (OTHERS & set(default))
