"""Numbers: words that say what they are, and ids, rows and columns that are no cards."""

from __future__ import annotations

from rules.rows import Found, Report, Silent, check

CARD, SSN, LICENCE, PASSPORT = "card-number", "us-ssn", "driver-license", "passport-number"


def checked(sample: str) -> str:
    """A card number with a valid check digit from its first digits, so that none stands here."""
    total = 0
    for place, char in enumerate(reversed(sample + "0")):
        digit = int(char) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return sample + str(-total % 10)


VISA, LONG, DINERS = checked("453957876362148"), checked("678208052552781429"), checked("3857182315000")
SPEECH = f"{DINERS[:4]}-{DINERS[4:10]}-{DINERS[10:]}"
LINES = "\n".join(f"3857-182315-{n:04} SOME WORDS" for n in range(11, 20))
ROWS = "\n".join(str(int(VISA) + n) for n in range(1, 12))
IDS = [
    Silent("a sentence of LibriSpeech", "a.trans.txt", f"{LINES}\n{SPEECH} MORE WORDS\n"),
    Silent("an id of 19 digits", "a.json", f'{{"id": "{LONG}", "text": "x"}}'),
    Silent("an id of 16 digits", "a.jsonl", f'{{"tweet_id": {VISA}}}\n'),
    Silent("an index in camel case", "a.json", f'{{"rowIndex": {VISA}}}'),
    Silent("a column of integers", "a.csv", f"node\n{ROWS}\n{VISA}\n"),
    Silent("a list of integers", "a.txt", f"[{', '.join(ROWS.split())}, {VISA}]\n"),
    Silent("edges of a graph", "a.txt", "\n".join(f"{row}\t12" for row in ROWS.split()) + f"\n{VISA}\t14\n"),
    Silent("behind a decimal comma", "LD.txt", f"79,0452755905512;68,{checked('462421113023')};0;366,858108108108\n"),
    Silent("a row of numbers in the shape of SSN", "a.txt", "17 536 48 3982\n18 211 62 5629\n"),
    Silent("parts in the shape of SSN", "a.csv", "part\n536-48-3982\n911-00-0001\n000-22-1717\n536-00-1234\n"),
    Found("a card in a sentence", "a.txt", f"pay with {VISA} today\n", CARD, "error"),
    Found("a card in a field", "a.json", f'{{"card_id": "{VISA}"}}', CARD, "error"),
    Found("a card behind an order", "a.txt", f"order 1001 {VISA} exp 12/29\n", CARD, "error"),
    Found(
        "a column of cards",
        "a.csv",
        "n\n" + "\n".join(checked(f"45395787636{n:04}") for n in range(2000, 2009)) + "\n",
        CARD,
        "error",
    ),
    Found("a long card that a word tells", "a.txt", f"card {LONG}\n", CARD, "error"),
    Found("SSN in a sentence", "a.txt", "mine is 536-48-3982\n", SSN, "error"),
    Found("SSN in a column", "a.csv", "ssn\n536-48-3982\n211-62-5629\n", SSN, "error"),
]
LICENCES = [
    Silent("an id of Wikidata below a licence", "README.md", "license: cc0\nsee Q10842938 there\n"),
    Silent("a licence before an id", "a.json", '{"license": "mit", "entity": "H1234567"}'),
    Silent("permission", "a.txt", "Permission is hereby granted, H1234567\n"),
    Silent("licence of a data set", "a.yaml", "license: H1234567\n"),
    Silent("a class of passports", "a.py", "class Passport:\n    size = 912803456\n"),
    Silent("a label", "a.txt", "0: passport, 1: visa, 912803456\n"),
    Silent("a driver of a card", "a.txt", "the driver of the card, build H1234567 of today\n", "off", LICENCE),
    Found("a driver's licence", "a.txt", "his driver's license number is H1234567\n", LICENCE, "error"),
    Found("a field of a licence", "a.json", '{"driver_license": "H1234567"}', LICENCE, "error"),
    Found("a driving licence", "a.txt", "driving licence MORGA657054SM9IJ\n", LICENCE, "error"),
    Found("a passport", "a.txt", "my old passport K1234567\n", PASSPORT, "error"),
    Found("a field of a passport", "a.json", '{"passport_number": "912803456"}', PASSPORT, "error"),
]
WORDS = [
    Silent(
        "a common word far away",
        "a.txt",
        "Canadian weather stations report every hour to the archive: 130692544 in all\n",
    ),
    Silent(
        "a short word far away",
        "a.txt",
        "to sin is human; the archive of the monastery holds no fewer than 130692544 pages\n",
    ),
    Silent("an abbreviation inside a word", "a.md", "Training tokens: 20155564032\n"),
    Silent(
        "no check digit, and a word far away",
        "a.txt",
        "Nigeria is large. The archive holds records 12345678919 and more\n",
        "warning",
    ),
    Silent(
        "a company's number near its word",
        "a.json",
        '{"d": "The CNPJ number to be queried.", "type": "str", "default": "16727230000197"}',
        "warning",
    ),
    Silent("a count", "a.json", '{"sin": 1, "num_bytes": 130692544}'),
    Found("the word right before it", "a.txt", "SIN 130 692 544\n", "ca-sin", "error"),
    Found("a key", "a.json", '{"uid": "234123412346"}', "in-aadhaar", "error"),
    Found(
        "a telling word near by", "a.txt", "social insurance, as it stands on the form: 130692544\n", "ca-sin", "error"
    ),
    Found("a word behind it", "a.txt", "X9613851N is my NIE\n", "es-nie", "error"),
    Found("a company's number beside its word", "a.txt", "CNPJ 16.727.230/0001-97\n", "br-cnpj", "error"),
    Found("a column", "a.csv", "name,tfn\nx,876543210\n", "au-tfn", "error"),
]


def test_ids_are_no_cards(report: Report) -> None:
    check(report, IDS)


def test_a_licence_is_no_driving_licence(report: Report) -> None:
    check(report, LICENCES)


def test_words_stand_beside_numbers(report: Report) -> None:
    check(report, WORDS)
