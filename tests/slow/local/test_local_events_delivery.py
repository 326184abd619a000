"""Local queues call functions as Lambda's pollers do: messages are deleted, retried or become dead letters."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import pytest

from local import aws
from local.deliveries import Deliveries
from local.lambdas import FunctionFailed, FunctionTimedOut, Lambdas
from local.wiring import EventSource, Queue, Rule, Schedule, Wiring
from tests.support.waiting import HANG_S, eventually

ARN = "arn:aws:sqs:eu-central-1:123456789012:"
DEAD_LETTER_QUEUE = Queue("Dead", f"{ARN}Dead", {})
SOURCE_QUEUE = Queue(
    "Fed",
    f"{ARN}Fed",
    {
        "VisibilityTimeout": "60",
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": DEAD_LETTER_QUEUE.arn, "maxReceiveCount": 2}),
    },
)
EVENT_SOURCE = EventSource(SOURCE_QUEUE, "consumer", batch_size=10, window=0, concurrency=2, partial=True)
RULE = Rule("Rule", "bus", json.dumps({"source": ["shop"], "detail-type": ["Sold"]}), {"Queue": SOURCE_QUEUE.arn})
WIRING = Wiring(("bus",), (RULE,), (SOURCE_QUEUE, DEAD_LETTER_QUEUE), (EVENT_SOURCE,), ())

Respond = Callable[[dict[str, Any]], Awaitable[Any]]


class Functions:
    """Functions that return what a test defines and record their events."""

    def __init__(self, respond: Respond):
        self.respond = respond
        self.events: list[dict[str, Any]] = []

    async def invoke(self, name: str, event: dict[str, Any]) -> Any:
        self.events.append(event)
        return await self.respond(event)

    def bodies(self) -> list[list[str]]:
        return [[record["body"] for record in event["Records"]] for event in self.events]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aws.Services]:
    running = aws.start(tmp_path_factory.mktemp("services"))
    yield running
    running.stop()


@pytest.fixture
def events(services: aws.Services) -> Iterator[Any]:
    with closing(services.client("events")) as client:
        yield client


@pytest.fixture
def sqs(services: aws.Services, events: Any) -> Iterator[Any]:
    services.create(WIRING)
    with closing(services.client("sqs")) as client:
        yield client
        for queue in (SOURCE_QUEUE, DEAD_LETTER_QUEUE):
            client.delete_queue(QueueUrl=url(client, queue))
    events.remove_targets(Rule="Rule", EventBusName="bus", Ids=["Queue"])
    events.delete_rule(Name="Rule", EventBusName="bus")
    events.delete_event_bus(Name="bus")


def url(sqs: Any, queue: Queue) -> str:
    return str(sqs.get_queue_url(QueueName=queue.name)["QueueUrl"])


def count_messages(sqs: Any, queue: Queue) -> int:
    """The number of messages in a queue, visible or not."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=url(sqs, queue), AttributeNames=names)["Attributes"]
    return sum(int(attributes[name]) for name in names)


def send(sqs: Any, *bodies: str) -> None:
    for body in bodies:
        sqs.send_message(QueueUrl=url(sqs, SOURCE_QUEUE), MessageBody=body)


def deliver(functions: Functions, sqs: Any, until: Callable[[], bool], wiring: Wiring = WIRING) -> None:
    """Run the deliveries until the condition holds."""

    async def running() -> None:
        async with Deliveries(wiring, cast("Lambdas", functions), sqs).running():
            assert await asyncio.to_thread(eventually, until)

    asyncio.run(running())


async def return_nothing(_: dict[str, Any]) -> Any:
    return None


def fail_messages(*bodies: str) -> Respond:
    async def answer(event: dict[str, Any]) -> Any:
        failed = [record["messageId"] for record in event["Records"] if record["body"] in bodies]
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

    return answer


def test_an_event_that_matches_the_pattern_is_delivered_in_the_form_of_aws(events: Any, sqs: Any) -> None:
    for source, kind in (("shop", "Sold"), ("shop", "Returned"), ("else", "Sold")):
        entry = {"Source": source, "DetailType": kind, "Detail": '{"n": 1}', "EventBusName": "bus"}
        assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    functions = Functions(return_nothing)

    deliver(functions, sqs, lambda: count_messages(sqs, SOURCE_QUEUE) == 0 and bool(functions.events))

    ((record,),) = (event["Records"] for event in functions.events)
    assert record.keys() == {
        "messageId",
        "receiptHandle",
        "body",
        "attributes",
        "messageAttributes",
        "md5OfBody",
        "eventSource",
        "eventSourceARN",
        "awsRegion",
    }
    assert (record["eventSource"], record["eventSourceARN"]) == ("aws:sqs", SOURCE_QUEUE.arn)
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    body = json.loads(record["body"])
    assert (body["source"], body["detail-type"], body["detail"]) == ("shop", "Sold", {"n": 1})
    assert {"version", "id", "time", "region", "resources"} < body.keys()


def test_a_message_that_is_reported_as_failed_is_retried_until_it_is_a_dead_letter_and_the_rest_is_deleted(
    sqs: Any,
) -> None:
    send(sqs, "good", "bad", "fine")
    functions = Functions(fail_messages("bad"))

    deliver(functions, sqs, lambda: count_messages(sqs, DEAD_LETTER_QUEUE) == 1)

    assert sorted(body for bodies in functions.bodies() for body in bodies) == ["bad", "bad", "fine", "good"]
    counts = [
        record["attributes"]["ApproximateReceiveCount"]
        for event in functions.events
        for record in event["Records"]
        if record["body"] == "bad"
    ]
    assert counts == ["1", "2"]
    assert count_messages(sqs, SOURCE_QUEUE) == 0


@pytest.mark.parametrize("failure", [FunctionFailed, FunctionTimedOut])
def test_no_message_of_a_failed_call_is_deleted(sqs: Any, failure: type[Exception]) -> None:
    async def fail(_: dict[str, Any]) -> Any:
        raise failure

    send(sqs, "one", "two")

    deliver(Functions(fail), sqs, lambda: count_messages(sqs, DEAD_LETTER_QUEUE) == 2)

    assert count_messages(sqs, SOURCE_QUEUE) == 0


def test_a_batch_waits_for_its_window_and_never_exceeds_its_maximum_size(sqs: Any) -> None:
    send(sqs, *map(str, range(25)))
    functions = Functions(return_nothing)
    wiring = replace(WIRING, event_sources=(replace(EVENT_SOURCE, batch_size=20, window=1.0),))

    deliver(functions, sqs, lambda: count_messages(sqs, SOURCE_QUEUE) == 0, wiring)

    assert sorted((len(bodies) for bodies in functions.bodies()), reverse=True) == [20, 5]


def test_concurrent_batches_are_limited_by_the_mapping(sqs: Any) -> None:
    send(sqs, *map(str, range(6)))
    under_way, max_under_way = 0, 0
    all_under_way = asyncio.Event()

    async def slow(_: dict[str, Any]) -> Any:
        nonlocal under_way, max_under_way
        under_way += 1
        max_under_way = max(max_under_way, under_way)
        if under_way == EVENT_SOURCE.concurrency:
            all_under_way.set()
        await all_under_way.wait()  # until the other call that is allowed has begun too
        under_way -= 1

    wiring = replace(WIRING, event_sources=(replace(EVENT_SOURCE, batch_size=1),))

    deliver(Functions(slow), sqs, lambda: count_messages(sqs, SOURCE_QUEUE) == 0, wiring)

    assert max_under_way == EVENT_SOURCE.concurrency


def test_a_call_is_finished_and_acknowledged_before_the_system_ends(sqs: Any) -> None:
    send(sqs, "last")
    began, stopping = asyncio.Event(), asyncio.Event()

    async def wait_for_stop(_: dict[str, Any]) -> Any:
        began.set()
        await stopping.wait()

    async def stop_during_the_call() -> None:
        deliveries = Deliveries(WIRING, cast("Lambdas", Functions(wait_for_stop)), sqs)
        async with deliveries.running():
            await asyncio.wait_for(began.wait(), HANG_S)
            asyncio.get_running_loop().call_soon(stopping.set)

    asyncio.run(stop_during_the_call())

    assert count_messages(sqs, SOURCE_QUEUE) == 0


def test_a_schedule_calls_its_function_at_the_start_with_the_scheduler_s_event_or_its_own_input(sqs: Any) -> None:
    schedules = (Schedule("Plain", "consumer", 60.0), Schedule("Own", "consumer", 60.0, {"own": True}))
    functions = Functions(return_nothing)

    deliver(functions, sqs, lambda: len(functions.events) == 2, replace(WIRING, event_sources=(), schedules=schedules))

    own, plain = sorted(functions.events, key=len)
    assert own == {"own": True}
    assert (plain["source"], plain["detail-type"], plain["detail"]) == ("aws.scheduler", "Scheduled Event", "{}")
