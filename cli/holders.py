"""Who holds dead letters: a stack, or the local system while it runs."""

from pathlib import Path

from cli.dead_letters import Holder
from cli.stack import Stack
from local import aws


def deployed(stack: Stack) -> Holder:
    """Of a stack. A rule of a bus is called `bus|rule` by CloudFormation."""
    rules = {name: it.rpartition("|") for name, it in stack.resources("AWS::Events::Rule").items()}
    (bus,) = stack.resources("AWS::Events::EventBus").values()
    return Holder(
        stack.client,
        stack.resources("AWS::SQS::Queue"),
        {name: (of or bus, rule) for name, (of, _, rule) in rules.items()},
        stack.resources("AWS::Scheduler::Schedule"),
    )


def running(folder: Path) -> Holder:
    """Of the local system that keeps its database there. Its scheduler gives no run up: the next one is the answer.

    Raises CannotStart where none runs.
    """
    endpoint = aws.running(folder)
    sqs, events = aws.client(endpoint, "sqs"), aws.client(endpoint, "events")
    buses = [bus["Name"] for bus in events.list_event_buses()["EventBuses"]]
    return Holder(
        lambda service: aws.client(endpoint, service),
        {url.rsplit("/", 1)[1]: url for url in sqs.list_queues()["QueueUrls"]},
        {rule["Name"]: (bus, rule["Name"]) for bus in buses for rule in events.list_rules(EventBusName=bus)["Rules"]},
        {},
    )
