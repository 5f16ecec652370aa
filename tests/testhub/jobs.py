"""Jobs and webhooks, as far as asking for them: what was sent is kept, nothing runs."""

from __future__ import annotations

from testhub.store import stamp
from testhub.wire import Exchange


def run(x: Exchange, namespace: str) -> None:
    """POST /api/jobs/{namespace}: a Job that is said to run."""
    user, asked = x.user(), x.json()
    x.hub.jobs.append(asked)
    x.send_json({
        "id": f"job{len(x.hub.jobs)}", "createdAt": stamp(), "dockerImage": asked.get("dockerImage"), "flavor": asked.get("flavor"),
        "command": asked.get("command"), "arguments": asked.get("arguments"), "environment": asked.get("environment"),
        "status": {"stage": "RUNNING", "message": None}, "owner": {"id": "0" * 24, "name": namespace, "type": "user"},
        "initiator": {"type": "user", "id": user.name}, "labels": asked.get("labels"),
    })  # fmt: skip


def webhook(x: Exchange) -> None:
    """POST /api/settings/webhooks."""
    x.user()
    asked = x.json()
    x.hub.webhooks.append(asked)
    x.send_json({"webhook": {
        "id": f"hook{len(x.hub.webhooks)}", "watched": asked["watched"], "domains": asked["domains"], "disabled": False,
        "url": asked.get("url"), "secret": None, "job": None,
    }})  # fmt: skip
