"""hubseal keeps secrets, personal data, machine paths and stray files out of Hugging Face Hub repositories."""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`hubseal.guard` is imported when somebody asks for it."""
    if name == "guard":
        from importlib import import_module

        return import_module(f"{__name__}.guard")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
