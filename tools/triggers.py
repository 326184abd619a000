"""What calls the functions that no route leads to: an event of the bus, a schedule, or somebody by hand."""

import inspect
import json
from dataclasses import dataclass
from typing import Final

from local import lambdas
from local.template import Template

_UNITS: Final = {86400: "day", 3600: "hour", 60: "minute"}


@dataclass(frozen=True)
class Triggered:
    """name: the folder's. by: what calls it, one for each rule or schedule; by nothing: the stack's
    deployment does, or somebody by hand."""

    name: str
    by: tuple[str, ...]
    summary: str


def read(deployed: Template) -> list[Triggered]:
    """Every function without a route, by name. Raises ValueError where its module does not begin with what calls it."""
    routed = {route.function for route in deployed.routes}
    return [_described(name, deployed) for name in sorted(deployed.functions.keys() - routed)]


def _described(name: str, deployed: Template) -> Triggered:
    wiring = deployed.wiring
    queues = {feed.queue.arn for feed in wiring.feeds if feed.function == name}
    patterns = [json.loads(rule.pattern) for rule in wiring.rules if queues & set(rule.targets.values())]
    events = [(source, kind) for pattern in patterns for source in pattern["source"] for kind in pattern["detail-type"]]
    schedules = [
        _rate(schedule.every) if schedule.at is None else f"every day at {_time(schedule.at)}"
        for schedule in wiring.schedules
        if schedule.function == name
    ]
    module = lambdas.load_module(deployed.functions[name].folder / "app.py", f"functions.{name}.app")
    words = " ".join(inspect.cleandoc(module.__doc__ or "").split("\n\n")[0].split())
    beginning, _, sentence = words.partition(": ")
    if beginning.startswith(("CodeDeploy", "Cognito")):  # which the local system has not
        return Triggered(name, (beginning,), sentence[:1].upper() + sentence[1:].removesuffix("."))
    expected = ", ".join([kind for _, kind in events] + ["On a schedule"] * bool(schedules))
    if expected and beginning != expected:
        raise ValueError(f"functions/{name}/app.py begins with {beginning!r}; what calls it is {expected!r}")
    summary = (sentence if expected else words).removesuffix(".")
    by = [f"event `{kind}` of `{source}`" for source, kind in events] + [f"schedule, {rate}" for rate in schedules]
    return Triggered(name, tuple(by), summary[:1].upper() + summary[1:])


def _rate(seconds: float) -> str:
    length, unit = next((length, unit) for length, unit in _UNITS.items() if seconds % length == 0)
    return f"every {unit}" if seconds == length else f"every {seconds // length:.0f} {unit}s"


def _time(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    return f"{hours:02}:{minutes:02} UTC"
