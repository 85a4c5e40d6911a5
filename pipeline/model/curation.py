"""What a person decided of something that was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Action(Enum):
    """What is to be done with a candidate or fact."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of `raw/curation.csv`."""

    place: str
    """`<path>:<line>`, for messages."""
    action: Action
    item_id: str
    """A `candidate_id` of the review list, or a `fact_id`."""
    reason: str
    author: str
    expected_quote: str
    """What stood there when it was decided: the quote of the whole fact."""
