"""How to reach a person: e-mail and phone."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.contact import in_contact
from ...validators.email import address
from ...validators.phone import after_word, grouped, international, north_american
from ..entries import another_way, detected, with_variants

FIX = "Remove it, write a role address or a label instead, or allow it in .hubseal.yaml (allow.emails, allow.email_domains) when it is meant."
PHONE = "Remove it, or waive it in .hubseal.yaml when it is a published number."
WHY = "It reaches a person who did not ask to be published; crawlers copy it within days."
SEP = rb"[ .\-\xc2\xa0]{0,2}"

EXTENSION = rb"(?:[ ,;]{0,2}(?:x|ext\.?|extension|poste|anexo|interno|\xd0\xb4\xd0\xbe\xd0\xb1\.)[ .:]{0,2}[0-9]{1,6})?"
"""What may follow a number: it belongs to it."""
BEFORE = tuple(
    [w.encode() for w in (
        "phone", "tel[:.=\"' ]", "tél", "mobile", "fax", "whatsapp", "cell[:.=\"' p]", "call ", "telefo", "teléfo", "handy",
        "contact no", "reach me", "mobil", "sms", "text me", "natel", "celular", "cellulare", "portable", "tlf", "tlm", "móvil",
        "telemóvel", "móvel", "puh\\.", "puhelin", "gsm", "no\\. hp", "cel[:.]", "手机", "手機", "电话", "電話", "携帯",
        "전화", "핸드폰", "연락처", "тел", "Тел", "моб", "τηλ", "Τηλ", "κιν", "טלפון", "נייד", "โทร",
        "เบอร์", "هاتف", "جوال", "फोन", "मोबाइल", "điện thoại",
        "mob[:. ]", "nomor hp", "no hp", "nomor telp", "sđt", "sĐt",
    )]
)  # fmt: skip
"""Words before a number, in the languages of Europe and Asia; those that begin other words with what ends them."""
LABEL = (
    rb"(?<![a-z])(?:tel|t\xc3\xa9l|tlf|tlm|gsm|cel|puh|natel|sms)|phone|telefono?|mobile?|fax|whatsapp|cell|call|handy"
    rb"|number is|contact no|reach me|text me|celular|cellulare|portable|puhelin|no\. hp|(?<![a-z])mob(?![a-z])|nomor (?:hp|telp)|no hp|"
    + b"|".join(w for w in BEFORE if any(c > 127 for c in w))
)
AFTER = tuple(w.encode() for w in (
    "mobile", "mobil", "cell", "office", "home", "work", "fax", "phone", "tel", "handy", "whatsapp", "telegram", "celular",
    "móvil", "casa", "trabajo", "bureau", "portable", "domicile", "büro", "privat", "dienstlich", "cellulare", "ufficio",
    "kom", "手机", "电话", "携帯",
))  # fmt: skip
"""Words after a number."""


RULES: tuple[RuleEntry, ...] = (
    detected(
        id="email-address",
        family="pii",
        title="E-mail address",
        why=WHY,
        fix=FIX,
        levels=Levels("error", (("*", "log", "warning"), ("*", "weights", "warning"), ("*", "media", "warning"))),
        triggers=(
            Trigger(rb"[0-9A-Za-z._%+\-']@[0-9A-Za-z\[]", 66, 256),
            Trigger(rb"[\x80-\xff]@[0-9A-Za-z\x80-\xff]", 130, 256),
            Trigger(rb"[0-9A-Za-z._%+\-]@[\x80-\xff]", 66, 256),
        ),
        pattern=rb"(?:(?<![0-9A-Za-z._%+'\x80-\xff/=-])|(?<=\\[nrt])|(?<=[=/'.-])(?=[0-9A-Za-z]))(?P<leak>[0-9A-Za-z_\x80-\xff][0-9A-Za-z._%+'\x80-\xff-]{0,63}@(?:[0-9A-Za-z\x80-\xff](?:[0-9A-Za-z\x80-\xff-]{0,62})\.){1,6}[A-Za-z\x80-\xff][0-9A-Za-z\x80-\xff-]{1,23})(?![0-9A-Za-z_@]|-[0-9A-Za-z]|\.[0-9A-Za-z])",
        leaks=(
            "write to anna.nowak@lab-acme.org today",
            '{{"text": "j.kowalski@acme-research.de"}}',
            "<mailto:mgarcia@uni-acme.edu>",
            "<a href=https://lab-acme.org>anna.nowak@lab-acme.org</a>",
        ),
        clean=(
            "user@example.com",
            "pkg@1.2.3",
            "logo@2x.png",
            "git@github.com:org/repo",
            "@property",
            "noreply@huggingface.co",
            "https://user:pw@host.io/x",
            "git clone https://{a20}@git.acme.io/x.git",
            "you@company.com",
        ),
        validators=(address, in_contact),
        bits=30,
    ),
    detected(
        id="phone-number",
        family="pii",
        title="Phone number",
        why=WHY,
        fix=PHONE,
        levels=Levels("warning"),
        triggers=(
            Trigger(rb"\+[1-9][0-9]", 1, 48),
            Trigger(rb"\+[1-9][ .(\-]", 1, 48),
            Trigger(rb"\(\+[1-9]", 1, 48),
            Trigger(rb"00[1-9][0-9][ .(/\-]", 1, 48),
            Trigger(rb"00[1-9][0-9]{2}[ .(/\-]", 1, 48),
            Trigger(rb"00[1-9][ .(/\-]", 1, 48),
        ),
        pattern=rb"(?:(?<![0-9A-Za-z+=/])|(?<=[Tt]el[:=]))\(?(?P<leak>(?:\+[1-9]|00[1-9](?=[0-9]{0,2}[ .(/\-]))(?:[ .()\-/]{0,3}[0-9]){6,14}"
        + EXTENSION
        + rb")(?![0-9A-Za-z+/=]|[.,-][0-9])",
        leaks=("call +49 30 901820 now", '"phone": "+1 212-736-5000"', "+1 212-736-5000x123", "0041 44 668 18 00"),
        clean=("+1 415 555 0132", "+0 123", "x+12345678", "1e+10000000", "0012 345 678", "00:41:44.668"),
        validators=(international,),
        bits=30,
    ),
    detected(
        id="us-phone-number",
        family="pii",
        title="Phone number (North America)",
        why=WHY,
        fix=PHONE,
        levels=Levels("warning"),
        triggers=(
            Trigger(rb"[2-9][0-9]{2}[\-.][2-9][0-9]{2}[\-.][0-9]{4}", 4, 16),
            Trigger(rb"\([2-9][0-9]{2}\) [2-9][0-9]{2}", 4, 16),
            Trigger(rb"\([2-9][0-9]{2}\)[2-9][0-9]{2}", 4, 16),
            Trigger(rb"[2-9][0-9]{2} [2-9][0-9]{2}[ \-][0-9]{4}", 4, 16),
        ),
        pattern=rb"(?<![0-9A-Za-z./_=+-])(?P<leak>(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[-. ][0-9]{4}|[2-9][0-9]{2}(?P<s>[-.])[2-9][0-9]{2}(?P=s)[0-9]{4}|[2-9][0-9]{2} [2-9][0-9]{2}[ -][0-9]{4})(?:\s?(?:x|ext\.?)\s?[0-9]{1,5})?)(?![0-9A-Za-z_/-]|\.[0-9])",
        leaks=("call (212) 736-5000", "fax 212-736-5000", "212.736.5000"),
        clean=("415-555-0132", "2024-01-02", "(555) 123-4567", "212-736-50001"),
        validators=(north_american,),
        bits=30,
    ),
    with_variants(
        detected(
            id="phone-number-field",
            family="pii",
            title="Phone number in a field or after a word that says so",
            why=WHY,
            fix=PHONE,
            levels=Levels("warning"),
            triggers=tuple(Trigger(b"(?i)" + w, 0, 80) for w in BEFORE),
            pattern=rb"(?i)(?:"
            + LABEL
            + rb")(?![a-z_.]{0,12}_(?:ids?|count|price|size|width|height)(?![a-z]))[a-z_.\x80-\xff]{0,16}[\"']?[ \t]{0,3}(?:number|numero|n(?:u|\xc3\xba)m\.?|n\xc2\xba|n\xc2\xb0|no\.?|nr\.?|hp|kom\.?|#|num|is|me|us|at|on|to|:|\xef\xbc\x9a)?[ \t\"':=#.(]{0,8}"
            rb"(?:(?:number|no|is|at|on|me|us|to|:)[ \t\"':=]{1,4}){0,3}(?P<leak>\+?\(?[0-9](?:[ .()\-/]{0,3}[0-9]){6,14}"
            + EXTENSION
            + rb")(?![0-9A-Za-z]|[.,-][0-9])",
            leaks=(
                "phone: 030 901820",
                "Tel. 020 7219 3000",
                "call me at 030 901820",
                "Tel: 030 / 90 18 20",
                "手机：139 1234 5768",
                "Tél : 01 42 68 53 00",
                "celular: (11) 98456-5666",
                "手机号码 13812345678",
                "телефон 89161234567",
                "Mob: 9876543210",
                "nomor HP: 081234567890",
                "SĐT: 0912345678",
            ),
            clean=(
                "phone: 1234567890",
                "Tel. 07700 900123",
                "fax: none",
                "mobilenet_v2_1.0_224",
                "mobile_id: 9876543210",
                "phone_price: 9876543210",
                "hotel 2024-05-06 10",
            ),
            validators=(after_word,),
            bits=30,
        ),
        another_way(
            title="Number in the groups of a phone number",
            levels=Levels("note", (("*", "log", "off"), ("*", "weights", "off"), ("*", "code", "off"))),
            triggers=tuple(
                Trigger(b"0" + b"[ (]" * gap + b"[1-9]" + b"[0-9]" * more + rb"[ .)-]", 2, 24)
                for gap in (0, 1)
                for more in (1, 2, 3)
            ),
            pattern=rb"(?<![0-9A-Za-z./_=+:,-])(?<![0-9A-Z] )(?P<leak>\(?0[ (]?[1-9][0-9]{1,3}\)?(?P<s>[ .-])[0-9]{2,4}(?:(?P=s)[0-9]{2,4}){1,3})"
            rb"(?![0-9A-Za-z]|[.,:/-][0-9]| [0-9])",
            leaks=("0312 123 45 67", "090-1234-5678", "(030) 901 820 44", "0917 123 4567"),
            clean=("2024-01-02", "01-02-2024", "0.123 0.456 0.789", "10 0312 123 45 67 88", "0123 456 789 012 345"),
            validators=(grouped,),
            bits=30,
        ),
        another_way(
            title="Phone number before a word that says so",
            triggers=tuple(
                Trigger(b"(?i)[0-9]" + gap + w, 48, 2) for w in AFTER for gap in (b" [(]", b" ", b", ", b"[(]")
            ),
            pattern=rb"(?i)(?<![0-9A-Za-z./_=+-])(?P<leak>\(?[0-9](?:[ .()\-/]{0,3}[0-9]){6,14})(?=[ ,]{0,2}\(?(?:"
            + b"|".join(AFTER)
            + rb")(?![a-z]))",
            leaks=("030 901820 (mobile)", "020 7219 3000, fax", "01 42 68 53 00 (bureau)"),
            clean=("1234567890 (mobile)", "2024-01-02 10 mobile", "12.5.3.1 mobile", "30 901820 mobiles"),
            validators=(after_word,),
            bits=30,
        ),
    ),
)
