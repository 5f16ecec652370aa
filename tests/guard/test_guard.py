"""The guard as a library: what a refusal is, what it costs nobody to override, what changes meanwhile, what is gone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.recording_hub import RecordingHub
from guard.ways import LEAK

Script = Callable[..., "subprocess.CompletedProcess[str]"]
BEGIN = f"""
import os, sys, json, hubseal
from pathlib import Path
LEAK = {LEAK[:10]!r} + {LEAK[10:]!r}
DIRTY = ('key = "' + LEAK + '"' + chr(10)).encode()
def refused(call):
    try:
        call()
    except Exception as error:
        while error is not None and not isinstance(error, hubseal.guard.UploadRefused):
            error = error.__cause__
        return error
"""


def run(script: Script, code: str, **more: object) -> list[object]:
    """What a program prints as JSON, one value a line."""
    done = script(sys.executable, "-c", BEGIN + code, **more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line[:1] in '[{"tfn0123456789']


def test_a_refusal_names_file_and_place_and_holds_the_report(script: Script, recording_hub: RecordingHub) -> None:
    code = """
from huggingface_hub import HfApi
api = HfApi(); api.create_repo("user/r")
folder = Path("out"); folder.mkdir(); (folder / "ok.txt").write_text("fine"); (folder / "b.py").write_bytes(DIRTY); (folder / "c.py").write_bytes(b"x = 1\\n" + DIRTY)
with hubseal.guard():
    error = refused(lambda: api.upload_folder(repo_id="user/r", folder_path=folder))
    print(json.dumps(str(error)))
    print(json.dumps([(f.rule, f.at.path, f.at.start.line) for f in error.report.findings]))
import pickle
print(json.dumps(pickle.loads(pickle.dumps(error)).report.findings[0].rule))
print(json.dumps(refused(lambda: api.upload_folder(repo_id="user/r", folder_path=folder)) is None))
"""
    text, findings, rule, let_go = run(script, code)
    assert findings == [["hf-token", "b.py", 1], ["hf-token", "c.py", 2]]
    assert "c.py:2:8: error hf-token" in str(text)
    assert LEAK not in str(text)
    assert (rule, let_go) == ("hf-token", True)


def test_nothing_is_published_in_part(script: Script, recording_hub: RecordingHub) -> None:
    """620 clean files, and one that leaks as the last."""
    code = """
from huggingface_hub import HfApi
api = HfApi(); api.create_repo("user/many"); folder = Path("many"); folder.mkdir()
for n in range(620):
    (folder / f"a{n:03}.txt").write_text(f"clean {n}")
(folder / "z.bin").write_bytes(bytes([222, 173]) + os.urandom(2998) + bytes(1) + LEAK.encode() + bytes(1))
hubseal.guard.install()
print(json.dumps(refused(lambda: api.upload_folder(repo_id="user/many", folder_path=folder)) is not None))
print(json.dumps(api.list_repo_files("user/many")))
"""
    assert run(script, code) == [True, [".gitattributes"]]
    assert not [sent for sent in recording_hub.requests if "/commit/" in sent.path or "preupload" in sent.path]
    assert recording_hub.holding(LEAK.encode()) == []


CHANGES = {
    "a small file": ("t.py", "path.write_bytes(DIRTY)"),
    "a small file, of the same size": ("t.py", "path.write_bytes(DIRTY[:len(CLEAN)])"),
    "a large file": ("w.bin", "path.write_bytes(bytes(2000) + LEAK.encode() + bytes(2000))"),
    "a file that another one replaces": (
        "w.bin",
        "Path('new').write_bytes(bytes(9000) + LEAK.encode() + bytes(9)); os.replace('new', path)",
    ),
    "a log that goes on": ("w.bin", "path.open('ab').write(bytes(9) + LEAK.encode() + bytes(9))"),
}


@pytest.mark.parametrize("xet", [True, False], ids=["xet", "lfs"])
@pytest.mark.parametrize(("name", "change"), CHANGES.values(), ids=CHANGES)
def test_what_changes_between_scan_and_send_is_refused(
    name: str, change: str, xet: bool, script: Script, recording_hub: RecordingHub
) -> None:
    code = f"""
from huggingface_hub import HfApi, _commit_api, hf_api
hubseal.guard.install()
api = HfApi(); api.create_repo("user/r"); CLEAN = b'key = "' + b"x" * 37 + b'"' + bytes([10])
folder = Path("out"); folder.mkdir(); path = folder / {name!r}
path.write_bytes(CLEAN if path.suffix == ".py" else bytes([222, 173]) + os.urandom(3998))
plain = hf_api.HfApi._build_hf_headers
def later(self, *args, **kwargs):
    global done
    if done is False:
        done = True
        {change}
    return plain(self, *args, **kwargs)
done = None
operation = _commit_api.CommitOperationAdd(path_in_repo=path.name, path_or_fileobj=path)
from hubseal.guard import decision
check = decision.check
def checked(*args):
    global done
    check(*args)
    done = False
decision.check = checked
hf_api.HfApi._build_hf_headers = later
error = refused(lambda: api.create_commit("user/r", [operation], commit_message="x"))
print(json.dumps([done, str(error)]))
print(json.dumps(api.list_repo_files("user/r")))
"""
    (done, said), files = run(script, code, xet=xet)  # type: ignore[misc]
    assert done is True
    assert "hubseal refuses" in said or "changed after it was scanned" in said
    assert files == [".gitattributes"]
    assert recording_hub.holding(LEAK.encode()) == []


def test_an_override_is_explicit_printed_and_written_down(
    script: Script, recording_hub: RecordingHub, tmp_path: Path
) -> None:
    code = """
from huggingface_hub import HfApi
hubseal.guard.install()
api = HfApi(); api.create_repo("user/r")
api.upload_file(path_or_fileobj=DIRTY, path_in_repo="a.py", repo_id="user/r")
from hubseal import cache
print(json.dumps(cache.read("allowed-uploads.jsonl").decode()))
"""
    more = {"HUBSEAL_ALLOW_UPLOAD": "the token is revoked", "XDG_CACHE_HOME": str(tmp_path / "kept")}
    done = script(sys.executable, "-c", BEGIN + code, more=more)
    assert done.returncode == 0, done.stderr
    assert "because HUBSEAL_ALLOW_UPLOAD says: the token is revoked" in done.stderr
    assert "error hf-token" in done.stderr
    line = json.loads(json.loads(done.stdout.splitlines()[-1]).splitlines()[0])
    assert (line["repo"], line["reason"], line["findings"][0][:2]) == (
        "user/r",
        "the token is revoked",
        ["hf-token", "a.py"],
    )
    assert recording_hub.holding(LEAK.encode())


GONE = {
    "_validate_yaml": "api.upload_folder(repo_id='user/r', folder_path=folder)",
    "_prepare_upload_folder_additions": "api.create_commit('user/r', [add('a.py', DIRTY)], commit_message='x')",
    "_batch_bucket_files": "api.upload_file(path_or_fileobj=DIRTY, path_in_repo='a.py', repo_id='user/r')",
    "create_commit": "api.create_discussion('user/r', title='x', description=LEAK)",
    "preupload_lfs_files": "api.create_discussion('user/r', title='x', description=LEAK)",
}


@pytest.mark.parametrize(("name", "call"), GONE.items(), ids=GONE)
def test_a_name_that_is_gone_is_told_at_once_and_the_wire_holds(
    name: str, call: str, script: Script, recording_hub: RecordingHub
) -> None:
    code = f"""
from huggingface_hub import HfApi, hf_api, CommitOperationAdd as add
api = HfApi(); api.create_repo("user/r"); folder = Path("f"); folder.mkdir(); (folder / "a.py").write_bytes(DIRTY)
plain = hf_api.HfApi.{name}
del hf_api.HfApi.{name}
hubseal.guard.install()
said = hubseal.guard.process.GUARDS._said
print(json.dumps(list(said)))
hf_api.HfApi.{name} = plain
print(json.dumps(refused(lambda: {call}) is not None))
"""
    told, refused = run(script, code)
    assert f"has no HfApi.{name}" in str(told)
    assert refused is True
    assert recording_hub.holding(LEAK.encode()) == []


def test_private_names_of_the_wire_may_go(script: Script, recording_hub: RecordingHub) -> None:
    code = """
from huggingface_hub.utils import _http
_http.factory = _http._GLOBAL_CLIENT_FACTORY; del _http._GLOBAL_CLIENT_FACTORY, _http._GLOBAL_ASYNC_CLIENT_FACTORY
del _http.default_client_factory
hubseal.guard.install()
from huggingface_hub import HfApi
api = HfApi(); api.create_repo("user/r")
print(json.dumps(refused(lambda: api.create_discussion("user/r", title="x", description=LEAK)) is not None))
"""
    assert run(script, code) == [True]
    assert recording_hub.holding(LEAK.encode()) == []


def test_without_operations_the_wire_refuses(script: Script, recording_hub: RecordingHub) -> None:
    """Functions that somebody took before the guard came, and every operation gone."""
    code = """
from huggingface_hub import HfApi, hf_api, CommitOperationAdd
from hubseal.guard import operations
operations.API.clear()
hubseal.guard.install()
api = HfApi(); api.create_repo("user/r")
folder = Path("f"); folder.mkdir(); (folder / "a.py").write_bytes(DIRTY); (folder / "w.bin").write_bytes(bytes([222, 173]) + os.urandom(8998) + bytes(1) + LEAK.encode() + bytes(1))
add = lambda path: CommitOperationAdd(path_in_repo=path.name, path_or_fileobj=path)
for name in ("a.py", "w.bin"):
    print(json.dumps(refused(lambda: api.create_commit("user/r", [add(folder / name)], commit_message="x")) is not None))
(folder / "w.bin").write_bytes(bytes([222, 173]) + os.urandom(8998)); api.create_commit("user/r", [add(folder / "w.bin")], commit_message="x")
(folder / "w.bin").write_bytes(bytes([222, 173]) + os.urandom(8998)); api.create_commit("user/r", [add(folder / "w.bin")], commit_message="y")
print(json.dumps(api.list_repo_files("user/r")))
"""
    for xet in (True, False):
        assert run(script, code.replace("user/r", f"user/r{xet}").replace('"f"', f'"f{xet}"'), xet=xet) == [
            True, True, [".gitattributes", "w.bin"],
        ]  # fmt: skip
    assert recording_hub.holding(LEAK.encode()) == []


@pytest.mark.parametrize("operations", [True, False], ids=["planned", "at the wire alone"])
@pytest.mark.parametrize("source", ["path", "open(path, 'rb')", "path.read_bytes()"], ids=["path", "file", "bytes"])
def test_a_leak_across_the_border_of_two_parts(
    source: str, operations: bool, script: Script, recording_hub: RecordingHub
) -> None:
    recording_hub.part_size = 5000
    code = f"""
from huggingface_hub import HfApi, CommitOperationAdd
from hubseal.guard import operations
if not {operations}:
    operations.API.clear()
hubseal.guard.install()
api = HfApi(); api.create_repo("user/r"); path = Path("w.bin")
def send(leak):
    path.write_bytes(bytes([222, 173]) + os.urandom(4976) + bytes(2) + leak + bytes(2) + os.urandom(4000))
    content = {source}
    return lambda: api.create_commit("user/r", [CommitOperationAdd("w.bin", content)], commit_message="x")
print(json.dumps(refused(send(LEAK.encode())) is not None))
send(b"")()
print(json.dumps([p.size for p in api.list_repo_tree("user/r") if p.path == "w.bin"]))
"""
    refused, sizes = run(script, code, xet=False)
    assert (refused, sizes) == (True, [8982])
    parts = b"".join(sent.body for sent in recording_hub.requests if sent.path.startswith("/_part"))
    assert LEAK.encode() not in parts


SENT = {
    "a script in a command": (
        "job(command=['sh', '-c', 'echo ' + b64(b'x' * {n} + DIRTY) + ' | base64 -d | sh'])",
        True,
    ),
    "a script in a command, clean": ("job(command=['sh', '-c', 'echo ' + b64(b'x' * {n} + b'print(1)' * 9)])", False),
    "a reload of the client": ("reload() or api.create_discussion(repo, title='x', description=LEAK)", True),
    "a note in a collection": ("api.update_collection_item('user/c-1', 'i', note=LEAK)", True),
    "a reason": ("api.reject_access_request(repo, 'user', rejection_reason=LEAK)", True),
    "a comment that is edited": ("api.edit_discussion_comment(repo, 1, 'c', new_content=LEAK)", True),
    "a title": ("api.rename_discussion(repo, 1, new_title=LEAK)", True),
    "a closing word": ("api.change_discussion_status(repo, 1, 'closed', comment=LEAK)", True),
    "a message of a squash": ("api.super_squash_history(repo, commit_message=LEAK)", True),
    "a webhook's address": ("api.create_webhook(url='https://x.test/' + LEAK, watched=[])", True),
    "a webhook's secret": ("api.create_webhook(url='https://x.test/', secret=LEAK, watched=[])", False),
    "a job's secret": ("job(command=['true'], secrets={{'HF_TOKEN': LEAK}})", False),
    "a scheduled job": (
        "api.create_scheduled_job(image='x', command=['echo', LEAK], schedule='@daily', namespace='user')",
        True,
    ),
    "a kernel": ("api.upload_file(path_or_fileobj=DIRTY, path_in_repo='k.py', repo_id=repo, repo_type='kernel')", True),
    "an address in prose": ("api.create_discussion(repo, title='x', description='write to jo.doe@lab-x.org')", False),
    "an asynchronous client": ("asyncio.run(post())", True),
    "a repository that is called login": (
        "session().post(E + '/api/models/user/login/commit/main', content=packed_line(DIRTY))",
        True,
    ),
    "a branch that is called secrets": (
        "session().post(E + '/api/models/user/r/commit/secrets', content=packed_line(DIRTY))",
        True,
    ),
    "a form": ("session().post(E + '/api/form', data={{'note': LEAK}})", True),
    "a form with a file": ("session().post(E + '/api/form', files={{'f': ('a.zip', packed())}})", True),
    "a generator": ("session().post(E + '/api/raw', content=(part for part in (DIRTY[:20], DIRTY[20:])))", True),
    "lines of JSON": (
        "session().post(E + '/api/raw', content=b'{{}}' + bytes([10]) + json.dumps({{'a': LEAK}}).encode())",
        True,
    ),
}


@pytest.mark.parametrize(("call", "expected"), SENT.values(), ids=SENT)
def test_what_is_no_file(call: str, expected: bool, script: Script, recording_hub: RecordingHub) -> None:
    code = """
import asyncio, base64, importlib, io, zipfile
from huggingface_hub import HfApi, constants, hf_api, utils
hubseal.guard.install()
api, repo, E = HfApi(), "user/r", constants.ENDPOINT
api.create_repo(repo)
session = utils.get_session
b64 = lambda data: base64.b64encode(data).decode()
job = lambda **more: api.run_job(image="x", namespace="user", **more)
def packed():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.py", DIRTY * 9)
    return file.getvalue()
def packed_line(data):
    return json.dumps({"key": "file", "value": {"path": "a.py", "content": b64(data), "encoding": "base64"}})
def reload():
    global api
    from huggingface_hub.utils import _http
    importlib.reload(_http); importlib.reload(hf_api)
    hf_api.get_session = _http.get_session
    api = hf_api.HfApi()
async def post():
    async with utils._http.get_async_session() as client:
        await client.post(E + "/api/notes", json={"note": LEAK})
for n in range(3):
    try:
        error = refused(lambda: CALL)
    except Exception as other:
        error = None
    print(json.dumps(error is not None))
"""
    made = code.replace("CALL", call.replace("{n}", "n").replace("{{", "{").replace("}}", "}"))
    assert run(script, made) == [expected] * 3
    if expected:
        assert recording_hub.holding(LEAK.encode()) == []


def test_a_sandbox_has_a_client_of_its_own(script: Script, recording_hub: RecordingHub) -> None:
    code = """
from huggingface_hub import _sandbox, constants
library = _sandbox.httpx2
hubseal.guard.install()
client = _sandbox.httpx2.Client()
send = lambda data: client.put(constants.ENDPOINT + "/files/write", params={"path": "/a.py"}, content=data)
print(json.dumps(refused(lambda: send(DIRTY)) is not None))
print(json.dumps(send(b"fine").status_code))
"""
    assert run(script, code) == [True, 404]
    assert recording_hub.holding(LEAK.encode()) == []


def test_what_belongs_to_secrets_goes(script: Script, recording_hub: RecordingHub) -> None:
    code = """
from huggingface_hub import HfApi
hubseal.guard.install()
api = HfApi(); api.create_repo("user/s", repo_type="space", space_sdk="static", space_secrets=[{"key": "A", "value": LEAK}])
api.add_space_secret("user/s", "HF_TOKEN", LEAK)
print(json.dumps(refused(lambda: api.add_space_variable("user/s", "HF_TOKEN", LEAK)) is not None))
"""
    assert run(script, code) == [True]
    assert {sent.split(" ")[1] for sent in recording_hub.holding(LEAK.encode())} == {
        "/api/repos/create", "/api/spaces/user/s/secrets",
    }  # fmt: skip


def test_a_policy_says_who_may_read(script: Script, recording_hub: RecordingHub) -> None:
    code = """
from huggingface_hub import HfApi
Path("p.yaml").write_text("hub: {visibility: private}\\n")
hubseal.guard.install("p.yaml")
api = HfApi()
print(json.dumps(str(refused(lambda: api.create_repo("user/open")))))
api.create_repo("user/closed", private=True); api.create_repo("user/closed", exist_ok=True)
print(json.dumps(str(refused(lambda: api.update_repo_settings("user/closed", private=False)))))
"""
    created, opened = run(script, code)
    assert "private=True" in str(created)
    assert "the policy says private" in str(opened)


def test_an_old_client_is_told_plainly(script: Script, tmp_path: Path) -> None:
    old = tmp_path / "old" / "huggingface_hub"
    old.mkdir(parents=True)
    (old / "__init__.py").write_text('__version__ = "0.36.2"\n', encoding="utf-8")
    code = f"""
sys.path.insert(0, {str(old.parent)!r})
import huggingface_hub
print(json.dumps(str(refused(hubseal.guard.install))))
"""
    assert "0.36.2 is older than 1.30: the guard does not hold here" in str(run(script, code)[0])
