"""Which requests carry credentials by design: what they ask for says so, not how a repository is called."""

from __future__ import annotations

import pytest

from hubseal.guard import bodies

REQUESTS = {
    "/oauth/token": True,
    "/login": True,
    "/api/credentials/revoke": True,
    "/api/oidc/exchange": True,
    "/api/spaces/user/app/secrets": True,
    "/api/spaces/app/secrets": True,
    "/api/models/user/r/xet-write-token/main": True,
    "/api/buckets/user/b/xet-read-token": True,
    "/user/r.git/info/lfs/objects/batch": True,
    "/datasets/user/r.git/info/lfs/objects/batch": True,
    "/api/models/user/login/commit/main": False,
    "/api/models/oauth/r/commit/main": False,
    "/api/datasets/user/secrets/commit/main": False,
    "/api/models/user/r/commit/secrets": False,
    "/api/models/user/r/commit/info/lfs/x": False,
    "/api/models/user/r/commit/xet-write-token": False,
    "/api/spaces/login/oauth/preupload/main": False,
    "/api/spaces/user/app/variables": False,
    "/api/notes": False,
}


@pytest.mark.parametrize(("path", "expected"), REQUESTS.items(), ids=REQUESTS)
def test_by_design(path: str, expected: bool) -> None:
    assert bodies.by_design(path) is expected
