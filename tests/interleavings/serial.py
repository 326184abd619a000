"""Comparison of a schedule with the serial orders of its requests. Ids and times may differ."""

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import permutations
from typing import Final

from tests.interleavings.scheduler import Schedule

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_NUMBER: Final = re.compile(r"\b(TOP|USE|SUB)-(\d{6})-[0-9A-F]{12}-[0-9A-F]{8}\b")
_SECRET: Final = re.compile(r"\bwhsec_[A-Za-z0-9+/]{43}=")
_ROUNDS: Final = 3
"""The number of rounds of hashing.

In each round, every new id gets a hash of the texts that contain it. From the second round on, the other ids in these
texts are replaced by their hashes of the round before.
"""


def comparable(texts: Sequence[str], tenant_name: str, known: Set[str], today: str) -> list[str]:
    """Returns the texts in a form that is equal for two equivalent runs.

    Times and the tenant's name are replaced by placeholders, and each new id by a hash of the texts that contain it.

    known: the ids that all runs share. today: the current date, which occurs in totals by day.
    """
    plain = [_without_times(text.replace(tenant_name, "(tenant)")).replace(today, "(today)") for text in texts]
    new = {text: _ids(text) - known for text in plain}
    names = {found: "(id)" for ids in new.values() for found in ids}
    for _ in range(_ROUNDS):
        places: dict[str, list[str]] = {found: [] for found in names}
        for text, ids in new.items():
            for found in ids:
                places[found].append(_renamed(text, names | {found: "(this)"}))
        names = {found: f"({_hash(sorted(where))})" for found, where in places.items()}
    return sorted(_renamed(text, names) if new[text] else text for text in plain)


def orders(schedule: Schedule) -> Iterator[tuple[str, ...]]:
    """Yields the serial orders that respect real time: a request that ended before another began comes before it.

    The order in which the requests ended is first, since it is the most likely one.
    """
    spans = schedule.spans
    by_end = sorted(spans, key=lambda name: spans[name][1])
    for order in permutations(by_end):
        if not any(
            spans[later][1] <= spans[earlier][0]
            for number, earlier in enumerate(order)
            for later in order[number + 1 :]
        ):
            yield order


# Most rows are copies of the sample's, which are the same in each run.
@lru_cache(4096)
def _without_times(text: str) -> str:
    return _SECRET.sub("(secret)", _NUMBER.sub(r"\1-\2-(number)", _TIME.sub("(time)", text)))


@lru_cache(4096)
def _ids(text: str) -> frozenset[str]:
    return frozenset(_UUID.findall(text))


def _renamed(text: str, names: dict[str, str]) -> str:
    return _UUID.sub(lambda found: names.get(found[0], found[0]), text)


def _hash(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
