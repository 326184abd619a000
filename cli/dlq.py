"""purser dlq: list and replay dead letters."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from cli import dead_letters
from cli.dead_letters import DeadLetter, DeadLetterQueue, Installation
from cli.outcome import CLEAN, FOUND, CannotFinish, aws_errors_in_one_line, progress

_KIND_TEXTS = {
    "consumer": "failed in the function of {}",
    "rule": "not delivered by {}",
    "schedule": "not started by {}",
}
_AGES = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))

_of_a_stack = click.option("--stack", metavar="NAME", help="The deployed stack, instead of the local system in DATA.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group(short_help="Dead letters: list and replay them.")
def dlq() -> None:
    """Dead letters: events that a consumer failed on or no rule delivered, and scheduled runs that did not start."""


@dlq.command("list", short_help="List the queues: how many dead letters, since when, from where.")
@click.option(
    "--messages",
    metavar="N",
    type=click.IntRange(1, dead_letters.MAX_SHOWN),
    is_flag=False,
    flag_value=10,
    help="Show up to N dead letters of each queue (10 without N), without the events' details.",
)
@_as_json
@_of_a_stack
def list_(messages: int | None, as_json: bool, stack: str | None) -> int:
    """List the dead-letter queues: how many dead letters, since when, and from which queue, rule or schedule.

    Up to 100 dead letters of a queue are read; during that moment nobody else receives them.

    Exit: 0 there are none, 1 there are some, 2 could not finish.
    """
    with _installation(stack) as installation:
        queues = dead_letters.queues(installation)
        seen = {queue.name: dead_letters.peek(installation, queue) if queue.count else [] for queue in queues}
    if as_json:
        click.echo(json.dumps([_as_facts(queue, seen[queue.name], messages) for queue in queues], indent=4))
    else:
        now = datetime.now(UTC)
        width = max((len(queue.name) for queue in queues), default=0)
        for queue in queues:
            click.echo(_line(queue, seen[queue.name], now, width))
            for letter in seen[queue.name][: messages or 0]:
                click.echo(_message_line(letter))
        click.echo(_summary(queues))
    return FOUND if any(queue.count for queue in queues) else CLEAN


@dlq.command("replay", short_help="Replay the dead letters of a queue.")
@click.argument("queue", required=False)
@click.option("--all", "everything", is_flag=True, help="All queues that have dead letters.")
@click.option("--limit", metavar="N", type=click.IntRange(1), help="At most N dead letters of each queue.")
@click.option("--dry-run", is_flag=True, help="Only print what would be replayed, and where to.")
@_as_json
@_of_a_stack
def replay(
    queue: str | None, everything: bool, limit: int | None, dry_run: bool, as_json: bool, stack: str | None
) -> int:
    """Replay dead letters: send events to their consumer's queue again, and start runs that did not start.

    QUEUE is a name that `purser dlq list` shows. Fix the cause first: what fails again comes back. A dead letter is
    deleted after it was sent: none is lost, and one may arrive twice; consumers drop events that they have processed.

    Exit: 0 none are left, 1 some are left, 2 could not finish.
    """
    if (queue is None) != everything:
        raise click.UsageError("Name a queue, or use --all.")
    outcomes = []
    with _installation(stack) as installation:
        for one in _chosen(dead_letters.queues(installation), queue):
            waiting = min(one.count, limit or one.count)
            if dry_run:
                outcomes.append(dead_letters.Replayed(one.name, one.destination.name, 0, 0, one.count))
            else:
                with progress(one.name) as report:
                    outcomes.append(dead_letters.replay(installation, one, waiting, report))
            if not as_json:
                click.echo(_plan_text(one, waiting) if dry_run else _result_text(outcomes[-1]))
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in outcomes], indent=4))
    return FOUND if any(outcome.left for outcome in outcomes) else CLEAN


@contextmanager
def _installation(stack: str | None) -> Iterator[Installation]:
    from cli import installations  # noqa: PLC0415  (boto3 takes half a second)
    from cli.stack import Stack  # noqa: PLC0415

    with aws_errors_in_one_line():
        if stack:
            yield installations.of_stack(Stack(stack))
        elif folder := os.environ.get("DATA"):
            yield installations.of_local_system(Path(folder).expanduser())
        else:
            raise CannotFinish("Use --stack, or set DATA to the folder of the running local system.")


def _chosen(queues: Sequence[DeadLetterQueue], name: str | None) -> list[DeadLetterQueue]:
    if name is None:
        return [queue for queue in queues if queue.count]
    if found := [queue for queue in queues if queue.name == name]:
        return found
    raise CannotFinish(f"There is no dead-letter queue {name}; see `purser dlq list`.")


def _as_facts(queue: DeadLetterQueue, seen: Sequence[DeadLetter], messages: int | None) -> dict[str, object]:
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


def _line(queue: DeadLetterQueue, seen: Sequence[DeadLetter], now: datetime, width: int) -> str:
    oldest = min((letter.sent_at for letter in seen), default=None)
    # If not all were read, an older one may be among the rest.
    age = "-" if oldest is None else ("> " if queue.count > len(seen) else "") + _age(now - oldest)
    return f"{queue.name:{width}}  {queue.count:>6}  {age:>8}  {_KIND_TEXTS[queue.kind].format(queue.of)}"


def _age(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    size, unit = next(((size, unit) for size, unit in _AGES if seconds >= size), _AGES[-1])
    return f"{seconds // size} {unit}"


def _message_line(letter: DeadLetter) -> str:
    facts = [
        f"event {letter.event_id or 'unknown'}",
        f"{letter.detail_type} of {letter.source}" if letter.detail_type else "",
        f"received {letter.received} times",
        f"message {letter.message_id}",
        f"error {letter.error_code}" if letter.error_code else "",
        f"by {letter.tried_by}" if letter.tried_by else "",
    ]
    return "    " + ", ".join(filter(None, facts))


def _summary(queues: Sequence[DeadLetterQueue]) -> str:
    filled = [queue for queue in queues if queue.count]
    return f"dead letters: {sum(queue.count for queue in filled)}, in {len(filled)} of {len(queues)} queues"


def _plan_text(queue: DeadLetterQueue, waiting: int) -> str:
    return f"{queue.name}: would replay {waiting} of {queue.count} to {queue.destination.name}"


def _result_text(outcome: dead_letters.Replayed) -> str:
    again = f", {outcome.came_back} of them came back" if outcome.came_back else ""
    return f"{outcome.queue}: replayed {outcome.replayed} to {outcome.to}{again}, left: {outcome.left}"
