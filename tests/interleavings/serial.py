"""Whether a schedule ended as some serial order of its requests ends, ids and times aside."""

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from itertools import permutations
from typing import Final

from tests.interleavings.scheduler import Schedule

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_NUMBER: Final = re.compile(r"\b(TOP|USE|SUB)-(\d{6})-[0-9A-F]{12}-[0-9A-F]{8}\b")
_ROUNDS: Final = 3
"""How often the ids in the texts are replaced by hashes of the texts that contain them, ids next to them included."""


def comparable(texts: Sequence[str], tenant_name: str, known: Set[str], today: str) -> list[str]:
    """The texts in a form that two runs share: without times and the tenant's name; each new id is replaced by a hash
    of the places at which it stands.

    known: ids that all runs share. today: the date, which stands in totals by day.
    """
    plain = [_NUMBER.sub(r"\1-\2-(number)", _TIME.sub("(time)", text)) for text in texts]
    plain = [text.replace(tenant_name, "(tenant)").replace(today, "(today)") for text in plain]
    new = {text: set(_UUID.findall(text)) - known for text in plain}
    names = {found: "(id)" for ids in new.values() for found in ids}
    for _ in range(_ROUNDS):
        places: dict[str, list[str]] = {found: [] for found in names}
        for text, ids in new.items():
            for found in ids:
                places[found].append(_renamed(text, names | {found: "(this)"}))
        names = {found: f"({_hash(sorted(where))})" for found, where in places.items()}
    return sorted(_renamed(text, names) if new[text] else text for text in plain)


def orders(schedule: Schedule) -> Iterator[tuple[str, ...]]:
    """The serial orders that respect real time: a request that ended before another began comes before it. The order of
    the ends is first, since it is the most likely one."""
    spans = schedule.spans
    by_end = sorted(spans, key=lambda name: spans[name][1])
    for order in permutations(by_end):
        if not any(
            spans[later][1] <= spans[earlier][0]
            for number, earlier in enumerate(order)
            for later in order[number + 1 :]
        ):
            yield order


def _renamed(text: str, names: dict[str, str]) -> str:
    return _UUID.sub(lambda found: names.get(found[0], found[0]), text)


def _hash(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
