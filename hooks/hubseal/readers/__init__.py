"""Readers: one module per container. `registry` says which opens what."""

from .registry import reader_for as reader_for
