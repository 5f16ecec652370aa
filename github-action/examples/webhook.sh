#!/usr/bin/env bash
# At once, when somebody pushes to the Hub by hand: a webhook of the Hub, which runs a Job there. No server is needed.
#
#   webhook.sh org:acme               the Job scans what was pushed; its log holds the report
#   webhook.sh org:acme acme/policy   the Job starts the workflow webhook.yml in that GitHub repository, which reports
#
# Run it once, logged in (`hf auth login`), with HF_TOKEN set to a token that reads the repositories, or GH_TOKEN to a
# fine-grained one that may write contents of the GitHub repository. Watch org:, user:, model:, dataset: or space:NAME.
# Jobs are for accounts and organisations that pay; `hf jobs list` shows them.
set -euo pipefail
watch=${1:?what to watch, such as org:acme} github=${2:-}

# Made without a push, the Job only shows that it starts; the webhook runs it again, and says what for.
# shellcheck disable=SC2016 # the variables are the Job's
if [ -z "$github" ]; then
  secret=HF_TOKEN
  job=$(hf jobs run --detach --quiet --name hubseal --timeout 30m --secrets HF_TOKEN python:3.13 bash -c '
    set -e
    pip install --quiet --root-user-action ignore "hubseal[hub,data] @ git+https://github.com/hubseal/hubseal@v0.1.0"
    hubseal --version
    if [ -n "${WEBHOOK_REPO_ID:-}" ]; then hubseal hub "$WEBHOOK_REPO_ID" --type "$WEBHOOK_REPO_TYPE"; fi
  ')
else
  secret=GH_TOKEN
  job=$(hf jobs run --detach --quiet --name hubseal --timeout 5m --secrets GH_TOKEN --env "REPO=$github" python:3.13 python -c '
import json, os
from urllib.request import Request, urlopen
pushed = json.loads(os.environ.get("WEBHOOK_PAYLOAD", "{}")).get("repo")
if pushed:
    payload = {"repo": pushed["name"], "type": pushed["type"], "sha": pushed.get("headSha", "")}
    body = json.dumps({"event_type": "hub-push", "client_payload": payload}).encode()
    address = os.environ.get("GITHUB_API_URL", "https://api.github.com") + "/repos/" + os.environ["REPO"] + "/dispatches"
    headers = {"Authorization": "Bearer " + os.environ["GH_TOKEN"], "Accept": "application/vnd.github+json"}
    urlopen(Request(address, body, headers), timeout=60).close()
  ')
fi
hf webhooks create --job-id "$job" --watch "$watch" --domain repo --secrets "$secret"
