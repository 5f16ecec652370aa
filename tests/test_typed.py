"""Our `NamedTuple` behaves as that of `typing`, our `Literal` gives its values."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import typing

import pytest

from hubseal import typed, types
from hubseal.rule_types import Levels
from hubseal.typed import Literal, NamedTuple, get_args


class Ours(NamedTuple):
    """A class of ours."""

    name: str
    size: int | None
    """A field with a docstring."""
    tags: tuple[str, ...] = ()
    deep: dict[str, int] | None = None

    @property
    def label(self) -> str:
        return f"{self.name}:{self.size}"


class Theirs(typing.NamedTuple):
    """A class of theirs."""

    name: str
    size: int | None
    tags: tuple[str, ...] = ()
    deep: dict[str, int] | None = None


CALLS: dict[str, tuple[tuple[object, ...], dict[str, object]]] = {
    "by place": (("a", 1), {}),
    "all by place": (("a", 1, ("x",), {}), {}),
    "by name": ((), {"size": 1, "name": "a"}),
    "mixed": (("a",), {"size": None, "deep": {"x": 1}}),
}
WRONG: dict[str, tuple[tuple[object, ...], dict[str, object]]] = {
    "too few": (("a",), {}),
    "too many": (("a", 1, (), None, 5), {}),
    "an unknown name": (("a", 1), {"other": 1}),
    "a name twice": (("a", 1), {"name": "b"}),
}


@pytest.mark.parametrize(("args", "named"), CALLS.values(), ids=CALLS)
def test_is_made_like_theirs(args: tuple[object, ...], named: dict[str, object]) -> None:
    ours, theirs = Ours(*args, **named), Theirs(*args, **named)  # type: ignore[arg-type]
    assert ours == theirs
    assert hash(ours[:3]) == hash(theirs[:3])
    assert ours._asdict() == theirs._asdict()
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert (ours.name, ours.size, ours.tags, ours.deep) == tuple(theirs)
    assert ours._replace(name="b") == theirs._replace(name="b")
    assert type(ours._replace(name="b")) is Ours
    pickled = pickle.loads(pickle.dumps(ours))  # noqa: S301 - made by this test
    assert pickled == copy.copy(ours) == ours
    assert type(pickled) is Ours
    assert Ours._make(list(ours)) == ours


@pytest.mark.parametrize(("args", "named"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_refuses_like_theirs(kind: type, args: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        kind(*args, **named)


def test_what_is_known_of_a_class() -> None:
    assert Ours._fields == Theirs._fields
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours.__match_args__ == Theirs.__match_args__
    assert Ours("a", 1).label == "a:1"
    assert not hasattr(Ours("a", 1), "__dict__")
    assert isinstance(Ours("a", 1), tuple)


def test_fields_cannot_be_set_or_made_up() -> None:
    with pytest.raises(AttributeError):
        Ours("a", 1).name = "b"  # type: ignore[misc]
    with pytest.raises(ValueError, match="unexpected"):
        Ours("a", 1)._replace(other=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours._make(["a"])


def test_a_field_without_a_default_comes_first() -> None:
    with pytest.raises(TypeError):
        type(NamedTuple)("Wrong", (NamedTuple,), {"__annotations__": {"a": "int", "b": "int"}, "a": 1})  # type: ignore[operator]


@pytest.mark.parametrize("kind", [types.Blob, types.Segment, types.Finding, Levels])
def test_the_nouns_have_their_fields(kind: type) -> None:
    assert kind._fields == tuple(kind.__annotations__)  # type: ignore[attr-defined]


def test_a_literal_gives_its_values_and_those_of_others_in_it() -> None:
    inner = Literal["a", "b"]
    assert get_args(inner) == ("a", "b")
    assert get_args(Literal[inner, "c"]) == ("a", "b", "c")
    assert get_args(Literal["a"]) == ("a",)
    assert get_args(types.Family) == types.FAMILIES == ("tokens", "pii", "paths", "files")


def test_what_types_use_is_what_type_checkers_know() -> None:
    for name in typed.__all__:
        assert name == "TYPE_CHECKING" or hasattr(typing, name)


def test_another_interpreter_takes_the_names_of_typing() -> None:
    code = (
        "import sys, typing; sys.implementation.name = 'pypy'; from hubseal import typed, types;"
        " print(typed.NamedTuple is typing.NamedTuple, types.Coverage(1, 2, 3, 4, 5, 6, 7).read)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True 2\n"
