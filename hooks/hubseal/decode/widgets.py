"""What people typed into widgets, under the name that the widget has: ipywidgets' state, workflows of ComfyUI.

Formats: ipywidgets, "widget state schema 2"; ComfyUI, workflow JSON 0.4 and 1.0 (`inputs[].widget`, `widgets_values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..regex import LazyPattern
from .view import Marks, View, ViewBuilder

WIDGET_TRIGGERS = (
    rb"\"PasswordModel\"",
    rb"\"TextModel\"",
    rb"\"TextareaModel\"",
    rb"\"ComboboxModel\"",
    rb"\"widgets_values\"",
)
LONGEST_STATE, LONGEST_NODE, MOST_VALUES = 4_096, 16_384, 200
_STRING = rb"\"((?:[^\"\\]|\\.){1,400})\""
_VALUE = LazyPattern(rb"\"value\"\s{0,8}:\s{0,8}" + _STRING)
_DESCRIPTION = LazyPattern(rb"\"(?:description|placeholder)\"\s{0,8}:\s{0,8}\"([^\"\\]{2,60})\"")
_WIDGET = LazyPattern(rb"\"widget\"\s{0,40}:\s{0,40}\{\s{0,40}\"name\"\s{0,40}:\s{0,40}\"([^\"\\]{1,60})\"")
_LIST = LazyPattern(rb"\"widgets_values\"\s{0,40}:\s{0,40}\[")
_ITEM = LazyPattern(rb"\s{0,200}(?:" + _STRING + rb"|\"\"|[^\s\"\[\]{},]{1,40})\s{0,200}(,|\])")


def widgets(data: bytes, marks: Marks) -> Iterator[View]:
    """A view for each widget around marks that holds a text and says what it is."""
    for start, end in marks:
        view = ViewBuilder(data)
        if data[start:end] == b'"widgets_values"':
            _workflow(view, data, start)
        else:
            _state(view, data, start, end)
        found = view.view("widget")
        if found is not None:
            yield found


def _say(view: ViewBuilder, name: bytes, value: re.Match[bytes]) -> None:
    """Adds `name: "value"` to a view."""
    low, high = value.span(1)
    view.plain(name + b': "', low)
    view.copy(low, high)
    view.plain(b'"\n', high)


def _state(view: ViewBuilder, data: bytes, start: int, end: int) -> None:
    """The value of one widget of ipywidgets, whose model is named at `data[start:end]`."""
    low = max(data.rfind(b"{", max(start - LONGEST_STATE, 0), start), 0)
    high = data.find(b"}", end, end + LONGEST_STATE)
    value = _VALUE.search(data, low, high if high >= 0 else end + LONGEST_STATE)
    if value is None:
        return
    said = _DESCRIPTION.search(data, low, high if high >= 0 else end + LONGEST_STATE)
    name = said[1].rstrip(b" :?") if said is not None else b""
    _say(view, b"password" if data[start:end] == b'"PasswordModel"' else name, value)


def _workflow(view: ViewBuilder, data: bytes, start: int) -> None:
    """The values of the widgets of one node, which stand in the order of its inputs that are widgets."""
    opened = _LIST.match(data, start)
    before = max(start - LONGEST_NODE, data.rfind(b'"widgets_values"', max(start - LONGEST_NODE, 0), start), 0)
    inputs = data.rfind(b'"inputs"', before, start)
    if opened is None or inputs < 0:
        return
    at = opened.end()
    for number, name in enumerate(_WIDGET.finditer(data, inputs, start)):
        item = _ITEM.match(data, at) if number < MOST_VALUES else None
        if item is None:
            return
        if item[1] is not None:
            _say(view, name[1], item)
        if item[2] == b"]":
            return
        at = item.end()
