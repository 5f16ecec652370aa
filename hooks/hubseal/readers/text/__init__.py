"""Readers of text: plain, tables, notebooks, office parts."""
