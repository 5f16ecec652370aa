"""Readers of pictures, sound and film."""
