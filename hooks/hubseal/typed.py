"""Names of `typing` for modules that every run imports: it takes 2 ms itself, and a `NamedTuple` of it 70 us.

Type checkers see the real ones. At run time, a `NamedTuple` behaves as that of `typing`, only that what makes instances
is compiled when the first one is made; the others stand in annotations, or as a base, and do nothing. No checker reads
what stands for them at run time, so it has no annotations of its own.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
# From 3.14 on annotations are functions; other Pythons than CPython have no `_tuplegetter`.
if TYPE_CHECKING or sys.version_info >= (3, 14) or sys.implementation.name != "cpython":
    from typing import (
        Any,
        AnyStr,
        BinaryIO,
        Generic,
        Literal,
        NamedTuple,
        NoReturn,
        Protocol,
        TextIO,
        TypeAlias,
        get_args,
    )
else:
    from _collections import _tuplegetter

    _new = tuple.__new__

    def _first(cls, /, *args, **kwargs):
        """Makes the first instance of a class, and what makes the others."""
        for owner in cls.__mro__:
            if "_fields" in owner.__dict__:
                break
        names = ", ".join(owner._fields)
        code = f"lambda _cls, {names}: _new(_cls, ({names},))"
        make = eval(code, {"_new": _new, "__builtins__": {}})
        make.__defaults__ = tuple(owner._field_defaults.values())
        make.__name__ = make.__qualname__ = "__new__"
        owner.__new__ = staticmethod(make)
        return make(cls, *args, **kwargs)

    class _Record(tuple):
        """What classes of named tuples have in common."""

        __slots__ = ()
        __new__ = _first

        @classmethod
        def _make(cls, values):
            made = _new(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self):
            return tuple(self)

    class _Meta(type):
        def __new__(meta, name, bases, space):
            if not bases:
                return type.__new__(meta, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            defaults = {}
            for number, field in enumerate(fields):
                if field in space:
                    defaults[field] = space[field]
                elif defaults:
                    raise TypeError(f"{name}: {field} has no default and follows a field that has one")
                space[field] = _tuplegetter(number, "")
            space |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
            return type.__new__(type, name, (_Record,), space)

    class NamedTuple(metaclass=_Meta):
        """As `typing.NamedTuple`, in the form of a class."""

    class Generic:
        """A base that takes parameters."""

        __slots__ = ()

        def __class_getitem__(cls, _parameters):
            return cls

    class Literal:
        """One of some values, which `get_args` gives."""

        def __init__(self, values):
            listed = values if isinstance(values, tuple) else (values,)
            nested = (value.values if isinstance(value, Literal) else (value,) for value in listed)
            self.values = tuple(value for some in nested for value in some)

        def __class_getitem__(cls, values):
            return cls(values)

        def __or__(self, other):
            return self

        __ror__ = __or__

        def __eq__(self, other):
            return isinstance(other, Literal) and self.values == other.values

        def __hash__(self):
            return hash(self.values)

    def get_args(literal):
        """The values of a `Literal`."""
        return literal.values

    class Protocol:
        """A base of what is only described."""

    class Any:
        """Anything."""

    class AnyStr:
        """Text or bytes."""

    class BinaryIO:
        """A stream of bytes."""

    class TextIO:
        """A stream of text."""

    NoReturn = TypeAlias = None

__all__ = [
    "TYPE_CHECKING",
    "Any",
    "AnyStr",
    "BinaryIO",
    "Generic",
    "Literal",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "TextIO",
    "TypeAlias",
    "get_args",
]
