"""The benchmarks: a function in a module of this folder, marked with `@measures("name")`, that yields figures."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `compared_with` names the figure or bound that a ratio is taken of."""

    name: str
    value: float
    unit: str
    compared_with: str = ""


Benchmark = Callable[[], Iterable[Figure]]
BENCHMARKS: dict[str, Benchmark] = {}


def measures(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register a benchmark under a name. Raises ValueError when the name is taken."""

    def register(benchmark: Benchmark) -> Benchmark:
        if name in BENCHMARKS:
            raise ValueError(f"two benchmarks are called {name}")
        BENCHMARKS[name] = benchmark
        return benchmark

    return register


def load() -> None:
    """Import every module of this folder, which registers its benchmarks."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
