"""Hugging Face tokens: in every context, and what only looks like one."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled

CONTEXTS = [
    pytest.param("HF_TOKEN={}", id="env line"),
    pytest.param('token = "{}"', id="python"),
    pytest.param('login(token="{}")', id="call argument"),
    pytest.param("hub_token: {}", id="yaml"),
    pytest.param('{{"token": "{}"}}', id="json"),
    pytest.param('"source": ["login(\\"{}\\")\\n"]', id="notebook source"),
    pytest.param('"text": ["\\n{}\\n"]', id="notebook output, newline escape glued to it"),
    pytest.param("1,{},x", id="csv cell"),
    pytest.param("({})", id="parentheses"),
    pytest.param("<{}>", id="angle brackets"),
    pytest.param("https://hf.co/api?token={}&x=1", id="query"),
    pytest.param("https://me:{}@huggingface.co/a/b", id="userinfo"),
    pytest.param("`{}`", id="markdown code span"),
    pytest.param("token%3D{}%26", id="percent escapes"),
    pytest.param("a\\x3d{}", id="hex escape"),
    pytest.param("\x1b[32m{}\x1b[0m", id="terminal colours"),
    pytest.param("list[{}]", id="square brackets"),
]


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("template", ["hf_{L34}", "hf_{a34}"], ids=["letters", "with digits"])
def test_user_token_is_found_anywhere(context: str, template: str) -> None:
    spans = found("hf-token", context.format(filled(template)))
    assert [s.level for s in spans] == ["error"]


def test_glued_tokens_are_all_found() -> None:
    text = filled("hf_{L34}", 1) + filled("hf_{L34}", 2)
    assert found("hf-token", text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("_call_hf_processor_for_language_model_output", id="identifier with underscores"),
        pytest.param("hf_" + "processorForTheLanguageModelOutput", id="camel-case identifier of 34 letters"),
        pytest.param("hf_" + "x" * 34, id="placeholder"),
        pytest.param("hf_" + "yourHuggingFaceAccessTokenGoesHereX", id="words"),
    ],
)
def test_identifier_is_none(text: str) -> None:
    assert not found("hf-token", text)
