"""Lambda's pollers and the scheduler: they call the functions that queues feed, and those that a clock calls.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
As there, what succeeded is deleted, and what failed comes again until its queue gives it to the dead-letter queue.
One thing differs: what failed comes again after a second and not after the queue's visibility timeout, so that a
developer sees a poison message in the dead-letter queue within seconds instead of ten minutes.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError
from starlette.applications import Starlette

from local import REGION
from local.lambdas import FunctionFailed, FunctionTimedOut, Invokes
from local.template import ACCOUNT
from local.wiring import Feed, Schedule, Wiring

_AT_ONCE = 10  # messages that SQS hands out, deletes or hides in one call
_LISTEN = 1  # seconds that a receive waits for a message
_FINISH_WITHIN = 3  # seconds that calls under way get at the end
_AGAIN_AFTER = 1  # seconds; see the module's docstring
_log = logging.getLogger(__name__)

type Message = Mapping[str, Any]


class Deliveries:
    """Everything of a template that calls functions by itself."""

    def __init__(self, wiring: Wiring, lambdas: Invokes, sqs: Any):
        self._wiring = wiring
        self._lambdas = lambdas
        self._sqs = sqs
        self._calls: set[asyncio.Task[None]] = set()
        # One thread of each feed listens; others delete and hide.
        self._threads = ThreadPoolExecutor(2 * len(wiring.feeds) + 2, thread_name_prefix="sqs")

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Deliver for as long as the block lasts; calls that are under way at its end may end."""
        tasks = [asyncio.create_task(self._serve(feed)) for feed in self._wiring.feeds]
        tasks += [asyncio.create_task(self._keep_time(schedule)) for schedule in self._wiring.schedules]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            if self._calls:
                finished = await asyncio.wait(self._calls, timeout=_FINISH_WITHIN)
                for task in finished[1]:
                    task.cancel()
            await asyncio.gather(*tasks, *self._calls, return_exceptions=True)
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, feed: Feed) -> None:
        url = (await self._call(self._sqs.get_queue_url, QueueName=feed.queue.name))["QueueUrl"]
        free = asyncio.Semaphore(feed.concurrency)
        answers = True
        while True:
            await free.acquire()
            try:
                batch = await self._batch(feed, url)
                answers = True
            except (BotoCoreError, ClientError) as error:
                if answers:  # said once, not each second
                    _log.error("The queue %s does not answer: %s", feed.queue.name, type(error).__name__)
                answers = False
                await asyncio.sleep(_LISTEN)
                batch = []
            if batch:
                self._begin(self._deliver(feed, url, batch)).add_done_callback(lambda _: free.release())
            else:
                free.release()

    async def _batch(self, feed: Feed, url: str) -> list[Message]:
        """Up to a batch; one that is not full waits for the feed's window from its first message on."""
        batch: list[Message] = []
        deadline = float("inf")
        while (missing := feed.batch_size - len(batch)) > 0 and (left := deadline - time.monotonic()) > 0:
            received = await self._call(
                self._sqs.receive_message,
                QueueUrl=url,
                MaxNumberOfMessages=min(missing, _AT_ONCE),
                WaitTimeSeconds=_LISTEN if left >= _LISTEN else 0,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            messages = received.get("Messages", [])
            if not messages and not batch:
                break
            if not batch:
                deadline = time.monotonic() + feed.window
            batch += messages
        return batch

    async def _deliver(self, feed: Feed, url: str, batch: Sequence[Message]) -> None:
        try:
            answer = await self._lambdas.invoke(feed.function, {"Records": [_record(feed, it) for it in batch]})
        except (FunctionFailed, FunctionTimedOut):
            again = {message["MessageId"] for message in batch}
        else:
            again = failures(answer, {message["MessageId"] for message in batch}) if feed.partial else set()
        try:
            await self._settle(url, [message for message in batch if message["MessageId"] not in again], None)
            await self._settle(url, [message for message in batch if message["MessageId"] in again], _AGAIN_AFTER)
        except (BotoCoreError, ClientError) as error:
            _log.error("The queue %s does not answer: %s", feed.queue.name, type(error).__name__)

    async def _settle(self, url: str, messages: Sequence[Message], seconds: int | None) -> None:
        """Delete them, or hide them for so many seconds."""
        for first in range(0, len(messages), _AT_ONCE):
            entries: list[dict[str, Any]] = [
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]}
                for place, message in enumerate(messages[first : first + _AT_ONCE])
            ]
            if seconds is None:
                await self._call(self._sqs.delete_message_batch, QueueUrl=url, Entries=entries)
            else:
                hidden = [entry | {"VisibilityTimeout": seconds} for entry in entries]
                await self._call(self._sqs.change_message_visibility_batch, QueueUrl=url, Entries=hidden)

    async def _keep_time(self, schedule: Schedule) -> None:
        """Once at the start, since nobody knows for how long this machine was off, then at its rate; what has its time
        of the day, at that time only."""
        while True:
            if schedule.at is not None:
                await asyncio.sleep(schedule.wait(datetime.now(UTC)))
            await asyncio.shield(self._begin(self._run(schedule)))
            if schedule.at is None:
                await asyncio.sleep(schedule.every)

    async def _run(self, schedule: Schedule) -> None:
        # Lambdas has said already what failed; the next run is the answer to it.
        with suppress(FunctionFailed, FunctionTimedOut):
            await self._lambdas.invoke(schedule.function, scheduled(schedule))

    def _begin(self, call: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return task

    async def _call(self, method: Callable[..., Any], **arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(method, **arguments))


def failures(answer: Any, delivered: set[str]) -> set[str]:
    """Which messages come again, by what a function reports; all of them where the report makes no sense.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
    """
    reported = answer.get("batchItemFailures") if isinstance(answer, dict) else answer
    if reported is None or reported == []:
        return set()
    try:
        failed = {item["itemIdentifier"] for item in reported}
    except (TypeError, KeyError):
        return delivered
    return delivered if failed - delivered else failed


def scheduled(schedule: Schedule) -> Any:
    """The event that EventBridge Scheduler sends where the schedule has no input of its own."""
    return schedule.input or {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{schedule.name}"],
        "detail": "{}",
    }


def _record(feed: Feed, message: Message) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {
            name: {key[0].lower() + key[1:]: value for key, value in attribute.items()}
            for name, attribute in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": feed.queue.arn,
        "awsRegion": REGION,
    }
