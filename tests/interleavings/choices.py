"""Who runs next: choices drawn from a seed, or all of them one after the other."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

type Kind = Literal["run", "resume", "lose request", "lose answer", "leave", "end"]
"""run: the next statement. resume: a session that is stopped at a gate. lose request, lose answer: the connection
breaks before or after the statement. leave: it breaks before the statement, which the server receives later, or never.
end: the server notices that such a connection is broken."""

_WEIGHTS: Final[dict[Kind, int]] = {
    "run": 12, "resume": 6, "lose request": 1, "lose answer": 1, "leave": 1, "end": 3
}  # fmt: skip
_STOP_PROBABILITY: Final = 0.25
_MAX_GATE: Final = 45  # most transactions pass fewer gates


@dataclass(frozen=True)
class Option:
    """session: the name of the session that it concerns."""

    kind: Kind
    session: str


class Choices(Protocol):
    """What a schedule is made of."""

    losses: int
    """How many connections may break."""

    def choose(self, options: Sequence[Option]) -> Option: ...

    def gate(self, session: str) -> int | None:
        """The number of the gate, from the beginning of its database transaction, at which the session stops."""


class Drawn:
    """Choices from a seed. stops: how many times sessions stop at gates."""

    def __init__(self, seed: str | int, losses: int, stops: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  (a schedule is no secret)
        self.losses = losses
        self._stops = stops

    def choose(self, options: Sequence[Option]) -> Option:
        (chosen,) = self._random.choices(options, [_WEIGHTS[option.kind] for option in options])
        return chosen

    def gate(self, session: str) -> int | None:
        if not self._stops or self._random.random() > _STOP_PROBABILITY:
            return None
        self._stops -= 1
        return self._random.randint(1, _MAX_GATE)


@dataclass
class Path:
    """The choices of one schedule: first those given, then always the first option. taken: the place of each choice
    among its options, and their number."""

    given: Sequence[int]
    losses: int
    taken: list[tuple[int, int]] = field(default_factory=list)

    def choose(self, options: Sequence[Option]) -> Option:
        place = self.given[len(self.taken)] if len(self.taken) < len(self.given) else 0
        self.taken.append((place, len(options)))
        return options[place]

    def gate(self, session: str) -> int | None:
        return None


def every_path(losses: int = 0) -> Iterator[Path]:
    """All schedules, each once. The caller runs each before it asks for the next, which differs in the last choice that
    has another option."""
    given: list[int] = []
    while True:
        path = Path(given, losses)
        yield path
        taken = list(path.taken)
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return
        given = [place for place, _ in taken[:-1]] + [taken[-1][0] + 1]


@dataclass
class Stop:
    """One session runs up to a gate, the others run as far as they can, and then it resumes.

    first: the session that stops. has_stopped: whether it has as many gates.
    """

    first: str
    number: int
    losses: int = 0
    has_stopped: bool = False
    _is_set: bool = False

    def choose(self, options: Sequence[Option]) -> Option:
        resuming = [option for option in options if option.kind == "resume"]
        self.has_stopped |= bool(resuming)
        others = [option for option in options if option.kind == "run" and option.session != self.first]
        if resuming:
            return (others or resuming)[0]
        return next((option for option in options if option.session == self.first), options[0])

    def gate(self, session: str) -> int | None:
        if self._is_set or session != self.first:
            return None
        self._is_set = True
        return self.number


@dataclass
class InOrder:
    """One session after the other."""

    losses: int = 0

    def choose(self, options: Sequence[Option]) -> Option:
        return options[0]

    def gate(self, session: str) -> int | None:
        return None
