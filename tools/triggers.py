"""The triggers of functions without a route: events on the bus, schedules, CodeDeploy, Cognito."""

import inspect
import json
from dataclasses import dataclass
from typing import Final

from local import lambdas
from local.template import Template

_UNITS: Final = {86400: "day", 3600: "hour", 60: "minute"}


@dataclass(frozen=True)
class Triggered:
    """A function without a route. name: of its folder. by: its triggers, one for each rule, queue of other functions,
    or schedule; empty if it is called by the stack's deployment or by hand."""

    name: str
    by: tuple[str, ...]
    summary: str


def read(deployed: Template) -> list[Triggered]:
    """All functions without a route, by name. Raises ValueError if a docstring does not begin with the trigger."""
    routed = {route.function for route in deployed.routes}
    return [_described(name, deployed) for name in sorted(deployed.functions.keys() - routed)]


def _described(name: str, deployed: Template) -> Triggered:
    wiring = deployed.wiring
    queues = {feed.queue.arn for feed in wiring.event_sources if feed.function == name}
    fed = {queue for rule in wiring.rules for queue in rule.targets.values()}
    own = [feed.queue.name for feed in wiring.event_sources if feed.function == name and feed.queue.arn not in fed]
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
    if beginning.startswith(("CodeDeploy", "Cognito")):  # they do not exist in the local system
        return Triggered(name, (beginning,), sentence[:1].upper() + sentence[1:].removesuffix("."))
    expected = ", ".join([kind for _, kind in events] + own + ["On a schedule"] * bool(schedules))
    if expected and beginning != expected:
        raise ValueError(f"functions/{name}/app.py begins with {beginning!r}; its trigger is {expected!r}")
    summary = (sentence if expected else words).removesuffix(".")
    by = [f"event `{kind}` of `{source}`" for source, kind in events]
    by += [f"queue `{queue}`" for queue in own] + [f"schedule, {rate}" for rate in schedules]
    return Triggered(name, tuple(by), summary[:1].upper() + summary[1:])


def _rate(seconds: float) -> str:
    length, unit = next((length, unit) for length, unit in _UNITS.items() if seconds % length == 0)
    return f"every {unit}" if seconds == length else f"every {seconds // length:.0f} {unit}s"


def _time(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    return f"{hours:02}:{minutes:02} UTC"
