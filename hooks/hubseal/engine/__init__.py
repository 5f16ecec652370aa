"""The engine: blobs to segments, segments to spans, spans to findings; the results of many blobs fold into one."""

from .context import ReaderFor, ResultCache, ScanContext, SecretSink, Settings, in_repo, make_context
from .results import EMPTY, fold
from .scan import Item, make_report, scan, scan_blob, scan_items

__all__ = [
    "EMPTY",
    "Item",
    "ReaderFor",
    "ResultCache",
    "ScanContext",
    "SecretSink",
    "Settings",
    "fold",
    "in_repo",
    "make_context",
    "make_report",
    "scan",
    "scan_blob",
    "scan_items",
]
