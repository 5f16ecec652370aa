"""Texts in which encodings are mixed: what a row plants has to be found once, in the line that an editor shows."""

from __future__ import annotations

from collections.abc import Callable

Make = Callable[[str], bytes]
"""From the line that holds a leak, with its end, to the file."""
WORDS = "plain words of a text\n"
EIGHT, MANY = WORDS * 3, WORDS * 400
GERMAN = "Größe und Straße, täglich geprüft\n"
CHINESE = "模型的训练日志和数据集说明\n"
JAPANESE = "モデルの学習ログとデータ\n"


def wide(text: str, codec: str = "utf-16-le") -> bytes:
    return text.encode(codec)


def plain(text: str) -> bytes:
    return text.encode()


MIXED: dict[str, tuple[Make, int | None]] = {
    "UTF-8, then UTF-16LE": (lambda line: plain(EIGHT) + wide(line), 4),
    "UTF-8, then UTF-16LE, long": (lambda line: plain(MANY) + wide(line), 401),
    "UTF-8, then UTF-16LE with its mark": (lambda line: plain(EIGHT) + b"\xff\xfe" + wide(line), 4),
    "UTF-8, then UTF-16BE": (lambda line: plain(EIGHT) + wide(line, "utf-16-be"), 4),
    "UTF-8, then UTF-32LE": (lambda line: plain(EIGHT) + wide(line, "utf-32-le"), 4),
    "UTF-8, then UTF-32BE": (lambda line: plain(EIGHT) + wide(line, "utf-32-be"), 4),
    "UTF-8, UTF-16LE, UTF-8": (lambda line: plain(EIGHT) + wide(WORDS) + plain(line), 5),
    "UTF-8, UTF-16LE, UTF-8, UTF-16LE": (lambda line: plain(EIGHT) + wide(WORDS) + plain(WORDS) + wide(line), 6),
    "PowerShell: carriage returns": (lambda line: plain("a: 1\r\nb: 2\r\n") + wide(line.replace("\n", "\r\n")), 3),
    "a short line, then UTF-16LE": (lambda line: b"x=1\n" + wide(line), 2),
    "UTF-8 that is not ASCII, then UTF-16LE": (lambda line: plain(CHINESE + GERMAN) + wide(line), 3),
    "latin-1, then UTF-16LE": (lambda line: GERMAN.encode("latin-1") + wide(line), 2),
    "UTF-16LE with its mark, then ASCII": (lambda line: EIGHT.encode("utf-16") + plain(line), 4),
    "UTF-16LE with its mark, then UTF-8": (lambda line: EIGHT.encode("utf-16") + plain(GERMAN + line), 5),
    "UTF-16LE, then ASCII": (lambda line: wide(MANY) + plain(line), 401),
    "UTF-16LE, one byte, then ASCII": (lambda line: wide(MANY) + b" " + plain(line), 401),
    "UTF-16BE with its mark, then ASCII": (lambda line: b"\xfe\xff" + wide(EIGHT, "utf-16-be") + plain(line), 4),
    "UTF-16LE with its mark, then UTF-16BE": (lambda line: EIGHT.encode("utf-16") + wide(line, "utf-16-be"), 4),
    "UTF-16BE with its mark, then UTF-16LE": (lambda line: b"\xfe\xff" + wide(EIGHT, "utf-16-be") + wide(line), 4),
    "UTF-16LE and UTF-16BE by turns": (lambda line: wide(EIGHT) + wide(EIGHT, "utf-16-be") + wide(line), 7),
    "UTF-16 with several marks": (lambda line: WORDS.encode("utf-16") * 3 + line.encode("utf-16"), 4),
    "UTF-32 with its mark": (lambda line: (EIGHT + line).encode("utf-32"), 4),
    "UTF-32 with its mark, then ASCII": (lambda line: EIGHT.encode("utf-32") + plain(line), 4),
    "UTF-32 with its mark, then UTF-16LE": (lambda line: EIGHT.encode("utf-32") + wide(line), 4),
    "UTF-16LE's mark before ASCII": (lambda line: b"\xff\xfe" + plain(EIGHT + line), 4),
    "UTF-16BE's mark before ASCII": (lambda line: b"\xfe\xff" + plain(EIGHT + line), 4),
    "UTF-32's mark before ASCII": (lambda line: b"\xff\xfe\0\0" + plain(EIGHT + line), 4),
    "UTF-16BE's mark before UTF-16LE": (lambda line: b"\xfe\xff" + wide(EIGHT + line), 4),
    "UTF-16LE's mark before UTF-16BE": (lambda line: b"\xff\xfe" + wide(EIGHT + line, "utf-16-be"), 4),
    "UTF-16LE's mark before UTF-32LE": (lambda line: b"\xff\xfe" + wide(EIGHT + line, "utf-32-le"), 4),
    "UTF-8's mark before UTF-16LE": (lambda line: b"\xef\xbb\xbf" + wide(EIGHT + line), 4),
    "UTF-8's mark twice": (lambda line: b"\xef\xbb\xbf" * 2 + plain(EIGHT + line), 4),
    "one byte before UTF-16LE": (lambda line: b"x" + wide(EIGHT + line), 4),
    "one byte before UTF-16LE with its mark": (lambda line: b" " + (EIGHT + line).encode("utf-16"), 4),
    "one byte within UTF-16LE": (lambda line: EIGHT.encode("utf-16") + b"x" + wide(line), 4),
    "one byte within long UTF-16LE": (lambda line: MANY.encode("utf-16") + b"x" + wide(line), 401),
    "UTF-16LE without a mark": (lambda line: wide(EIGHT + line), 4),
    "UTF-16LE of Chinese": (lambda line: (CHINESE * 3 + line).encode("utf-16"), 4),
    "UTF-16LE of Chinese, then ASCII": (lambda line: (CHINESE * 3).encode("utf-16") + plain(line), None),
    "zeros between lines": (lambda line: plain(EIGHT).replace(b"\n", b"\n\0") + plain(line), 4),
    "zeros behind values": (lambda line: plain(EIGHT) + plain(line).replace(b"\n", b"\0\n"), 4),
    "zeros at the end": (lambda line: plain(EIGHT + line) + bytes(40), 4),
    "many zeros between records": (lambda line: plain(EIGHT) + bytes(64) + plain(line), 4),
    "latin-1": (lambda line: (GERMAN * 3 + line).encode("latin-1"), 4),
    "cp1252": (lambda line: ("„Zitat“ – €5\n" + line).encode("cp1252"), 2),
    "Shift-JIS": (lambda line: (JAPANESE * 2 + line).encode("shift-jis"), 3),
    "GBK": (lambda line: (CHINESE * 2 + line).encode("gbk"), 3),
    "Big5": (lambda line: ("資料集的說明文件\n" + line).encode("big5"), 2),
    "EUC-KR": (lambda line: ("모델 학습 기록\n" + line).encode("euc-kr"), 2),
    "KOI8-R": (lambda line: ("журнал обучения модели\n" + line).encode("koi8-r"), 2),
    "UTF-7": (lambda line: ("Größe\n" + line).encode("utf-7"), 2),
    "ISO-2022-JP": (lambda line: (JAPANESE + line).encode("iso-2022-jp"), 2),
}
"""How a text is written, and the line of the leak; None where none is certain."""
SHIFTED = (
    "UTF-16LE, one byte, then ASCII", "UTF-16 with several marks", "one byte within UTF-16LE",
    "one byte within long UTF-16LE", "one byte before UTF-16LE with its mark",
)  # fmt: skip
"""Cases in which a byte, or a mark, stands in the line, which is no letter for everybody."""
GLUED: dict[str, Make] = {
    "Shift-JIS next to it": lambda line: (JAPANESE + "キーア" + line.removeprefix("token = ")).encode("shift-jis"),
    "GBK next to it": lambda line: (CHINESE + "密钥丄" + line.removeprefix("token = ")).encode("gbk"),
    "UTF-8 next to it": lambda line: (CHINESE + "密钥" + line.removeprefix("token = ")).encode(),
    "UTF-16 of Chinese next to it": lambda line: (CHINESE + "密钥" + line.removeprefix("token = ")).encode("utf-16"),
}
CLEAN: dict[str, bytes] = {
    "UTF-16 of Chinese": (CHINESE * 900).encode("utf-16"),
    "UTF-16 of Japanese": (JAPANESE * 900).encode("utf-16"),
    "UTF-16 of German": (GERMAN * 900).encode("utf-16"),
    "UTF-32": (GERMAN * 90).encode("utf-32"),
    "latin-1": (GERMAN * 90).encode("latin-1"),
    "GBK": (CHINESE * 90).encode("gbk"),
    "numbers of 16 bits": bytes(n % 256 if not i else n // 256 for n in range(60000) for i in (0, 1)),
    "numbers of 32 bits": b"".join((n % 1000).to_bytes(4, "little") for n in range(9000)),
}
"""What is whole: nothing is replaced, nothing found."""
