"""Readers of page documents."""
