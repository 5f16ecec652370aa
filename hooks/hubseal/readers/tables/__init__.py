"""Readers of columnar and row formats."""
