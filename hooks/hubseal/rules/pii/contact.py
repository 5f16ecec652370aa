"""How to reach a person: e-mail and phone."""

from __future__ import annotations

from ...rule_types import Levels, RuleEntry, Trigger
from ...validators.contact import in_contact
from ...validators.email import address
from ...validators.phone import after_word, international, north_american
from ..entries import detected

FIX = "Remove it, write a role address or a label instead, or allow it in .hubseal.yaml (allow.emails, allow.email_domains) when it is meant."
PHONE = "Remove it, or waive it in .hubseal.yaml when it is a published number."
WHY = "It reaches a person who did not ask to be published; crawlers copy it within days."
SEP = rb"[ .\-\xc2\xa0]{0,2}"

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
        triggers=(Trigger(rb"\+[1-9][0-9]", 1, 40), Trigger(rb"\+[1-9][ .(\-]", 1, 40), Trigger(rb"\(\+[1-9]", 1, 40)),
        pattern=rb"(?<![0-9A-Za-z+=/])\(?(?P<leak>\+[1-9](?:[ .()\-/]{0,3}[0-9]){6,14})(?![0-9A-Za-z+/=]|[.,-][0-9])",
        leaks=("call +49 30 901820 now", '"phone": "+1 212-736-5000"'),
        clean=("+1 415 555 0132", "+0 123", "x+12345678", "1e+10000000"),
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
    detected(
        id="phone-number-field",
        family="pii",
        title="Phone number in a field or after a word that says so",
        why=WHY,
        fix=PHONE,
        levels=Levels("warning"),
        triggers=tuple(
            Trigger(b"(?i)" + w, 0, 60)
            for w in (
                rb"phone",
                rb"tel[:.=\"' ]",
                rb"mobile",
                rb"fax",
                rb"whatsapp",
                rb"cell[:.=\"' p]",
                rb"call ",
                rb"telefon",
                rb"handy",
                rb"contact no",
                rb"reach me",
                rb"mobil",
                rb"sms",
                rb"text me",
            )
        ),
        pattern=rb"(?i)(?:phone|telefono?|tel|mobile?|fax|whatsapp|cell|call|handy|contact no|reach me|sms|text me)[a-z_.]{0,12}[\"']?[ \t]{0,3}(?:number|no\.?|nr\.?|#|num|is|me|us|at|on|to|:)?[ \t\"':=#.(]{0,8}(?:(?:number|no|is|at|on|me|us|to|:)[ \t\"':=]{1,4}){0,3}(?P<leak>\+?\(?[0-9](?:[ .()\-/]{0,2}[0-9]){6,14})(?![0-9A-Za-z]|[.,-][0-9])",
        leaks=("phone: 030 901820", "Tel. 020 7219 3000", "call me at 030 901820"),
        clean=("phone: 1234567890", "Tel. 07700 900123", "fax: none", "mobilenet_v2_1.0_224"),
        validators=(after_word,),
        bits=30,
    ),
)
