"""Tags of EXIF and TIFF that hold words, and sizes of their types. Formats: TIFF 6.0; CIPA DC-008 (Exif 3.0), 4.6."""

from __future__ import annotations

WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
"""Type -> bytes."""
NAMES = {
    0x010D: "DocumentName", 0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x011D: "PageName",
    0x0131: "Software", 0x0132: "DateTime", 0x013B: "Artist", 0x013C: "HostComputer", 0x0151: "TargetPrinter",
    0x8298: "Copyright", 0x927C: "MakerNote", 0x9286: "UserComment", 0x9C9B: "XPTitle", 0x9C9C: "XPComment",
    0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject", 0xA004: "RelatedSoundFile",
    0xA420: "ImageUniqueID", 0xA430: "CameraOwnerName", 0xA431: "BodySerialNumber", 0xA433: "LensMake",
    0xA434: "LensModel", 0xA435: "LensSerialNumber", 0xA436: "ImageTitle", 0xA437: "Photographer",
    0xA438: "ImageEditor", 0xA480: "GDALMetadata", 0xC62F: "CameraSerialNumber", 0xC634: "DNGPrivateData",
    0xC68B: "OriginalRawFileName", 0xC696: "ImageJMetaData", 0xC697: "ImageJMetaData",
}  # fmt: skip
WIDE = frozenset((0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F))
"""What Windows writes in UTF-16."""
TABLES = 0x015B
"""Tables that the JPEG strips of a TIFF share."""
GPS_NAMES = {0x1B: "GPSProcessingMethod", 0x1C: "GPSAreaInformation"}
SUB, EXIF, GPS, INTEROP = 0x014A, 0x8769, 0x8825, 0xA005
XMP, IPTC, PHOTOSHOP, ICC = 0x02BC, 0x83BB, 0x8649, 0x8773


def wide(text: bytes, little: bool) -> str:
    """Text after the code UNICODE; writers disagree about the order of bytes, so that zeros tell, else the TIFF's."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return text.decode("utf-16", "replace")
    low, high = text[1::2].count(0), text[::2].count(0)
    return text.decode("utf-16-le" if low > high or low == high and little else "utf-16-be", "replace")
