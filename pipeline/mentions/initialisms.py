"""The names of a document in, which of them are the initials of another out: `V.S.` of `Velmoran States`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?){2,6}\Z")


def find_initialisms(names: Iterable[str]) -> Mapping[str, str]:
    """Return initialism -> the one name of several words whose capitals it is made of, in their order.

    One that fits two names, or none, is left out.
    """
    distinct = tuple(dict.fromkeys(names))
    full: dict[str, list[str]] = defaultdict(list)
    for name in distinct:
        words = re.split(r"[ \xa0–-]", name)
        if len(words) > 1 and not INITIALS.match(words[0]):
            full["".join(w[0] for w in words if w[:1].isupper())].append(name)
    found = {}
    for name in distinct:
        letters = name.replace(".", "")
        if INITIALS.match(name) and len(letters) > 1 and len(full.get(letters, ())) == 1:
            found[name] = full[letters][0]
    return found
