"""purser dlq: what was given up, not delivered or not started, to be seen and to be tried once more."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from cli import dead_letters
from cli.dead_letters import Holder, Kept, Letter
from cli.outcome import CLEAN, FOUND, CannotFinish, asking_aws, progress

_SAYS = {
    "consumer": "given up by the function of {}",
    "rule": "not delivered by {}",
    "schedule": "not started by {}",
}
_AGES = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))

_of_a_stack = click.option("--stack", metavar="NAME", help="The deployed stack, instead of the local system in DATA.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group(short_help="What was given up or not delivered: list and replay it.")
def dlq() -> None:
    """Dead letters: events that were given up or not delivered, and scheduled runs that were not started."""


@dlq.command("list", short_help="Each queue: how many letters, since when, whose.")
@click.option(
    "--messages",
    metavar="N",
    type=click.IntRange(1, dead_letters.SEEN),
    is_flag=False,
    flag_value=10,
    help="Show up to N letters of each queue, 10 if N is left out: never what an event says of somebody.",
)
@_as_json
@_of_a_stack
def list_(messages: int | None, as_json: bool, stack: str | None) -> int:
    """Show each dead-letter queue: how many letters, since when, and whose they are.

    It looks at up to 100 letters of a queue, which nobody else sees for that moment.

    Exit: 0 there are none, 1 there are some, 2 could not finish.
    """
    with _holder(stack) as holder:
        queues = dead_letters.queues(holder)
        seen = {queue.name: dead_letters.peek(holder, queue) if queue.count else [] for queue in queues}
    if as_json:
        click.echo(json.dumps([_for_programs(queue, seen[queue.name], messages) for queue in queues], indent=4))
    else:
        now = datetime.now(UTC)
        width = max((len(queue.name) for queue in queues), default=0)
        for queue in queues:
            click.echo(_line(queue, seen[queue.name], now, width))
            for letter in seen[queue.name][: messages or 0]:
                click.echo(_letter(letter))
        click.echo(_summary(queues))
    return FOUND if any(queue.count for queue in queues) else CLEAN


@dlq.command("replay", short_help="Try the letters of a queue once more.")
@click.argument("queue", required=False)
@click.option("--all", "everything", is_flag=True, help="Every queue that has letters.")
@click.option("--limit", metavar="N", type=click.IntRange(1), help="At most N letters of each queue.")
@click.option("--dry-run", is_flag=True, help="Say what would go where, and move nothing.")
@_as_json
@_of_a_stack
def replay(
    queue: str | None, everything: bool, limit: int | None, dry_run: bool, as_json: bool, stack: str | None
) -> int:
    """Try letters once more: an event goes to the queue of its consumer, a run that was not started is started.

    QUEUE is the name that `purser dlq list` shows. Mend the cause first: what fails again comes back. A letter is
    deleted after it was sent, so that one may arrive twice and none is lost; consumers drop what they know.

    Exit: 0 none are left, 1 some are left, 2 could not finish.
    """
    if (queue is None) != everything:
        raise click.UsageError("Name a queue, or give --all.")
    outcomes = []
    with _holder(stack) as holder:
        for one in _chosen(dead_letters.queues(holder), queue):
            waiting = min(one.count, limit or one.count)
            if dry_run:
                outcomes.append(dead_letters.Replayed(one.name, one.destination.name, 0, 0, one.count))
            else:
                with progress(one.name) as told:
                    outcomes.append(dead_letters.replay(holder, one, waiting, told))
            if not as_json:
                click.echo(_would(one, waiting) if dry_run else _did(outcomes[-1]))
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in outcomes], indent=4))
    return FOUND if any(outcome.left for outcome in outcomes) else CLEAN


@contextmanager
def _holder(stack: str | None) -> Iterator[Holder]:
    from cli import holders  # noqa: PLC0415  (boto3 takes half a second)
    from cli.stack import Stack  # noqa: PLC0415

    with asking_aws():
        if stack:
            yield holders.deployed(Stack(stack))
        elif folder := os.environ.get("DATA"):
            yield holders.running(Path(folder).expanduser())
        else:
            raise CannotFinish("Name a --stack, or set DATA to the folder of the local system that runs.")


def _chosen(queues: Sequence[Kept], name: str | None) -> list[Kept]:
    if name is None:
        return [queue for queue in queues if queue.count]
    if found := [queue for queue in queues if queue.name == name]:
        return found
    raise CannotFinish(f"There is no dead-letter queue {name}; `purser dlq list` shows those that there are.")


def _for_programs(queue: Kept, seen: Sequence[Letter], messages: int | None) -> dict[str, object]:
    oldest = min((letter.sent_at for letter in seen), default=None)
    facts: dict[str, object] = {
        "queue": queue.name,
        "kind": queue.kind,
        "of": queue.of,
        "count": queue.count,
        "oldest": oldest and oldest.isoformat(),
    }
    if messages is not None:
        facts["messages"] = [asdict(letter) | {"sent_at": letter.sent_at.isoformat()} for letter in seen[:messages]]
    return facts


def _line(queue: Kept, seen: Sequence[Letter], now: datetime, width: int) -> str:
    oldest = min((letter.sent_at for letter in seen), default=None)
    # What was not looked at may be older.
    age = "-" if oldest is None else ("> " if queue.count > len(seen) else "") + _age(now - oldest)
    return f"{queue.name:{width}}  {queue.count:>6}  {age:>8}  {_SAYS[queue.kind].format(queue.of)}"


def _age(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    size, unit = next(((size, unit) for size, unit in _AGES if seconds >= size), _AGES[-1])
    return f"{seconds // size} {unit}"


def _letter(letter: Letter) -> str:
    facts = [
        f"event {letter.event_id or 'unknown'}",
        f"{letter.detail_type} of {letter.source}" if letter.detail_type else "",
        f"received {letter.received} times",
        f"message {letter.message_id}",
        f"error {letter.error_code}" if letter.error_code else "",
        f"by {letter.tried_by}" if letter.tried_by else "",
    ]
    return "    " + ", ".join(filter(None, facts))


def _summary(queues: Sequence[Kept]) -> str:
    filled = [queue for queue in queues if queue.count]
    return f"dead letters: {sum(queue.count for queue in filled)}, in {len(filled)} of {len(queues)} queues"


def _would(queue: Kept, waiting: int) -> str:
    return f"{queue.name}: would replay {waiting} of {queue.count} to {queue.destination.name}"


def _did(outcome: dead_letters.Replayed) -> str:
    again = f", {outcome.came_back} of them came back" if outcome.came_back else ""
    return f"{outcome.queue}: replayed {outcome.replayed} to {outcome.to}{again}, left: {outcome.left}"
