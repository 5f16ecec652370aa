"""detect-secrets beside hubseal, both ways: its plugins as a second detector, our rules as its plugin."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

from conftest import Run
from hubseal import detect_secrets_plugin as plugin
from testhub import LocalHub

Sample = Callable[[str], str]
HASHED = "commit = 'c0ffee0123ab45cd67ef89b1a2c3d4e5f6a7b8c9'\n"


def test_off_unless_asked_for(tmp_path: Path, hubseal: Run) -> None:
    (tmp_path / "a.py").write_text(HASHED, encoding="utf-8")
    done = hubseal("scan", "a.py", cwd=tmp_path)
    assert (done.returncode, "second-opinion" in done.stdout) == (0, False)


def test_a_second_detector_adds_and_does_not_repeat(tmp_path: Path, hubseal: Run, sample: Sample) -> None:
    token = sample("hf_{L34}")
    (tmp_path / "a.py").write_text(f"x = 1\n{HASHED}token = '{token}'\n", encoding="utf-8")
    (tmp_path / ".hubseal.yaml").write_text("detectors: [detect-secrets]\n", encoding="utf-8")
    done = hubseal("scan", "a.py", "--format", "json", cwd=tmp_path)
    found = {(f["rule"], f["line"], f["level"]) for f in json.loads(done.stdout)["findings"]}
    assert found == {("second-opinion", 2, "warning"), ("hf-token", 3, "error")}
    assert token not in done.stdout
    assert "c0ffee" not in done.stdout
    (tmp_path / "a.py").write_text(HASHED[:-1] + "  # hubseal: allow second-opinion -- a commit\n", encoding="utf-8")
    assert json.loads(hubseal("scan", "a.py", "--format", "json", cwd=tmp_path).stdout)["findings"] == []


def test_it_is_asked_about_a_repository_on_the_hub_too(
    tmp_path: Path, hubseal: Run, testhub: LocalHub, repo_id: str
) -> None:
    testhub.publish(repo_id, {"a.py": HASHED.encode()})
    (tmp_path / ".hubseal.yaml").write_text("detectors: [detect-secrets]\n", encoding="utf-8")
    done = hubseal("hub", repo_id, "--format", "json", cwd=tmp_path)
    assert [f["rule"] for f in json.loads(done.stdout)["findings"]] == ["second-opinion"]


def test_our_rules_as_a_plugin(tmp_path: Path, sample: Sample) -> None:
    (tmp_path / "a.py").write_text(f"token = '{sample('hf_{L34}')}'\nx = 1\n", encoding="utf-8")
    program = Path(sysconfig.get_path("scripts")) / "detect-secrets"
    command = [str(program), "scan", "-p", plugin.__file__, "a.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)["results"]["a.py"]
    assert [(f["type"], f["line_number"]) for f in found if f["type"] == "hubseal token"] == [("hubseal token", 1)]


def test_the_former_address_of_the_plugin_names_its_file() -> None:
    from hubseal.detectors import plugin as former

    assert Path(former.__file__) == Path(plugin.__file__)
