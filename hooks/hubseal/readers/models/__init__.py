"""Readers of weights and other serialized Python and tensor formats."""
