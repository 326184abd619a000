"""Plots as SVG files, without a library. Their greys and colours are readable on a light and on a dark background.

A Mermaid chart in the page would need no file, but it has no legend and no logarithmic axis.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

_WIDTH: Final = 720
_HEIGHT: Final = 300
_LEFT: Final = 64  # the space of the axis labels; the other margins follow
_RIGHT: Final = 150
_TOP: Final = 36
_BOTTOM: Final = 44
_BAR_HEIGHT: Final = 22
_BAR_LABELS: Final = 330
_GREY: Final = "#7d8590"
_COLOURS: Final = ("#2f81f7", "#d4762c", "#2da44e", "#a371f7")
_INTERVALS: Final = 5  # of the vertical axis, at most


def lines(title: str, x_axis: str, series: Mapping[str, Mapping[int, float]]) -> str:
    """Lines over a logarithmic horizontal axis; each is labelled at its end. series: by label, y by x; x > 0."""
    xs = sorted({x for points in series.values() for x in points})
    top, step = _scale(max(y for points in series.values() for y in points.values()))

    def place(x: float, y: float) -> tuple[float, float]:
        width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        span = math.log(xs[-1] / xs[0]) or 1.0
        return _LEFT + width * math.log(x / xs[0]) / span, _HEIGHT - _BOTTOM - height * y / top

    parts = [_text(_LEFT, 18, title, weight="bold")]
    for i in range(round(top / step) + 1):
        _, y = place(xs[0], i * step)
        parts += [_line(_LEFT, y, _WIDTH - _RIGHT, y, 0.3), _text(_LEFT - 8, y + 4, f"{i * step:,g}", anchor="end")]
    for x in xs:
        at, _ = place(x, 0)
        parts.append(_text(at, _HEIGHT - _BOTTOM + 18, f"{x:,}", anchor="middle"))
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, x_axis, anchor="middle"))
    ends = _apart([place(max(points), points[max(points)])[1] for points in series.values()])
    for (label, points), colour, end in zip(series.items(), _COLOURS, ends, strict=False):
        path = " ".join(f"{at:.1f},{y:.1f}" for at, y in (place(x, points[x]) for x in sorted(points)))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(_WIDTH - _RIGHT + 8, end + 4, label, fill=colour))
    return _svg(_HEIGHT, parts)


def bars(title: str, values: Mapping[str, float], unit: str, limit: float | None = None) -> str:
    """Horizontal bars with their values. limit: where to draw a vertical line."""
    top, _ = _scale(max([*values.values(), limit or 0]))
    height = _TOP + _BAR_HEIGHT * len(values) + 12
    width = _WIDTH - _BAR_LABELS - 70
    parts = [_text(0, 18, title, weight="bold")]
    for row, (label, value) in enumerate(values.items()):
        y = _TOP + row * _BAR_HEIGHT
        length = width * value / top
        colour = _COLOURS[0] if limit is None or value <= limit else _COLOURS[1]
        parts += [
            _text(_BAR_LABELS - 8, y + 12, label, anchor="end"),
            f'<rect x="{_BAR_LABELS}" y="{y}" width="{length:.1f}" height="{_BAR_HEIGHT - 6}" fill="{colour}"/>',
            _text(_BAR_LABELS + length + 6, y + 12, f"{value:,.4g}{unit}"),
        ]
    if limit is not None:
        at = _BAR_LABELS + width * limit / top
        parts.append(_line(at, _TOP - 6, at, height - 8, 1.0))
    return _svg(height, parts)


def _scale(highest: float) -> tuple[float, float]:
    """The end of an axis that begins at zero, and the step between its labels: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(highest / _INTERVALS))
    step = next(power * times for times in (1, 2, 5, 10) if power * times * _INTERVALS >= highest)
    return math.ceil(highest / step) * step, step


def _apart(places: Sequence[float]) -> list[float]:
    """The places of labels, moved down where two would overlap."""
    moved: dict[int, float] = {}
    last = -math.inf
    for index in sorted(range(len(places)), key=lambda i: places[i]):
        last = moved[index] = max(places[index], last + 16)
    return [moved[index] for index in range(len(places))]


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", fill: str = _GREY) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">'
        f"{escape(text)}</text>"
    )


def _line(x1: float, y1: float, x2: float, y2: float, opacity: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_GREY}" opacity="{opacity}"/>'


def _svg(height: float, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" '
        f'height="{height:g}" font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"
