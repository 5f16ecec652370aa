"""`hubseal upload`: what `hf upload` would send is scanned, then sent."""

from __future__ import annotations

from argparse import ArgumentParser

from .. import standard_streams
from ..app.request import FailOn, UsageError
from ..app.upload_request import UploadRequest, client_words
from .parser import CommandLine, fail_on_option, families_in, form_options, only_option, terminal_options
from .words import ReportWords

TYPES = ("model", "dataset", "space", "kernel")


class UploadWords(ReportWords):
    """What `options` sets."""

    repo_id: str
    local_path: str | None
    path_in_repo: str | None
    repo_type: str | None
    revision: str | None
    private: bool | None
    include: list[str]
    exclude: list[str]
    delete: list[str]
    commit_message: str | None
    commit_description: str | None
    create_pr: bool | None
    every: float | None
    token: str | None
    dry_run: bool
    only: str
    policy: str | None
    fail_on: FailOn | None


def options(parser: ArgumentParser) -> None:
    """Adds the options of `hubseal upload`: those of `hf upload`, by their names there, and ours."""
    add = parser.add_argument
    add("repo_id", metavar="REPO_ID", help="owner/name, or an hf:// address")
    add("local_path", nargs="?", metavar="PATH", help="file, folder or pattern (default: the name of the repository)")
    add("path_in_repo", nargs="?", metavar="PATH_IN_REPO", help="where it goes in the repository")
    client = parser.add_argument_group("as `hf upload` takes them")
    client.add_argument("--type", "--repo-type", dest="repo_type", choices=TYPES, help="default: model")
    client.add_argument("--revision", metavar="REV", help="branch or ref to upload to")
    _switch(client, "--private", "create a private repository, if there is none")
    for name, what in (
        ("--include", "upload only what matches"),
        ("--exclude", "leave out what matches"),
        ("--delete", "delete from the repository what matches"),
    ):
        client.add_argument(name, action="append", default=[], metavar="GLOB", help=f"{what}; may be repeated")
    client.add_argument("--commit-message", metavar="TEXT", help="first line of the commit")
    client.add_argument("--commit-description", metavar="TEXT", help="description of the commit")
    _switch(client, "--create-pr", "upload as a pull request")
    client.add_argument("--every", type=float, metavar="MINUTES", help="go on uploading, each time scanned")
    client.add_argument("--token", metavar="TOKEN", help="of the Hub")
    add("--dry-run", action="store_true", help="scan, and send nothing")
    only_option(parser)
    add("--policy", metavar="FILE", help="default: .hubseal.yaml of this folder's repository")
    fail_on_option(parser)
    form_options(parser)
    terminal_options(parser)


def _switch(group: object, name: str, what: str) -> None:
    from argparse import BooleanOptionalAction

    group.add_argument(name, action=BooleanOptionalAction, default=None, help=what)  # type: ignore[attr-defined]


def request(words: UploadWords) -> UploadRequest:
    """What the words ask for. Raises UsageError."""
    if words.every is not None and words.every <= 0:
        raise UsageError("--every takes a number of minutes above 0")
    return UploadRequest(
        repo_id=words.repo_id,
        local_path=words.local_path,
        path_in_repo=words.path_in_repo,
        repo_type=words.repo_type,
        revision=words.revision,
        private=words.private,
        include=tuple(words.include),
        exclude=tuple(words.exclude),
        delete=tuple(words.delete),
        commit_message=words.commit_message,
        commit_description=words.commit_description,
        create_pr=words.create_pr,
        every=words.every,
        token=words.token,
        families=families_in(words.only),
        fail_on=words.fail_on,
        policy_file=words.policy or "",
    )


def run(line: CommandLine) -> int:
    """`hubseal upload`. Raises UsageError."""
    words = line.parser.parse_args(line.argv, UploadWords())
    asked = request(words)
    from ..app import upload_plan
    from ..app.upload import UploadGate
    from ..guard.decision import overridden
    from ..reports import exit_code
    from . import output

    output.check(words)
    gate = UploadGate(asked.policy_file, asked.families, asked.fail_on)
    planned = upload_plan.scan(asked, gate)
    output.write(planned.report, words)
    code = exit_code(planned.report)
    if code and (words.dry_run or not overridden(planned.report, planned.report.repo)):
        standard_streams.tell("hubseal: nothing was sent")
        return code
    if words.dry_run:
        standard_streams.tell(f"hubseal: {planned.files:,} files would be sent; nothing was (--dry-run)")
        return 0
    from ..guard.handover import upload

    return upload(tuple(client_words(asked, planned.ignored)), gate)
