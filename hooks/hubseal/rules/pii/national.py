"""Identity numbers of countries: a row each. The check digit is python-stdnum's; the words say what the number is.

A `strict` row may stand without its words, at `note`: its shape and check digit leave fewer than one random hit in ten
thousand. All other numbers need one of their words in the key or near by.
"""

from __future__ import annotations

import re
from re import Match

from ...regex import LazyPattern
from ...rule_types import Levels, MatchContext, RuleEntry, Trigger, Validator, Verdict
from ...validators.numbers import stdnum
from ..entries import detected

WHY = "It opens accounts, contracts and records in a person's name."
FIX = "Remove it, or replace it by a label."
BEFORE, AFTER = 160, 60


_GROUP_BEFORE, _GROUP_AFTER = LazyPattern(rb"[0-9A-Z]*[0-9][0-9A-Z]* \Z"), LazyPattern(rb" [0-9A-Z]*[0-9]")
"""Groups of a longer number, such as an IBAN, around one that it holds by chance."""


ABBREVIATION = 3
"""Letters up to which a word is looked for whole; longer ones may go on: `canad` stands in `Canadian`, `rodn` in `rodne`."""
_CAMEL = LazyPattern(rb"(?<=[a-z0-9])(?=[A-Z])")
_MEASURE = LazyPattern(
    rb"(?:\A|[^a-z])(?:bytes?|sizes?|examples?|tokens?|samples?|rows?|counts?|steps?|lengths?|offsets?|iterations?|epochs?|seeds?"
    rb"|params|parameters|flops|timestamps?|durations?|elapsed|revenues?|prices?|volumes?|num|total)(?:\Z|[^a-z])"
)
"""A word in the key of a number that counts or measures something."""


def _worded(text: bytes) -> bytes:
    """Text in small letters, as it is and with a blank before each capital that begins a word in a name."""
    apart = _CAMEL.sub(b" ", text)
    return text.lower() if apart == text else text.lower() + b" " + apart.lower()


def _speaker(words: tuple[str, ...]) -> LazyPattern[bytes]:
    """A pattern for one of the words: never inside another word; abbreviations end where letters end, too."""
    whole = [w.strip() for w in words if w.isascii()]
    borders = [
        rb"(?<![a-z])" + re.escape(w.encode()) + (rb"(?![a-z])" if len(w) <= ABBREVIATION else b"") for w in whole
    ]
    return LazyPattern(b"|".join((*borders, *(re.escape(w.encode()) for w in words if not w.isascii()))))


def spoken(words: tuple[str, ...], strict: bool) -> Validator:
    """Checks that one of the words stands near the number, and that its key does not count or measure something;
    without a word, a strict number is a note in data."""
    speaker = _speaker(words)

    def validate(match: Match[bytes], context: MatchContext) -> Verdict | None:
        window = (
            context.data[max(context.start - BEFORE, 0) : context.start]
            + b" "
            + context.data[context.end : context.end + AFTER]
        )
        key = _worded(context.key.encode("utf-8", "surrogateescape"))
        if speaker.search(key):
            return None
        if _MEASURE.search(key):
            return Verdict("off", "its key counts or measures something")
        if speaker.search(_worded(window)):
            return None
        longer = _GROUP_BEFORE.search(window[: min(context.start, BEFORE)]) or _GROUP_AFTER.match(
            context.data, context.end
        )
        if strict and context.kind in ("data", "other") and not longer:
            return Verdict("note", "its check digit is right; no word near by says what it is")
        return Verdict("off", "no word near by says what it is")

    return validate


def national(
    id: str,
    title: str,
    modules: str,
    shapes: str,
    words: str,
    leaks: tuple[str, ...],
    clean: tuple[str, ...],
    strict: bool = False,
) -> RuleEntry:
    """A row. `shapes`: one expression a line's worth, in `|`; triggers are derived from `starts` of fixed width."""
    near = tuple(w.strip() for w in words.split(",") if w.strip())
    pattern, *fixed = shapes.split("  ")
    validators: tuple[Validator, ...] = (spoken(near, strict), *((stdnum(*modules.split()),) if modules else ()))
    return detected(
        id=id,
        family="pii",
        title=title,
        why=WHY,
        fix=FIX,
        levels=Levels("error", (("*", "code", "warning"), ("*", "log", "warning"), ("*", "weights", "warning"))),
        triggers=tuple(Trigger(f.encode(), 8, 24) for f in fixed),
        pattern=rb"(?<![0-9A-Za-z_/+=.,-])(?P<leak>" + pattern.encode() + rb")(?![0-9A-Za-z_/+=]|[-.,][0-9A-Za-z])",
        leaks=leaks,
        clean=clean,
        validators=validators,
        bits=35,
    )


D = "[0-9]"
NAT = national
RULES: tuple[RuleEntry, ...] = (
    NAT(
        "au-abn",
        "Australian business number",
        "au.abn",
        "[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}  [^0-9A-Za-z][0-9]{2} [0-9]{3} [0-9]{3} [0-9]{3}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]",
        "abn,australian business",
        ("ABN 51 824 753 556", "abn: 51824753556"),
        ("ABN 52 824 753 556", "51 824 753 5567"),
        True,
    ),
    NAT(
        "au-acn",
        "Australian company number",
        "au.acn",
        "[0-9]{3} ?[0-9]{3} ?[0-9]{3}  [^0-9A-Za-z][0-9]{3} [0-9]{3} [0-9]{3}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{9}[^0-9A-Za-z]",
        "acn,australian company",
        ("ACN 000 000 019", "acn 005499981"),
        ("ACN 824 753 557", "005499981"),
    ),
    NAT(
        "au-tfn",
        "Australian tax file number",
        "au.tfn",
        "[0-9]{3} ?[0-9]{3} ?[0-9]{3}  [^0-9A-Za-z][0-9]{3} [0-9]{3} [0-9]{3}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{9}[^0-9A-Za-z]",
        "tfn,tax file",
        ("TFN 876 543 210", "tax file number 876543210"),
        ("TFN 876 543 211", "876543210"),
    ),
    NAT(
        "ca-sin",
        "Canadian social insurance number",
        "ca.sin",
        "[1-79][0-9]{2}[- ]?[0-9]{3}[- ]?[0-9]{3}  [^0-9A-Za-z][0-9]{3}[- ][0-9]{3}[- ][0-9]{3}  [^0-9A-Za-z][0-9]{9}[^0-9A-Za-z]",
        "sin,social insurance,canad",
        ("SIN 130 692 544", "social insurance 130692544"),
        ("SIN 130 692 545", "130692544"),
    ),
    NAT(
        "uk-nhs-number",
        "UK health service number",
        "gb.nhs",
        "[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{4}  [^0-9A-Za-z][0-9]{3}[- ][0-9]{3}[- ][0-9]{4}  [^0-9A-Za-z][0-9]{10}[^0-9A-Za-z]",
        "nhs,health service,patient",
        ("NHS 943 476 5919", "nhs number: 9434765919"),
        ("NHS 943 476 5918", "9434765919"),
    ),
    NAT(
        "uk-national-insurance",
        "UK national insurance number",
        "",
        "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]  [^0-9A-Za-z][A-Z]{2}[0-9]{6}[A-D]  [^0-9A-Za-z][A-Z]{2} [0-9]{2} [0-9]{2} [0-9]{2}",
        "national insurance,nino,ni number,nin ",
        ("NI number AA 12 34 56 B", "national insurance: HH011234D"),
        ("BG123456A national insurance", "AA123456E"),
        True,
    ),
    NAT(
        "es-nif",
        "Spanish identity number (NIF)",
        "es.nif es.dni",
        "[0-9]{7,8}-?[A-Z]  [0-9]{7}[A-Z][^0-9A-Za-z]  [0-9]{7}-[A-Z][^0-9A-Za-z]",
        "nif,dni,documento,identi,spain,espa",
        ("NIF 40121225W", "dni: 40121225-W"),
        ("NIF 401-21.225", "99999999Z is the NIF"),
        True,
    ),
    NAT(
        "es-nie",
        "Spanish foreigner number (NIE)",
        "es.nie",
        "[XYZ]-?[0-9]{7}-?[A-Z]  [^0-9A-Za-z][XYZ][0-9]{7}  [^0-9A-Za-z][XYZ]-[0-9]{7}",
        "nie,extranjer,identi,foreign",
        ("NIE Z8078221M", "X9613851N nie"),
        ("Y8063915Q nie", "X123 nie"),
        True,
    ),
    NAT(
        "it-fiscal-code",
        "Italian fiscal code",
        "it.codicefiscale",
        "[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]  (?i)[^0-9A-Za-z][A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST]",
        "fiscal,codice,cf",
        ("codice fiscale RCCMNL83S18D969H", "CF: RCCMNL83S18D969H"),
        ("codice RCCMNL83S18D969I", "ABCDEF12G34H567I"),
        True,
    ),
    NAT(
        "it-vat",
        "Italian VAT number",
        "it.iva",
        "[0-9]{11}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]",
        "partita iva,piva,p.iva,vat,iva",
        ("partita IVA 01333550323", "p.iva 01333550323"),
        ("01333550324 iva", "01333550323"),
    ),
    NAT(
        "pl-pesel",
        "Polish identity number (PESEL)",
        "pl.pesel",
        "[0-9]{11}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]",
        "pesel",
        ("PESEL 44051401359", "pesel: 11111111116"),
        ("PESEL 44051401358", "44051401359"),
    ),
    NAT(
        "se-personnummer",
        "Swedish personal number",
        "se.personnummer",
        "(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}  [0-9]{6}-[0-9]{4}[^0-9A-Za-z]  [0-9]{6}\\+[0-9]{4}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{10}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{12}[^0-9A-Za-z]",
        "personnummer,personal number,samordning,swedish,sweden",
        ("personnummer 19811228-9874", "personnummer 811228-9874"),
        ("personnummer 811228-9875", "8112289874"),
    ),
    NAT(
        "se-organisationsnummer",
        "Swedish organisation number",
        "se.orgnr",
        "[0-9]{6}-?[0-9]{4}  [0-9]{6}-[0-9]{4}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{10}[^0-9A-Za-z]",
        "organisationsnummer,orgnr,org.nr",
        ("orgnr 556703-7485", "organisationsnummer 5567037485"),
        ("orgnr 556703-7486", "5567037485"),
    ),
    NAT(
        "sg-nric",
        "Singapore identity number",
        "",
        "[STFGM][0-9]{7}[A-Z]  [^0-9A-Za-z][STFGM][0-9]{7}[A-Z]",
        "nric,fin ,fin:,identi,singapore",
        ("NRIC S2740116C", "nric: G1122144L"),
        ("A1234567B", "NRIC S274011"),
        True,
    ),
    NAT(
        "sg-uen",
        "Singapore entity number",
        "sg.uen",
        "[0-9]{8,9}[A-Z]|[TSR][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z]  [^0-9A-Za-z][0-9]{8}[A-Z]  [^0-9A-Za-z][0-9]{9}[A-Z]  [TSR][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z]",
        "uen,entity,singapore",
        ("UEN 00192200M", "uen T08GA0028A"),
        ("UEN 00192200N", "197401143D"),
    ),
    NAT(
        "th-national-id",
        "Thai identity number",
        "th.pin",
        "[1-8][- ]?[0-9]{4}[- ]?[0-9]{5}[- ]?[0-9]{2}[- ]?[0-9]  [^0-9A-Za-z][1-8][0-9]{12}[^0-9A-Za-z]  [^0-9A-Za-z][1-8]-[0-9]{4}-[0-9]{5}",
        "thai,identi,citizen,national id",
        ("Thai ID 3100600445635", "citizen id 1-2345-45678-78-1"),
        ("thai 3100600445634", "3100600445635"),
    ),
    NAT(
        "tr-national-id",
        "Turkish identity number",
        "tr.tckimlik",
        "[1-9][0-9]{10}  [^0-9A-Za-z][1-9][0-9]{10}[^0-9A-Za-z]",
        "tc kimlik,tckn,kimlik,turkish,national id,identi",
        ("TC kimlik no 17291716060", "TCKN: 17291716060"),
        ("TCKN 17291716050", "kimlik 17291716061"),
        True,
    ),
    NAT(
        "kr-rrn",
        "Korean resident number",
        "",
        "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-?[1-8][0-9]{6}  [^0-9A-Za-z][0-9]{6}-[1-8][0-9]{6}  [^0-9A-Za-z][0-9]{13}[^0-9A-Za-z]",
        "rrn,resident,korea,주민",
        ("RRN 960121-1234567", "resident registration 9601211234567"),
        ("RRN 961321-1234567", "2024010112345"),
    ),
    NAT(
        "kr-brn",
        "Korean business number",
        "kr.brn",
        "[0-9]{3}-?[0-9]{2}-?[0-9]{5}  [^0-9A-Za-z][0-9]{3}-[0-9]{2}-[0-9]{5}  [^0-9A-Za-z][0-9]{10}[^0-9A-Za-z]",
        "brn,business,korea,사업자",
        ("BRN 116-82-00276", "business registration 1168200276"),
        ("BRN 116-82-0027", "1168200276"),
    ),
    NAT(
        "in-aadhaar",
        "Indian Aadhaar number",
        "in_.aadhaar",
        "[2-9][0-9]{3}[ :-]?[0-9]{4}[ :-]?[0-9]{4}  [^0-9A-Za-z][2-9][0-9]{3}[ :-][0-9]{4}[ :-][0-9]{4}  [^0-9A-Za-z][2-9][0-9]{11}[^0-9A-Za-z]",
        "aadhaar,aadhar,uidai,uid",
        ("Aadhaar 2341 2341 2346", "aadhaar: 234123412346"),
        ("Aadhaar 2341 2341 2347", "aadhaar 234123412347"),
        True,
    ),
    NAT(
        "in-pan",
        "Indian tax number (PAN)",
        "in_.pan",
        "[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]  [^0-9A-Za-z][A-Z]{5}[0-9]{4}[A-Z]",
        "pan,permanent account,income tax,indian",
        ("PAN ABCPD1234E", "permanent account number AAAPA1234A"),
        ("PAN ABCQD1234E", "ABCDE12345"),
        True,
    ),
    NAT(
        "in-gstin",
        "Indian GST number",
        "in_.gstin",
        "[0-3][0-9][A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]  [^0-9A-Za-z][0-3][0-9][A-Z]{5}[0-9]{4}[A-Z]",
        "gst",
        ("GSTIN 27AAPFU0939F1ZV", "gst: 27AAPFU0939F1ZV"),
        ("GSTIN 27AAPFU0939F1ZO", "27AAPFU0939"),
        True,
    ),
    NAT(
        "in-voter-id",
        "Indian voter number",
        "in_.epic",
        "[A-Z]{3}[0-9]{7}  [^0-9A-Za-z][A-Z]{3}[0-9]{7}[^0-9A-Za-z]",
        "voter,epic,election",
        ("voter id WKH1186253", "EPIC WKH1186253"),
        ("voter WKH1186263", "ABC1234567"),
    ),
    NAT(
        "fi-personal-code",
        "Finnish personal identity code",
        "fi.hetu",
        "[0-3][0-9][01][0-9]{3}[-+ABCDEFYXWVU][0-9]{3}[0-9A-FHJ-NPR-Y]  [0-3][0-9][01][0-9]{3}[-+ABCDEFYXWVU][0-9]{3}[0-9A-FHJ-NPR-Y]",
        "hetu,henkil,finnish,finland,personal identity",
        ("hetu 131052-308T", "henkilötunnus 131052-308T"),
        ("hetu 131052-308U", "990101-1234"),
        True,
    ),
    NAT(
        "de-tax-id",
        "German tax number (IdNr)",
        "de.idnr",
        "[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}  [^0-9A-Za-z][1-9][0-9]{10}[^0-9A-Za-z]  [^0-9A-Za-z][1-9][0-9] [0-9]{3} [0-9]{3} [0-9]{3}",
        "steuer,idnr,tax id,tin",
        ("Steuer-ID 36 574 261 809", "IdNr 36574261809"),
        ("IdNr 36574261890", "36574261809"),
    ),
    NAT(
        "de-social-insurance",
        "German insurance number",
        "",
        "[0-9]{2}[ ]?[0-3][0-9][01][0-9]{3}[ ]?[A-Z][ ]?[0-9]{3}  [^0-9A-Za-z][0-9]{8}[A-Z][0-9]{3}[^0-9A-Za-z]",
        "rentenversicherung,sozialversicherung,social insurance,rvnr,svnr",
        ("Rentenversicherungsnummer 15070649C103", "SVNR 65180539W001"),
        ("15070649C103", "rentenversicherung 1507C"),
    ),
    NAT(
        "fr-nir",
        "French social security number",
        "fr.nir",
        "[12][ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9][0-9AB][ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{2}  [^0-9A-Za-z][12][0-9]{5}[0-9AB][0-9]{8}  [^0-9A-Za-z][12] [0-9]{2} [0-9]{2}",
        "nir,insee,securite sociale,sécurité sociale,social security,france,french",
        ("NIR 2 95 10 99 126 111 93", "numéro INSEE 295109912611193"),
        ("NIR 295109912611199", "2951099126111"),
        True,
    ),
    NAT(
        "nl-bsn",
        "Dutch citizen number",
        "nl.bsn",
        "[0-9]{4}[.-]?[0-9]{2}[.-]?[0-9]{3}  [^0-9A-Za-z][0-9]{9}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{4}\\.[0-9]{2}\\.[0-9]{3}",
        "bsn,burgerservice,sofi",
        ("BSN 1112.22.333", "burgerservicenummer 111222333"),
        ("BSN 1112.52.333", "111222333"),
    ),
    NAT(
        "be-national-number",
        "Belgian national number",
        "be.nn",
        "[0-9]{2}\\.?[0-9]{2}\\.?[0-9]{2}[- ]?[0-9]{3}\\.?[0-9]{2}  [0-9]{2}\\.[0-9]{2}\\.[0-9]{2}-[0-9]{3}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]",
        "rijksregister,registre national,nationaal,national number,belg",
        ("rijksregisternummer 85.07.30-033 28".replace("033 28", "033.28"), "registre national 85073003328"),
        ("rijksregister 85073003329", "85073003328"),
    ),
    NAT(
        "ch-ahv",
        "Swiss insurance number (AHV)",
        "ch.ssn",
        "756\\.?[0-9]{4}\\.?[0-9]{4}\\.?[0-9]{2}  756\\.[0-9]{4}\\.  [^0-9A-Za-z]756[0-9]{10}",
        "ahv,avs,sozialversicherung,swiss,insurance",
        ("AHV 756.9217.0769.85", "ahv-nr 7569217076985"),
        ("AHV 756.9217.0769.84", "7561234567890"),
        True,
    ),
    NAT(
        "br-cpf",
        "Brazilian taxpayer number (CPF)",
        "br.cpf",
        "[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}-?[0-9]{2}  [0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]  [0-9]{9}-[0-9]{2}[^0-9A-Za-z]",
        "cpf,contribuinte,brazil,brasil",
        ("CPF 390.533.447-05", "cpf 39053344705"),
        ("CPF 231.002.999-00", "39053344705"),
    ),
    NAT(
        "br-cnpj",
        "Brazilian company number (CNPJ)",
        "br.cnpj",
        "[0-9]{2}\\.?[0-9]{3}\\.?[0-9]{3}/?[0-9]{4}-?[0-9]{2}  [0-9]{2}\\.[0-9]{3}\\.[0-9]{3}/[0-9]{4}  [^0-9A-Za-z][0-9]{14}[^0-9A-Za-z]",
        "cnpj",
        ("CNPJ 16.727.230/0001-97", "cnpj 16727230000197"),
        ("CNPJ 16.727.230/0001-98", "16727230000197"),
    ),
    NAT(
        "mx-curp",
        "Mexican population code (CURP)",
        "mx.curp",
        "[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]  [A-Z]{4}[0-9]{6}[HMX][A-Z]{5}",
        "curp,clave",
        ("CURP BOXW310820HNERXN09", "curp: BOXW310820HNERXN09"),
        ("CURP BOXW310820HNERXN08", "BOXW310820"),
        True,
    ),
    NAT(
        "mx-rfc",
        "Mexican taxpayer code (RFC)",
        "mx.rfc",
        "[A-Z&]{3,4}[0-9]{6}[0-9A-Z]{3}  [^0-9A-Za-z][A-Z]{4}[0-9]{6}[0-9A-Z]{3}",
        "rfc,contribuyente,mexic",
        ("RFC GODE561231GR8", "rfc: VACE460910SX6"),
        ("RFC GODE561331GR8", "GODE561231GR8"),
    ),
    NAT(
        "za-id",
        "South African identity number",
        "za.idnr",
        "[0-9]{13}  [^0-9A-Za-z][0-9]{13}[^0-9A-Za-z]",
        "south africa,id number,identity,rsa",
        ("South African ID number 7503305044089", "identity number 7503305044089"),
        ("id number 9125568", "7503305044089"),
    ),
    NAT(
        "ng-nin",
        "Nigerian identity number",
        "",
        "[0-9]{11}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]",
        "nin,national identi,nimc,nigeria",
        ("NIN 12345678919", "national identification number 98765432101"),
        ("12345678901", "NIN 1234"),
    ),
    NAT(
        "pt-nif",
        "Portuguese taxpayer number",
        "pt.nif",
        "[0-9]{3} ?[0-9]{3} ?[0-9]{3}  [^0-9A-Za-z][0-9]{9}[^0-9A-Za-z]",
        "nif,contribuinte,portug",
        ("NIF 501964843 Portugal", "contribuinte 501964843"),
        ("NIF 501964842", "501964843"),
    ),
    NAT(
        "ro-cnp",
        "Romanian personal code",
        "ro.cnp",
        "[1-9][0-9]{12}  [^0-9A-Za-z][1-9][0-9]{12}[^0-9A-Za-z]",
        "cnp,cod numeric",
        ("CNP 1630615123457", "cod numeric personal 1630615123457"),
        ("CNP 1630615123458", "1630615123457"),
    ),
    NAT(
        "cz-birth-number",
        "Czech or Slovak birth number",
        "cz.rc",
        "[0-9]{6}/?[0-9]{3,4}  [0-9]{6}/[0-9]{3}  [^0-9A-Za-z][0-9]{10}[^0-9A-Za-z]",
        "rodn,birth number,rč",
        ("rodné číslo 710319/2745", "rodne cislo 7103192745"),
        ("rodne 7103192746", "710319/2746"),
    ),
    NAT(
        "dk-cpr",
        "Danish personal number",
        "dk.cpr",
        "[0-3][0-9][01][0-9]{3}-?[0-9]{4}  [0-3][0-9][01][0-9]{3}-[0-9]{4}[^0-9A-Za-z]",
        "cpr,personnummer,danish,denmark",
        ("CPR 211062-5629", "cpr-nummer 211062-5629"),
        ("CPR 501062-5629", "211062-5629"),
    ),
    NAT(
        "no-fnr",
        "Norwegian birth number",
        "no.fodselsnummer",
        "[0-9]{6} ?[0-9]{5}  [^0-9A-Za-z][0-9]{11}[^0-9A-Za-z]  [0-9]{6} [0-9]{5}[^0-9A-Za-z]",
        "fødselsnummer,fodselsnummer,fnr,norw,personnummer",
        ("fnr 15108695088", "fødselsnummer 151086 95088"),
        ("fnr 15108695077", "15108695088"),
    ),
    NAT(
        "passport-number",
        "Passport number",
        "",
        "[A-Z]{1,2}[0-9]{6,8}|[0-9]{9}|[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}|[0-9]{2}[A-Z]{2}[0-9]{5}  [^0-9A-Za-z][A-Z][0-9]{7}  [^0-9A-Za-z][A-Z]{2}[0-9]{6}  [^0-9A-Za-z][A-Z][0-9]{6}[^0-9A-Za-z]  [^0-9A-Za-z][0-9]{9}[^0-9A-Za-z]  [CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}[^0-9A-Za-z]",
        "passport,passeport,reisepass,passaporto,pasaporte,travel document",
        ("passport number K1234567", "passport: 912803456"),
        ("K1234567", "passport required"),
    ),
    NAT(
        "driver-license",
        "Driving licence number",
        "",
        "[A-Z][0-9]{7,8}|[A-Z][0-9]{12}|[A-Z]{2}[0-9]{7}[A-Z]|[A-Z]{2}[- ]?[0-9]{2}[- ]?(?:19|20)[0-9]{2}[- ]?[0-9]{7}|[A-Z9]{5}[0-9]{6}[A-Z9]{2}[0-9A-Z]{3}  [^0-9A-Za-z][A-Z][0-9]{7}  [^0-9A-Za-z][A-Z]{2}[0-9]{7}[A-Z]  [A-Z]{2}[0-9]{2} ?".replace(
            " ?", ""
        )
        + "[0-9]{11}  [A-Z9]{5}[0-9]{6}[A-Z9]{2}",
        "driver,driving,licence,license,patente,permis,fuhrerschein",
        ("driver's license H1234567", "driving licence MORGA657054SM9IJ"),
        ("H1234567", "license: MIT"),
    ),
)
