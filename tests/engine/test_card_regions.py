"""Settings in a card, its front matter and its fences, are judged as a file of settings; the rest is prose."""

from __future__ import annotations

from hubseal.kinds.regions import regions
from scanned import each_file, rules

FRONT = "---\nlicense: mit\n{}\n---\n# My model\n"
FENCE = "# My model\n\nThe settings:\n\n{}\n\nEnd.\n"
FOUND = [
    ("base model in the front matter", "README.md", FRONT.format("base_model: /workspace/ckpt/llama-sft")),
    ("list of data in the front matter", "README.md", FRONT.format("datasets:\n- /data2/corpus/v3")),
    ("front matter with CRLF", "README.md", FRONT.format("base_model: /mnt/nvme/llama").replace("\n", "\r\n")),
    ("fenced YAML", "README.md", FENCE.format("```yaml\nbase_model: /workspace/llama\n```")),
    ("fenced YAML in a detail", "README.md", FENCE.format("<details>\n\n```yaml\npath: /data/jane.jsonl\n```\n</details>")),
    ("fenced JSON", "README.md", FENCE.format('```json\n{"output_dir": "/root/out/llama"}\n```')),
    ("fenced object without a language", "README.md", FENCE.format('```\n{"output_dir": "/root/out/llama"}\n```')),
    ("tildes", "README.md", FENCE.format("~~~yaml\nmodel: /raid/llama/sft\n~~~")),
    ("a fence in a quote", "README.md", FENCE.format("> ```yaml\n> model: /raid/llama/sft\n> ```")),
    ("a fence that nothing ends", "README.md", "# x\n```yaml\nmodel: /raid/llama/sft\n"),
]  # fmt: skip
SILENT = [
    ("path in prose", "README.md", "# x\nPut it under `/workspace/llama/sft`.\n"),
    ("path in prose under a front matter", "README.md", FRONT.format("a: b") + "Mounted: /workspace/llama/sft\n"),
    ("fenced Python", "README.md", FENCE.format('```python\nmodel = "/workspace/llama"\n```')),
    ("fenced shell", "README.md", FENCE.format("```bash\nexport OUT=/workspace/llama\n```")),
    ("behind a fence of settings", "README.md", FENCE.format("```yaml\na: b\n```") + "Mounted: /workspace/llama/sft\n"),
    ("name on the Hub", "README.md", FRONT.format("base_model: acme/llama-7b")),
    ("placeholder in a fence", "README.md", FENCE.format("```yaml\npath: /path/to/data\n```")),
    ("variable in a fence", "README.md", FENCE.format("```yaml\npath: /data/${USER}/x\n```")),
    ("a rule in prose, no front matter", "README.md", "# x\n---\nMounted: /workspace/llama/sft\n---\n"),
    ("fence in a page of code", "a.py", '"""\n```yaml\nmodel: /models/llama/sft\n```\n"""\n'),
]


@each_file(FOUND)
def test_settings_of_a_card(name: str, text: str) -> None:
    assert rules(name, text) == {"machine-path"}


@each_file(SILENT)
def test_silent(name: str, text: str) -> None:
    assert rules(name, text) == set()


def test_regions_are_in_order_and_apart() -> None:
    text = b"---\na: b\n---\n```json\n{}\n```\n```sh\nx\n```\n~~~yaml\nc: d\n~~~\n"
    assert [text[low:high] for low, high, _ in regions(text)] == [b"---\na: b\n---\n", b"{}\n", b"c: d\n"]
