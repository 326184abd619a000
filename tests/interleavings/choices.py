"""Choices of the next session to run: drawn from a seed, in a fixed order, every possible choice in turn, or recorded
ones."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from typing import Final, Literal, Protocol

from tests.support.corpus import OutOfDate

type Kind = Literal["run", "resume", "lose request", "lose answer", "leave", "end"]
"""What happens next in a session.

run: the next statement runs. resume: the session leaves the gate at which it is stopped. lose request: the connection
breaks before the statement. lose answer: the connection breaks after the statement. leave: the connection breaks while
the statement is under way, and the server receives the statement later or never. end: the server notices that such a
connection is broken.
"""

_WEIGHTS: Final[dict[Kind, int]] = {
    "run": 12, "resume": 6, "lose request": 1, "lose answer": 1, "leave": 1, "end": 3
}  # fmt: skip
_STOP_PROBABILITY: Final = 0.25
_MAX_GATE: Final = 45  # most transactions pass fewer gates


@dataclass(frozen=True)
class Option:
    """One possible next step. session: the name of its session."""

    kind: Kind
    session: str


class Choices(Protocol):
    """The decisions that determine a schedule."""

    losses: int
    """How many connections may break."""

    def choose(self, options: Sequence[Option]) -> Option: ...

    def gate(self, session: str) -> int | None:
        """Returns the gate at which the session stops, counted from the beginning of its database transaction."""


class Drawn:
    """Choices drawn from a seed. stops: the largest number of times that sessions stop at gates."""

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
    """The choices of one schedule: first the given ones, then always the first option.

    given: the index of each option to choose. taken: for each choice, the index of the chosen option and the number of
    options.
    """

    given: Sequence[int]
    losses: int
    taken: list[tuple[int, int]] = field(default_factory=list)

    def choose(self, options: Sequence[Option]) -> Option:
        place = self.given[len(self.taken)] if len(self.taken) < len(self.given) else 0
        self.taken.append((place, len(options)))
        return options[place]

    def gate(self, session: str) -> int | None:
        return None


def every_path(losses: int = 0, beginning: Sequence[int] = ()) -> Iterator[Path]:
    """Yields every schedule with this beginning once. The caller must run each schedule before it asks for the next.

    The next schedule changes the last choice that has an untried option, and repeats all choices before it.

    beginning: the index of each option that all schedules choose first.
    """
    given = list(beginning)
    while True:
        path = Path(given, losses)
        yield path
        taken = list(path.taken)
        while len(taken) > len(beginning) and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if len(taken) <= len(beginning):
            return
        given = [place for place, _ in taken[:-1]] + [taken[-1][0] + 1]


@dataclass
class Stop:
    """One session stops at a gate, the others run as far as they can, and then the first session resumes.

    first: the session that stops. number: the gate at which it stops. has_stopped: whether the session reached that
    gate.
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


class Recording:
    """Records the choices of others. chosen: kind and session of each. gates: what each call of `gate` returned."""

    def __init__(self, source: Choices) -> None:
        self._source = source
        self.losses = source.losses
        self.chosen: list[tuple[str, str]] = []
        self.gates: list[int | None] = []

    def choose(self, options: Sequence[Option]) -> Option:
        option = self._source.choose(options)
        self.chosen.append(astuple(option))
        return option

    def gate(self, session: str) -> int | None:
        self.gates.append(self._source.gate(session))
        return self.gates[-1]


class Replay:
    """The choices of a recording. After them, which a schedule that failed early does not reach, the first option."""

    def __init__(self, chosen: Sequence[Sequence[str]], gates: Sequence[int | None], losses: int) -> None:
        self.losses = losses
        self._chosen = list(chosen)
        self._gates = list(gates)

    def choose(self, options: Sequence[Option]) -> Option:
        """Raises OutOfDate if the recorded choice is not possible."""
        if not self._chosen:
            return options[0]
        kind, session = self._chosen.pop(0)
        for option in options:
            if (option.kind, option.session) == (kind, session):
                return option
        raise OutOfDate(f"{kind!r} of {session!r} is not possible, only {', '.join(map(str, options))}")

    def gate(self, session: str) -> int | None:
        return self._gates.pop(0) if self._gates else None

    def assert_used(self) -> None:
        """Raises OutOfDate if the schedule ended before all choices were made."""
        if self._chosen:
            raise OutOfDate(f"the schedule ended before {len(self._chosen)} of its choices")


@dataclass
class InOrder:
    """The sessions run one after the other."""

    losses: int = 0

    def choose(self, options: Sequence[Option]) -> Option:
        return options[0]

    def gate(self, session: str) -> int | None:
        return None
