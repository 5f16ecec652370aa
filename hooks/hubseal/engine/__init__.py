"""The engine: blobs to segments, segments to spans, spans to findings."""

from .scan import ReaderFor, Settings, scan

__all__ = ["ReaderFor", "Settings", "scan"]
