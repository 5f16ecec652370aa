"""Recall and precision on generated telephone numbers: 40 countries, 12 written forms; beside presidio when it is there.

    python tests/benchmarks/phones.py [--count 50] [--presidio PYTHON]

Every number is random and valid by libphonenumber; every near miss is a number of the same length that is none: an order
number, a date, an amount, an id. A text counts as found when any finding of the family pii stands in it.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumberFormat as Format

COUNTRIES = (
    "US GB DE FR IN AU BR CN JP IT ES NL PL CA CH SE KR MX RU TR ZA SG IL NG BE AT DK NO FI PT GR IE NZ CZ HU RO UA TH ID AR"
).split()
LABELS = {
    "DE": "Telefon:", "AT": "Tel.:", "CH": "Natel", "FR": "Tél :", "BE": "Tél.", "ES": "Teléfono:", "MX": "celular:",
    "AR": "Cel:", "BR": "celular:", "PT": "Telemóvel:", "IT": "Cellulare:", "NL": "Telefoon:", "PL": "tel. kom.",
    "CN": "手机：", "JP": "電話:", "KR": "전화:", "RU": "тел.", "UA": "Телефон:", "TR": "Telefon:", "SE": "Mobil:",
    "DK": "Tlf.", "NO": "Tlf:", "FI": "Puh.", "CZ": "Telefon:", "HU": "Telefon:", "RO": "Telefon:", "GR": "Τηλ:",
    "TH": "โทร", "ID": "No. HP:", "IL": "טלפון:",
}  # fmt: skip
"""What people write before a number; elsewhere English."""
NEAR_MISSES = (
    "order {d10}", "invoice no. {d9}", "2024-{m}-{m} 10:{t}:{t}", "id: {d11}", "total {d3},{d3},{d3}.{d2}", "v{d2}.{d2}.{d4}",
    "sha {h12}", "seed = {d9}", "{d4}-{d4}", "lat 52.{d6}, lon 13.{d6}", "num_bytes: {d10}", "ISBN 978-3-{d4}-{d4}-{d1}",
)  # fmt: skip


def number(country: str, rng: random.Random) -> phonenumbers.PhoneNumber:
    """A random number that is valid in a country."""
    kind = rng.choice((phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE))
    example = phonenumbers.example_number_for_type(country, kind) or phonenumbers.example_number(country)
    digits = str(example.national_number)
    while True:
        tail = rng.randint(4, len(digits) - 2)
        made = digits[:-tail] + "".join(rng.choice("0123456789") for _ in range(tail))
        found = phonenumbers.PhoneNumber(
            country_code=example.country_code,
            national_number=int(made),
            italian_leading_zero=example.italian_leading_zero,
        )
        if phonenumbers.is_valid_number(found) and len(set(made)) > 3:
            return found


def forms(found: phonenumbers.PhoneNumber, country: str, rng: random.Random) -> dict[str, str]:
    """A number in twelve written forms."""
    national, world, plain = (
        phonenumbers.format_number(found, form) for form in (Format.NATIONAL, Format.INTERNATIONAL, Format.E164)
    )
    bare = "".join(c for c in national if c.isdigit())
    spaced = national.replace("-", " ").replace("(", "").replace(")", "")
    head, _, rest = spaced.strip().partition(" ")
    label = LABELS.get(country, rng.choice(("Phone:", "Tel:", "Mobile:", "Cell")))
    return {
        "international": f"You reach me at {world} until noon.",
        "E.164": f"contact {plain}, please",
        "tel URI": f'<a href="tel:{plain}">call</a>',
        "00": f"Fax 00{world[1:]}",
        "label": f"Phone: {national}",
        "native label": f"{label} {national}",
        "label after": f"{national} (mobile)",
        "slashes": f"{label} {head} / {rest}" if rest else f"{label} {national}",
        "extension": f"{world}x{rng.randint(10, 999)}",
        "JSON field": json.dumps({"name": "x", "phone": bare}),
        "sentence": f"please call me on {national} tomorrow",
        "dots": f"tel {spaced.strip().replace(' ', '.')}",
    }


def near_miss(rng: random.Random) -> str:
    """A text with a number that is no telephone number."""
    import re

    def fill(match: re.Match[str]) -> str:
        kind, size = match[1], int(match[2] or 2)
        if kind in "mt":
            return f"{rng.randint(1, 12 if kind == 'm' else 59):02}"
        return "".join(rng.choice("0123456789abcdef"[: 16 if kind == "h" else 10]) for _ in range(size))

    return re.sub(r"\{([a-z])([0-9]*)\}", fill, rng.choice(NEAR_MISSES))


def rows(count: int, seed: int) -> list[tuple[str, str, str, bool]]:
    """(country, form, text, whether it holds a number): `count` numbers of each country in each form, and as many near
    misses as numbers."""
    rng = random.Random(seed)
    made = []
    for country in COUNTRIES:
        for _ in range(count):
            for form, text in forms(number(country, rng), country, rng).items():
                made += [(country, form, text, True), ("-", "near miss", near_miss(rng), False)]
    return made


def hubseal(texts: list[str]) -> list[bool]:
    """Which texts the scanner finds personal data in: each is a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for place, text in enumerate(texts):
            name = Path(folder, f"{place // 1000:03}", f"{place:06}.{'json' if text.startswith('{') else 'md'}")
            name.parent.mkdir(exist_ok=True)
            name.write_text(text + "\n", encoding="utf-8")
        out = Path(folder, "report.json")
        command = [
            sys.executable,
            "-m",
            "hubseal",
            "scan",
            ".",
            "--only",
            "pii",
            "--format",
            "json",
            "--output",
            str(out),
        ]
        subprocess.run(command, cwd=folder, check=False, capture_output=True)
        findings = json.loads(out.read_text(encoding="utf-8"))["findings"]
    found = {int(Path(f["path"]).stem) for f in findings if f["level"] != "note" and f["path"][0].isdigit()}
    return [place in found for place in range(len(texts))]


PRESIDIO = """
import json, sys
from presidio_analyzer.predefined_recognizers import PhoneRecognizer
r = PhoneRecognizer(supported_regions=json.loads(sys.argv[1]))
print(json.dumps([bool(r.analyze(t, ['PHONE_NUMBER'], None)) for t in json.load(sys.stdin)]))
"""


def presidio(python: str, texts: list[str]) -> list[bool]:
    """The same by presidio-analyzer, with all these countries named, in an environment of its own."""
    command = [python, "-c", PRESIDIO, json.dumps(COUNTRIES)]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True)
    answer: list[bool] = json.loads(done.stdout.splitlines()[-1])
    return answer


def show(name: str, table: list[tuple[str, str, str, bool]], found: list[bool], parts: bool) -> tuple[float, float]:
    """Prints recall and precision, by form and country when asked for; gives both."""
    right = sum(hit for hit, row in zip(found, table, strict=True) if row[3])
    wrong = sum(hit for hit, row in zip(found, table, strict=True) if not row[3])
    recall, precision = right / sum(row[3] for row in table), right / max(right + wrong, 1)
    print(f"{name:10} recall {recall:.3f}  precision {precision:.3f}  ({len(table):,} texts)")
    for place in (1, 0) if parts else ():
        all_of, hit_of = Counter(r[place] for r in table if r[3]), Counter[str]()
        for hit, row in zip(found, table, strict=True):
            hit_of[row[place]] += hit and row[3]
        print("  " + "  ".join(f"{k} {hit_of[k] / n:.2f}" for k, n in all_of.items()))
    return recall, precision


def main() -> int:
    """Prints the figures; 1 when they are below what the project promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="numbers of each country")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--presidio", metavar="PYTHON", help="an interpreter that has presidio-analyzer")
    options = parser.parse_args()
    table = rows(options.count, options.seed)
    texts = [row[2] for row in table]
    recall, precision = show("hubseal", table, hubseal(texts), True)
    if options.presidio:
        show("presidio", table, presidio(options.presidio, texts), False)
    return int(recall < 0.85 or precision < 0.98)


if __name__ == "__main__":
    sys.exit(main())
