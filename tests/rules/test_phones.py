"""Telephone numbers as people write them, in many countries; and numbers that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Run

FOUND = {
    "00 for the plus": "Fax 0041 44 668 18 00",
    "extension at the number": "+1 212-736-5000x123",
    "extension after a comma": "+49 30 901820, ext. 44",
    "Chinese": "手机：139 1234 5768",
    "Korean": "전화: 02-312-3456",
    "French": "Tél : 01 42 68 53 00",
    "Brazilian": "celular: (11) 98456-5667",
    "Russian": "тел. 8 (495) 123-45-76",
    "Greek": "Τηλ: 21 0123 4576",
    "Danish": "Tlf. 32 12 34 65",
    "slash and blanks": "Telefon: 030 / 90 18 20",
    "a word after it": "030 901820 (mobile)",
    "a French word after it": "01 42 68 53 00 (bureau)",
    "number is": "My number is 090-1234-5687",
}
SILENT = {
    "an id": "order 0041446681800",
    "a date": "tel.md was changed on 2024-01-02 10:11",
    "a version": "fax-lib 10.2.3.4567",
    "a model": "mobilenet_v2_1.0_224 and mobile 2024",
    "a word in a word": "hotel 139 1234 5768 rooms",
    "an amount": "mobile revenue: 1,234,567,890.12",
    "kept for fiction": "Tel. 07700 900123",
    "typed": "phone: 1234567890",
    "a row of numbers": "0312 123 45 67 88 91 12 13",
    "an account": "NL91 ABNA 0417 1643 01",
    "a time": "call 12:30:45.123456",
    "digits after a decimal point": "0.3123 456 789",
}


def told(text: str, tmp_path: Path, hubseal: Run) -> bool:
    (tmp_path / "a.md").write_text(text + "\n", encoding="utf-8")
    return "phone-number" in hubseal("scan", "a.md", "--only", "pii", cwd=tmp_path).stdout


@pytest.mark.parametrize("case", FOUND)
def test_numbers_that_reach_somebody(case: str, tmp_path: Path, hubseal: Run) -> None:
    assert told(FOUND[case], tmp_path, hubseal)


@pytest.mark.parametrize("case", SILENT)
def test_numbers_that_reach_nobody(case: str, tmp_path: Path, hubseal: Run) -> None:
    assert not told(SILENT[case], tmp_path, hubseal)
