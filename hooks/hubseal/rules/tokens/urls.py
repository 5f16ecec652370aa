"""Credentials in URLs and connection strings, and links that open by themselves (presigned)."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.urls import credentials, expiry
from ...validators.values import plausible
from ..entries import detected

IN_USER = rb"[^\s:/@\"'<>`,;|\\{}()?#&$]"
USER = IN_USER + rb"{0,120}"
NAMED = tuple(Trigger(rb"://" + IN_USER + rb"{%d}:" % size if size else rb"://:", 1, 420) for size in range(121))
"""A link whose host, or the user before it, ends in a colon: one of each length, as a trigger has one width."""
WORD = rb"[^\s/@\"'<>`\\|]{1,200}"
HOST = rb"(?P<host>\[?[0-9A-Za-z_.:$<>{}-]{1,200})"
FIX = "Change the password or token where it is valid, then take it out of the URL; the history keeps it."
DATABASE = "Whoever reads it logs in there with these rights."
LINK = "Whoever has the link reads what it opens, until it expires."


def presigned(
    id: str,
    title: str,
    trigger: bytes,
    pattern: bytes,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    back: int = 1500,
) -> RuleEntry:
    """A link that carries its own permission."""
    return detected(
        id=id,
        family="tokens",
        title=title,
        why=LINK,
        fix="Let it expire or rotate the key that signed it, then link the file without a signature; the history keeps it.",
        levels=Levels("error", (("*", "data", "warning"), ("*", "log", "warning"))),
        triggers=(Trigger(trigger, back, 600),),
        pattern=pattern,
        leaks=leaks,
        clean=clean,
        validators=(plausible, expiry),
        bits=160,
    )


RULES: tuple[RuleEntry, ...] = (
    detected(
        id="url-credentials",
        family="tokens",
        title="Password in a URL",
        why=DATABASE,
        fix=FIX,
        levels=Levels("error"),
        triggers=(*NAMED, Trigger(rb"[0-9A-Za-z+]:\\/\\/", 0, 420)),
        pattern=rb"(?<!githu)(?<!gitla)(?<![0-9A-Za-z]h)[0-9A-Za-z+]:\\?/\\?/"
        + USER
        + rb":(?P<leak>"
        + WORD
        + rb")@"
        + HOST,
        value=rb"@",
        leaks=(
            "DATABASE_URL=postgresql://svc:{a16}@db.acme.io:5432/app",
            'r = get("https://bot:{a20}@git.acme.io/x.git")',
            "mongodb+srv://ops:{a12}@cluster0.ab1cd.mongodb.net/?retryWrites=true",
            "redis://:{a18}@cache.acme.io:6379/0",
        ),
        clean=(
            "postgresql://user:password@localhost/db",
            "https://user:password@git.acme.io/x.git",
            "https://user:${{PASSWORD}}@host/x",
            "http://host:8080/path@v2",
            "github://org:repo@main/data.csv",
            "see https://x.io/a:b/c and mail me@x.io",
        ),
        validators=(credentials,),
        bits=60,
    ),
    detected(
        id="git-remote-token",
        family="tokens",
        title="Token in a git URL",
        why="Whoever reads it pulls and pushes with these rights.",
        fix=FIX,
        levels=Levels("error"),
        triggers=tuple(
            [
                Trigger(h, 260, 120)
                for h in (
                    b"@github.com/",
                    b"@gitlab.com/",
                    b"@huggingface.co/",
                    b"@hf.co/",
                    b"@bitbucket.org/",
                    b"@dev.azure.com/",
                    b"amazonaws.com/v1/repos",
                    b"codecatalyst.aws/",
                )
            ]
        ),
        pattern=rb"https?://(?:[^\s:/@\"'<>]{1,80}:)?(?P<leak>[0-9A-Za-z_.~%+=-]{16,200})@(?P<host>[0-9A-Za-z.-]{4,100})",
        leaks=("git clone https://{a39}9@github.com/org/repo.git", "url = https://{a39}8@huggingface.co/org/model"),
        clean=("git clone https://git@github.com/org/repo", "https://<token>@github.com/org/repo"),
        validators=(credentials,),
        bits=120,
    ),
    detected(
        id="connection-string-password",
        family="tokens",
        title="Password in a connection string",
        why=DATABASE,
        fix=FIX,
        levels=Levels("error"),
        triggers=tuple(
            [Trigger(b"(?i)" + w, 300, 200) for w in (b"password=", b"password =", b";pwd=", b"; pwd=", b"accountkey=")]
        ),
        pattern=rb"(?i)(?:(?:server|data source|user id|uid|host|driver|endpoint|dsn|initial catalog|database|accountname|jdbc:[a-z0-9:]{2,30})\s?[=:/](?:[^\r\n\"'<>]|\" ?[&+.] ?\"){0,260}?[;?&]\s?(?:\" ?[&+.] ?\")?(?:password|pwd|accountkey)\s?=\s?|jdbc:[a-z0-9:@/._-]{4,120}[?;&]password=)(?P<leak>[^\s;\"'&<>{}]{4,128})(?P<host>)",
        leaks=(
            '"Server=tcp:db.acme.io;Database=app;User Id=svc;Password={a18};"',
            "jdbc:mysql://db.acme.io/app?user=svc&password={a16}",
        ),
        clean=("Server=db;User Id=svc;Password=${{PW}};", "Server=db;Uid=svc;Pwd=<password>;"),
        validators=(credentials,),
        bits=60,
    ),
    presigned(
        "presigned-s3-url",
        "Presigned S3 link",
        rb"X-Amz-Signature=",
        rb"(?P<leak>X-Amz-Signature=[0-9a-f]{64})(?![0-9a-f])",
        (
            "https://b.s3.amazonaws.com/k?X-Amz-Credential=x&X-Amz-Expires=600&X-Amz-Signature={h64}",
            "curl '...&X-Amz-Signature={h64}&x=1'",
        ),
        ("X-Amz-Signature=<signature>", "X-Amz-Signature={h12}"),
    ),
    presigned(
        "presigned-s3-v2-url",
        "Presigned S3 link (version 2)",
        rb"AWSAccessKeyId=",
        rb"AWSAccessKeyId=[0-9A-Z]{16,24}[^\s\"'<>]{0,300}?(?P<leak>Signature=[0-9A-Za-z+/%]{26,60}(?:=|%3D)?)",
        (
            "https://b.s3.amazonaws.com/k?AWSAccessKeyId={U20}&Expires=1700000000&Signature={a27}%3D",
            "x?AWSAccessKeyId={U20}&Signature={B27}=",
        ),
        ("AWSAccessKeyId=KEY&Signature=SIG", "AWSAccessKeyId={U20}&Expires=17000000"),
    ),
    presigned(
        "presigned-gcs-url",
        "Presigned Google Cloud Storage link",
        rb"X-Goog-Signature=",
        rb"(?P<leak>X-Goog-Signature=[0-9a-f]{128,520})(?![0-9a-f])",
        ("https://storage.googleapis.com/b/o?X-Goog-Expires=60&X-Goog-Signature={h256}", "&X-Goog-Signature={h512}&y"),
        ("X-Goog-Signature=<sig>", "X-Goog-Signature={h20}"),
    ),
    presigned(
        "cloudfront-signed-url",
        "Signed CloudFront or Hub CDN link",
        rb"Key-Pair-Id=",
        rb"(?P<leak>Signature=[0-9A-Za-z~_-]{80,700})[^\s\"'<>]{0,80}?Key-Pair-Id=[0-9A-Z]{8,24}",
        (
            "https://cdn-lfs.hf.co/r/x?Policy={a60}&Signature={a200}__&Key-Pair-Id=K{U13}",
            "https://d1.cloudfront.net/a?Expires=1&Signature={a120}&Key-Pair-Id=K{U12}",
        ),
        ("Signature=SIG&Key-Pair-Id=KID", "Key-Pair-Id=K{U12}"),
    ),
)
