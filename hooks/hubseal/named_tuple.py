"""`NamedTuple` for modules that every run imports: making a class by `typing` takes 70 us, and a commit needs fifty.

The classes behave as those of `typing`; the function that makes an instance is only compiled when the first is made.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING or sys.version_info >= (3, 14):  # from then on annotations are functions
    from typing import NamedTuple
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


__all__ = ["NamedTuple"]
