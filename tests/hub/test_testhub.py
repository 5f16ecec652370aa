"""The local Hub against the real client: what the other tests of this folder rest on."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from testhub import Account, Fault, LocalHub

if TYPE_CHECKING:
    from huggingface_hub import HfApi

# The client's own upload of LFS files uses a form of a call that its HTTP library calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
HEADER = {"__metadata__": {"format": "pt"}, "w": {"dtype": "F32", "shape": [100_000], "data_offsets": [0, 400_000]}}


@pytest.fixture
def api(testhub: LocalHub) -> HfApi:
    from huggingface_hub import HfApi

    return HfApi(endpoint=testhub.url)


@pytest.fixture
def repo(api: HfApi, repo_id: str) -> str:
    """A model repository that the client itself filled, weights by LFS."""
    from huggingface_hub import CommitOperationAdd

    api.create_repo(repo_id)
    header = json.dumps(HEADER).encode()
    files = {
        "README.md": b"---\nlicense: mit\n---\n# hi\n",
        "sub/dir/a.txt": b"hello",
        "model.safetensors": struct.pack("<Q", len(header)) + header + bytes(400_000),
    }
    api.create_commit(repo_id, [CommitOperationAdd(p, d) for p, d in files.items()], commit_message="first")
    return repo_id


def test_the_client_lists_downloads_and_reads_headers(api: HfApi, repo: str, testhub: LocalHub) -> None:
    from huggingface_hub import hf_hub_download

    names = sorted(node.path for node in api.list_repo_tree(repo, recursive=True))
    assert names == [".gitattributes", "README.md", "model.safetensors", "sub", "sub/dir", "sub/dir/a.txt"]
    assert Path(hf_hub_download(repo, "sub/dir/a.txt")).read_bytes() == b"hello"
    testhub.log.clear()
    assert api.parse_safetensors_file_metadata(repo, "model.safetensors").metadata == {"format": "pt"}
    assert testhub.log.bytes_of(f"models/{repo}/model.safetensors") == 100_001


def test_refs_tags_and_pull_requests(api: HfApi, repo: str) -> None:
    from huggingface_hub import CommitOperationAdd

    api.create_tag(repo, tag="v1")
    api.create_branch(repo, branch="dev")
    api.create_commit(repo, [CommitOperationAdd("b.txt", b"b")], commit_message="more", create_pr=True)
    refs = api.list_repo_refs(repo, include_pull_requests=True)
    assert [r.name for r in refs.branches] == ["dev", "main"]
    assert [r.ref for r in refs.tags] == ["refs/tags/v1"]
    assert [r.ref for r in refs.pull_requests or []] == ["refs/pr/1"]
    assert "b.txt" in api.list_repo_files(repo, revision="refs/pr/1")


def test_a_private_repo_is_hidden_and_a_gated_one_shows_its_tree(api: HfApi, repo: str, testhub: LocalHub) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    testhub.accounts["stranger"] = Account("stranger")
    stranger = HfApi(endpoint=testhub.url, token="stranger")
    testhub.set_access(repo, gated="manual")
    assert stranger.list_repo_files(repo)
    with pytest.raises(GatedRepoError):
        stranger.auth_check(repo)
    testhub.set_access(repo, private=True)
    with pytest.raises(RepositoryNotFoundError):
        stranger.model_info(repo)


def test_a_fault_happens_as_often_as_planned(api: HfApi, repo: str, testhub: LocalHub) -> None:
    from huggingface_hub.errors import HfHubHTTPError

    testhub.faults.add(Fault("/api/models", status=403, times=1))
    with pytest.raises(HfHubHTTPError):
        api.model_info(repo)
    assert api.model_info(repo).sha


def test_a_sparse_file_takes_no_disk_and_answers_ranges(repo_id: str, api: HfApi, testhub: LocalHub) -> None:
    from huggingface_hub.utils import get_session

    testhub.publish_sparse(repo_id, "a.bin", 5_000_000_000, b"head", b"tail")
    url = f"{testhub.url}/{repo_id}/resolve/main/a.bin"
    last = get_session().get(url, headers={"Range": "bytes=4999999990-"})
    assert (last.status_code, last.content, last.url.host) == (206, b"\0\0\0\0\0\0tail", "localhost")
    assert api.get_paths_info(repo_id, ["a.bin"])[0].size == 5_000_000_000
    assert testhub.lfs.joinpath(api.get_paths_info(repo_id, ["a.bin"])[0].lfs.sha256).stat().st_blocks < 100


def test_discussions(repo: str, api: HfApi) -> None:
    made = api.create_discussion(repo, "Leaks", description="one")
    first = api.get_discussion_details(repo, made.num).events[0]
    api.edit_discussion_comment(repo, made.num, first.id, "two")
    assert api.get_discussion_details(repo, made.num).events[0].content == "two"
