"""One module a fact table: what such a fact is, and how text states one. Readings in, facts out.

A module is found by its name: `recognitions.py` defines `recognitions(reading)`, a generator of facts
and of candidates that failed a gate, for the table `schemas/recognitions.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipeline.grammar.reading import Reading
from pipeline.model.fact import Candidate, Fact

Reader = Callable[[Reading], Iterator[Fact | Candidate]]


@cache
def fact_readers() -> tuple[Reader, ...]:
    """Return the generator of every fact module, in the order of their names."""
    stems = sorted(m.name for m in iter_modules(__path__))
    return tuple(getattr(import_module(f"{__name__}.{stem}"), stem) for stem in stems)
