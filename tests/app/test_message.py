"""What of a message is judged: the author's own words, not who signs it, and not what git takes out."""

from __future__ import annotations

import pytest

from hubseal.app.message import without_comments, without_trailers

TRAILERS = {
    "signed": ("Signed-off-by: Anna Nowak <anna@lab-zurich.org>", False),
    "reviewed, in small letters": ("reviewed-by: A <anna@lab-zurich.org>", False),
    "by two addresses": ("Co-authored-by: anna@lab-zurich.org <anna@ip-10.internal>", False),
    "a carbon copy": ("Cc: stable@lab-zurich.org <stable@lab-zurich.org>", False),
    "with a carriage return": ("Acked-by: Anna <anna@lab-zurich.org>\r", False),
    "no trailer: words behind it": ("Reported-by: A <anna@lab-zurich.org> by phone", True),
    "no trailer: a sentence": ("ask Anna <anna@lab-zurich.org>", True),
    "no trailer: another key": ("Contact: Anna <anna@lab-zurich.org>", True),
    "no trailer: no address": ("Signed-off-by: anna@lab-zurich.org", True),
}


@pytest.mark.parametrize("about", TRAILERS)
def test_who_signs_means_to_be_named(about: str) -> None:
    line, judged = TRAILERS[about]
    text = f"words\n\n{line}\nmore".encode()
    left = without_trailers(text)
    assert (b"@" in left) is judged
    assert len(left) == len(text)


def test_comments_and_what_is_below_the_scissors_are_not_committed() -> None:
    text = b"one\n# two\n  # three\nfour\n# ------------------------ >8 ------------------------\n# five\nsix\n"
    assert without_comments(text, b"#", False) == b"one\n\n  # three\nfour\n"
    assert without_comments(text, b"#", True) == b"one\n# two\n  # three\nfour\n"
    assert without_comments(b"; a\nb\n", b";", False) == b"\nb\n"
