"""Installations with dead letters: a deployed stack, or the running local system."""

from pathlib import Path

from cli.dead_letters import Installation
from cli.stack import Stack
from local import aws


def of_stack(stack: Stack) -> Installation:
    """A deployed stack. CloudFormation's id of a rule on a bus is `bus|rule`."""
    rules = {name: it.rpartition("|") for name, it in stack.resources("AWS::Events::Rule").items()}
    (bus,) = stack.resources("AWS::Events::EventBus").values()
    return Installation(
        stack.client,
        stack.resources("AWS::SQS::Queue"),
        {name: (rule_bus or bus, rule) for name, (rule_bus, _, rule) in rules.items()},
        stack.resources("AWS::Scheduler::Schedule"),
    )


def of_local_system(folder: Path) -> Installation:
    """The local system that runs with its data in this folder. Its scheduler has no dead letters: it starts the next
    run instead.

    Raises CannotStart if none runs.
    """
    endpoint = aws.running_endpoint(folder)
    sqs, events = aws.client(endpoint, "sqs"), aws.client(endpoint, "events")
    buses = [bus["Name"] for bus in events.list_event_buses()["EventBuses"]]
    return Installation(
        lambda service: aws.client(endpoint, service),
        {url.rsplit("/", 1)[1]: url for url in sqs.list_queues()["QueueUrls"]},
        {rule["Name"]: (bus, rule["Name"]) for bus in buses for rule in events.list_rules(EventBusName=bus)["Rules"]},
        {},
    )
