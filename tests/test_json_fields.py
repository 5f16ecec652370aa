"""JSON that somebody else wrote is taken apart without trust."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubseal.json_fields import fields, inner, items, whole_number

TAKEN: list[tuple[Callable[..., object], tuple[object, ...], object]] = [
    (fields, ({"a": 1},), {"a": 1}),
    (inner, ({"a": {"b": 1}}, "a"), {"b": 1}),
    (inner, ({"a": None}, "a"), {}),
    (inner, ({}, "a"), {}),
    (items, ([1, None],), [1, None]),
    (whole_number, (5,), 5),
    (whole_number, ("5",), 5),
    (whole_number, (5.0,), 5),
]
REFUSED: list[tuple[Callable[..., object], tuple[object, ...], type[Exception]]] = [
    (fields, ([],), TypeError),
    (fields, (None,), TypeError),
    (fields, ("text",), TypeError),
    (inner, ({"a": "text"}, "a"), TypeError),
    (inner, ({"a": [1]}, "a"), TypeError),
    (items, ({"a": 1},), TypeError),
    (items, ("text",), TypeError),
    (whole_number, (None,), TypeError),
    (whole_number, ([5],), TypeError),
    (whole_number, ("five",), ValueError),
]


@pytest.mark.parametrize(("take", "given", "expected"), TAKEN, ids=[f"{t.__name__} {g}" for t, g, _ in TAKEN])
def test_what_is_of_the_expected_sort(take: Callable[..., object], given: tuple[object, ...], expected: object) -> None:
    assert take(*given) == expected


@pytest.mark.parametrize(("take", "given", "error"), REFUSED, ids=[f"{t.__name__} {g}" for t, g, _ in REFUSED])
def test_what_is_of_another_sort(
    take: Callable[..., object], given: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        take(*given)
    assert error is not TypeError or "text" not in str(caught.value), "an error holds no content"
