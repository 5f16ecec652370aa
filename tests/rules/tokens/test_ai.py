"""AI and ML platforms: values that share a prefix."""

from __future__ import annotations

import pytest

from rules.found import found
from sample_generators import filled


@pytest.mark.parametrize(
    ("rule_id", "template"),
    [
        pytest.param("wandb-key", "wandb login {h40}", id="wandb login"),
        pytest.param("comet-key", "export COMET_API_KEY={a24}7", id="comet variable"),
        pytest.param("cohere-key", 'co = cohere.Client("{a39}7")', id="cohere client"),
        pytest.param("mistral-key", "MISTRAL_API_KEY={a31}7", id="mistral variable"),
        pytest.param(
            "civitai-key", "https://civitai.com/api/download/models/1?token={h32}", id="civitai download link"
        ),
    ],
)
def test_named_value_is_found(rule_id: str, template: str) -> None:
    assert found(rule_id, filled(template))


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        pytest.param("wandb-key", "wandb: commit {h40}", id="git hash after the name"),
        pytest.param("comet-key", "comet_workspace = 'sentiment-classification'", id="workspace"),
        pytest.param("mistral-key", "mistral/instruct_v03_tokenizer_config_file", id="model file"),
    ],
)
def test_other_value_is_no_error(rule_id: str, text: str) -> None:
    assert all(s.level != "error" for s in found(rule_id, filled(text)))
