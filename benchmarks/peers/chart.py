"""A run as a picture: one row a class, one dot an engine, times on a logarithmic scale."""

import math
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

__all__ = ["draw_chart"]

COLOURS = ("#c1121f", "#f4978e", "#9d4edd", "#0077b6", "#2a9d8f", "#e9a800", "#6c757d")
WIDTH, LEFT, TOP, ROW, DOT = 860, 130, 88, 30, 6
FONT = 'font-family="sans-serif" font-size="13"'
DECADES = (-2, 3)
"""Powers of ten of a millisecond, from edge to edge."""


def draw_chart(run: dict[str, Any]) -> str:
    """SVG of the times with snippets; engines that make none have their bare times."""
    queries, given = run["queries"], run["conditions"]
    peers = list(dict.fromkeys(name for row in queries.values() for name in row))
    colours = dict(zip(peers, COLOURS, strict=False))
    height = TOP + ROW * len(queries) + 34
    title = (
        f"Ten best hits with snippets, CPU ms, median: {given['articles']:,} articles, one core "
        f"({given['date']})"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        text(12, 24, title, weight="bold"),
        *draw_legend(colours),
        *draw_scale(height - 28),
        *draw_rows(queries, colours),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def draw_legend(colours: dict[str, str]) -> Iterator[str]:
    for place, (name, colour) in enumerate(colours.items()):
        x, y = 18 + place % 4 * 210, 46 + place // 4 * 20
        yield dot(x, y, colour, name)
        yield text(x + 12, y + 4, name)


def draw_scale(bottom: int) -> Iterator[str]:
    for power in range(DECADES[0], DECADES[1] + 1):
        x = place_of(10.0**power)
        yield f'<line x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>'
        yield text(x, bottom + 18, f"{10.0**power:g} ms", anchor="middle")


def draw_rows(queries: dict[str, Any], colours: dict[str, str]) -> Iterator[str]:
    for row, (kind, figures) in enumerate(queries.items()):
        y = TOP + ROW * row + ROW // 2
        yield text(12, y + 4, kind)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - 20}" y2="{y}" stroke="#eee"/>'
        for name, one in reversed(figures.items()):
            value = one.get("snippets_cpu_ms", one["cpu_ms"])
            yield dot(place_of(value), y, colours[name], f"{name}: {value:.2f} ms")


def place_of(value: float) -> float:
    low, high = DECADES
    share = (math.log10(max(value, 10.0**low)) - low) / (high - low)
    return LEFT + min(share, 1) * (WIDTH - LEFT - 40)


def dot(x: float, y: float, colour: str, label: str) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y}" r="{DOT}" fill="{colour}" fill-opacity="0.85">'
        f"<title>{escape(label)}</title></circle>"
    )


def text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )
