"""Timing of two ways of doing the same, side by side: a ratio, since the machine's own speed says nothing."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def side_by_side(measured: Callable[[], Any], bare: Callable[[], Any], *, rounds: int = 200, warm_up: int = 20) -> tuple[float, float, float]:
    """Median seconds of `measured`, of `bare`, and their ratio; the two take turns, so that both meet the same weather."""
    for _ in range(warm_up):
        measured()
        bare()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, kept in zip((measured, bare), times, strict=True):
            start = time.perf_counter()
            call()
            kept.append(time.perf_counter() - start)
    ours, theirs = (statistics.median(kept) for kept in times)
    return ours, theirs, ours / theirs


def line(name: str, ours: float, theirs: float, ratio: float, goal: float) -> str:
    """A line of a benchmark's table."""
    verdict = "ok" if ratio <= goal else "ABOVE"
    return f"{name:<58} {ours * 1e3:9.2f} ms  bare {theirs * 1e3:9.2f} ms  ratio {ratio:5.2f}  goal {goal:4.1f}  {verdict}"
