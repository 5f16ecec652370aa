"""Credentials in URLs, connection strings and presigned links."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("postgresql://svc:{a16}@db.acme.io/app", "error", id="database"),
        pytest.param("mongodb+srv://svc:{a16}@c0.ab.mongodb.net", "error", id="srv"),
        pytest.param("https:\\/\\/svc:{a16}@git.acme.io\\/x", "error", id="JSON slashes"),
        pytest.param("redis://:{a16}@localhost:6379", "warning", id="local host"),
        pytest.param("amqp://guest:guest@mq.acme.io", "note", id="weak word"),
        pytest.param("https://svc:password@git.acme.io/x", "note", id="stand-in, real user and host"),
        pytest.param("https://svc:wonderland@git.acme.io/x", "warning", id="plain word"),
    ],
)
def test_level(text: str, level: str) -> None:
    assert [s.level for s in found("url-credentials", filled(text))] == [level]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://user:password@example.com/x", id="stand-in, example host"),
        pytest.param("postgres://user:${PGPASS}@db.acme.io", id="variable"),
        pytest.param("postgres://{user}:{password}@{host}/db", id="format string"),
        pytest.param("http://acme.io:8080/a@b", id="port and at sign in the path"),
        pytest.param("https://acme.io/@scope:name@1.2", id="package"),
        pytest.param("github://org:repo@main/data.csv", id="scheme without passwords"),
    ],
)
def test_template_is_none(text: str) -> None:
    assert not found("url-credentials", text)


def test_expired_link_is_a_note() -> None:
    link = filled("https://b.s3.amazonaws.com/k?X-Amz-Date=20200101T000000Z&X-Amz-Expires=600&X-Amz-Signature={h64}")
    assert [s.level for s in found("presigned-s3-url", link)] == ["note"]
