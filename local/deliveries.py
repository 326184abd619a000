"""Lambda's queue pollers and EventBridge Scheduler: they call functions for queued messages and at scheduled times.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
As on AWS, processed messages are deleted, and failed ones are delivered again until SQS moves them to the dead-letter
queue. One thing differs: a failed message is delivered again after a second instead of the queue's visibility timeout,
so that a developer finds a failing message in the dead-letter queue within seconds instead of ten minutes.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from anyio.from_thread import start_blocking_portal
from botocore.exceptions import BotoCoreError, ClientError

from local import ACCOUNT, REGION
from local.lambdas import FunctionFailed, FunctionTimedOut, Invoker
from local.wiring import EventSource, Schedule, Wiring

_SQS_BATCH_SIZE = 10  # messages that SQS returns, deletes or hides in one call
_RECEIVE_WAIT_S = 1  # long polling
_SHUTDOWN_TIMEOUT_S = 3  # running calls may finish within this time
_RETRY_DELAY_S = 1  # see the module's docstring
_log = logging.getLogger(__name__)

type Message = Mapping[str, Any]


class Deliveries:
    """Calls the functions that a template connects to queues and schedules."""

    def __init__(self, wiring: Wiring, lambdas: Invoker, sqs: Any):
        self._wiring = wiring
        self._lambdas = lambdas
        self._sqs = sqs
        self._calls: set[asyncio.Task[None]] = set()
        # One thread for each event source receives; others delete and hide.
        self._threads = ThreadPoolExecutor(2 * len(wiring.event_sources) + 2, thread_name_prefix="sqs")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver for as long as the block lasts; calls that are running at its end may finish."""
        tasks = [asyncio.create_task(self._serve(source)) for source in self._wiring.event_sources]
        tasks += [asyncio.create_task(self._run_on_time(schedule)) for schedule in self._wiring.schedules]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            if self._calls:
                finished = await asyncio.wait(self._calls, timeout=_SHUTDOWN_TIMEOUT_S)
                for task in finished[1]:
                    task.cancel()
            await asyncio.gather(*tasks, *self._calls, return_exceptions=True)
            self._threads.shutdown(wait=False, cancel_futures=True)

    @contextmanager
    def running_in_thread(self) -> Iterator[None]:
        """The same, in a thread of its own."""
        with start_blocking_portal() as portal, portal.wrap_async_context_manager(self.running()):
            yield

    async def _serve(self, source: EventSource) -> None:
        url = (await self._call(self._sqs.get_queue_url, QueueName=source.queue.name))["QueueUrl"]
        free = asyncio.Semaphore(source.concurrency)
        answers = True
        while True:
            await free.acquire()
            try:
                batch = await self._batch(source, url)
                answers = True
            except (BotoCoreError, ClientError) as error:
                if answers:  # logged once, not every second
                    _log.error("The queue %s does not answer: %s", source.queue.name, type(error).__name__)
                answers = False
                await asyncio.sleep(_RECEIVE_WAIT_S)
                batch = []
            if batch:
                self._start(self._deliver(source, url, batch)).add_done_callback(lambda _: free.release())
            else:
                free.release()

    async def _batch(self, source: EventSource, url: str) -> list[Message]:
        """Up to a batch of messages. An incomplete one waits for the batching window, from its first message on."""
        batch: list[Message] = []
        deadline = float("inf")
        while (missing := source.batch_size - len(batch)) > 0 and (left := deadline - time.monotonic()) > 0:
            received = await self._call(
                self._sqs.receive_message,
                QueueUrl=url,
                MaxNumberOfMessages=min(missing, _SQS_BATCH_SIZE),
                WaitTimeSeconds=_RECEIVE_WAIT_S if left >= _RECEIVE_WAIT_S else 0,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            messages = received.get("Messages", [])
            if not messages and not batch:
                break
            if not batch:
                deadline = time.monotonic() + source.window
            batch += messages
        return batch

    async def _deliver(self, source: EventSource, url: str, batch: Sequence[Message]) -> None:
        try:
            answer = await self._lambdas.invoke(source.function, {"Records": [_record(source, it) for it in batch]})
        except (FunctionFailed, FunctionTimedOut):
            failed = {message["MessageId"] for message in batch}
        else:
            failed = failed_messages(answer, {message["MessageId"] for message in batch}) if source.partial else set()
        try:
            await self._delete_or_hide(url, [message for message in batch if message["MessageId"] not in failed], None)
            retried = [message for message in batch if message["MessageId"] in failed]
            await self._delete_or_hide(url, retried, _RETRY_DELAY_S)
        except (BotoCoreError, ClientError) as error:
            _log.error("The queue %s does not answer: %s", source.queue.name, type(error).__name__)

    async def _delete_or_hide(self, url: str, messages: Sequence[Message], seconds: int | None) -> None:
        """Delete messages, or hide them for `seconds`."""
        for first in range(0, len(messages), _SQS_BATCH_SIZE):
            entries: list[dict[str, Any]] = [
                {"Id": str(place), "ReceiptHandle": message["ReceiptHandle"]}
                for place, message in enumerate(messages[first : first + _SQS_BATCH_SIZE])
            ]
            if seconds is None:
                await self._call(self._sqs.delete_message_batch, QueueUrl=url, Entries=entries)
            else:
                hidden = [entry | {"VisibilityTimeout": seconds} for entry in entries]
                await self._call(self._sqs.change_message_visibility_batch, QueueUrl=url, Entries=hidden)

    async def _run_on_time(self, schedule: Schedule) -> None:
        """Run a schedule: one with a time of day at that time; others at once, since the system may have been off for
        long, and then at their rate."""
        while True:
            if schedule.at is not None:
                await asyncio.sleep(schedule.wait(datetime.now(UTC)))
            await asyncio.shield(self._start(self._run(schedule)))
            if schedule.at is None:
                await asyncio.sleep(schedule.every)

    async def _run(self, schedule: Schedule) -> None:
        # The failure is logged by Lambdas; the schedule's next run repeats the work.
        with suppress(FunctionFailed, FunctionTimedOut):
            await self._lambdas.invoke(schedule.function, scheduled(schedule))

    def _start(self, call: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return task

    async def _call(self, method: Callable[..., Any], **arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(method, **arguments))


def failed_messages(answer: Any, delivered: set[str]) -> set[str]:
    """The ids of failed messages, from a function's batch item failures; all messages if the report is not valid.

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


def _record(source: EventSource, message: Message) -> dict[str, Any]:
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
        "eventSourceARN": source.queue.arn,
        "awsRegion": REGION,
    }
