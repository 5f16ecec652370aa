"""Fuzzing: changed sample files, policies, cards, answers of the Hub and reports. `python -m tests.fuzz` runs it."""
