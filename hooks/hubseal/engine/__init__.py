"""The engine: blobs to segments, segments to spans, spans to findings; the results of many blobs fold into one."""

from .context import ReaderFor, ResultCache, ScanContext, SecretSink, Settings, in_repo, make_context
from .results import EMPTY, fold
from .scan import FindingCounter, Item, folder_around, make_report, scan, scan_blob, scan_items, scan_name

__all__ = [
    "EMPTY",
    "FindingCounter",
    "Item",
    "ReaderFor",
    "ResultCache",
    "ScanContext",
    "SecretSink",
    "Settings",
    "fold",
    "folder_around",
    "in_repo",
    "make_context",
    "make_report",
    "scan",
    "scan_blob",
    "scan_items",
    "scan_name",
]
