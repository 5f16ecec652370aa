"""hubseal keeps secrets, personal data, machine paths and stray files out of Hugging Face Hub repositories."""

__version__ = "0.1.0"
