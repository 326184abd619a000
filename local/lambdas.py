"""Functions as Lambda runs them: each is loaded once, and an execution environment runs one call at a time.

An execution environment is a thread here. What a function stores per thread, such as its database connection, it
therefore stores per environment. An environment runs functions of one database role. One whose call times out is
abandoned and replaced, as Lambda does.
"""

import asyncio
import functools
import importlib.util
import json
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from uuid import uuid4

from ledger.storage import sessions
from local import ACCOUNT, REGION, CannotStart
from local.template import Function

ENVIRONMENTS = 32
ROLE_VARIABLE = "DATABASE_ROLE"
"""Names a function's database role. Its value differs between functions, which share this process."""
ANSWER_LIMIT_BYTES = 6_291_556  # Lambda's quota for a synchronous answer
_log = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any], "Context"], Any]


class Invoker(Protocol):
    """Calls functions by name: `Lambdas` in this process, `Containers` in containers."""

    async def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """Call a function and return its answer. Raises FunctionFailed, FunctionTimedOut."""


class FunctionFailed(Exception):
    """The handler raised, or its answer is too large or not JSON."""


class Throttled(FunctionFailed):
    """The function was not called, because all of its reserved concurrency is in use."""


class FunctionTimedOut(Exception):
    """The handler did not answer within the function's timeout."""


@dataclass
class Context:
    """Lambda's context object. As on Lambda, the memory is a string."""

    function_name: str
    memory_limit_in_mb: str
    invoked_function_arn: str
    log_group_name: str
    deadline: float
    log_stream_name: str = "local"
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))
    identity: None = None
    client_context: None = None

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - time.monotonic()) * 1000))


class Reserved(Protocol):
    """A semaphore of `threading`, or one of `multiprocessing`, which processes share."""

    def acquire(self, block: bool, /) -> bool: ...

    def release(self) -> None: ...


class Lambdas:
    """All functions of the template, called by name in one event loop.

    reserved: the reserved concurrency by function, if other processes share it.
    """

    def __init__(
        self,
        functions: Mapping[str, Function],
        environments: int = ENVIRONMENTS,
        reserved: Mapping[str, Reserved] | None = None,
    ):
        self._functions = functions
        self._handlers = {name: load(function) for name, function in functions.items()}
        self._limit = environments
        self._free = asyncio.Semaphore(environments)
        self._reserved: Mapping[str, Reserved] = reserved or {
            name: threading.Semaphore(function.reserved)
            for name, function in functions.items()
            if function.reserved is not None
        }
        self._idle: list[_Environment] = []
        self._count = 0

    def wrap(self, name: str, wrapper: Callable[[Handler], Handler]) -> None:
        """Put something around a function, until it is loaded again."""
        self._handlers[name] = wrapper(self._handlers[name])

    def load_again(self, name: str) -> None:
        """Load a function again, as in a new execution environment."""
        self._handlers[name] = load(self._functions[name])

    async def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """Call a function and return its answer, converted to JSON and back as Lambda does.

        Raises FunctionFailed, FunctionTimedOut, and Throttled at once if the function's reserved concurrency is in use.
        Other functions wait for a free environment, of which this machine has few and Lambda has many; that does not
        count towards the timeout.
        """
        function = self._functions[name]
        reserved = self._reserved.get(name)
        if reserved is None:
            async with self._free:
                return await self._run(function, event)
        if not reserved.acquire(False):
            raise Throttled(name)
        try:
            return await self._run(function, event)
        finally:
            reserved.release()

    async def _run(self, function: Function, event: dict[str, Any]) -> Any:
        environment = self._environment(function.environment.get(ROLE_VARIABLE, ""))
        answer = asyncio.wrap_future(environment.run(lambda: _call(function, self._handlers[function.name], event)))
        try:
            await asyncio.wait({answer}, timeout=function.timeout)
        finally:  # also if the caller was cancelled
            if answer.done():
                self._idle.append(environment)
            else:
                self._end(environment)
        if not answer.done():
            _log.error("%s did not answer within %d s", function.name, function.timeout)
            raise FunctionTimedOut
        try:
            return json.loads(answer.result())
        except Exception as error:
            _log.error("%s failed", function.name, exc_info=error)
            raise FunctionFailed from error

    def _environment(self, role: str) -> "_Environment":
        """An environment of a database role: the one that was used last, or a new one. If there are as many as may run
        at the same time, a new one replaces the one that has been idle longest, so that connections stay as few."""
        for environment in reversed(self._idle):
            if environment.role == role:
                self._idle.remove(environment)
                return environment
        if self._idle and self._count >= self._limit:
            self._end(self._idle.pop(0))
        self._count += 1
        return _Environment(role)

    def _end(self, environment: "_Environment") -> None:
        self._count -= 1
        environment.end()


class _Environment:
    """A thread that runs one call after the other. A daemon, so that a call that hangs does not prevent the exit.

    role: the database role of its functions, empty for those without a database.
    """

    def __init__(self, role: str) -> None:
        self.role = role
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._serve, name="execution-environment", daemon=True).start()

    def run(self, call: Callable[[], str]) -> Future[str]:
        answer: Future[str] = Future()

        def run_call() -> None:
            try:
                answer.set_result(call())
            except Exception as error:  # noqa: BLE001  (raised again in the caller)
                answer.set_exception(error)
            except BaseException as error:  # noqa: BLE001  (SystemExit ends the call, not the process)
                answer.set_exception(RuntimeError(repr(error)))

        self._calls.put(run_call)
        return answer

    def end(self) -> None:
        self._calls.put(None)

    def _serve(self) -> None:
        while call := self._calls.get():
            call()
        sessions.disconnect()


def load(function: Function) -> Handler:
    """A function's handler, which connects to the database as the function's role.

    All files are called app.py, so each module is named after its folder.
    """
    module = load_module(function.folder / f"{function.module}.py", f"functions.{function.name}.{function.module}")
    try:
        handler: Handler = getattr(module, function.handler)
    except AttributeError as error:
        raise CannotStart(f"functions/{function.name} has no {function.handler}.") from error
    role = function.environment.get(ROLE_VARIABLE)
    return handler if role is None else _connected_as(role, handler)


def _connected_as(role: str, handler: Handler) -> Handler:
    @functools.wraps(handler)
    def connected(event: dict[str, Any], context: Context) -> Any:
        with sessions.connected_as(role):
            return handler(event, context)

    return connected


def load_module(path: Path, name: str) -> ModuleType:
    """Import a file under the given name. Raises CannotStart if it does not exist or its import fails."""
    specification = importlib.util.spec_from_file_location(name, path)
    if specification is None or specification.loader is None or not path.is_file():
        raise CannotStart(
            f"The template has the function functions/{path.parent.name}, but {path.name} is missing there."
        )
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # before it runs, as import does: pydantic looks up names there
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        raise CannotStart(f"functions/{path.parent.name} cannot be imported: {error!r}") from error
    return module


def _call(function: Function, handler: Handler, event: dict[str, Any]) -> str:
    context = Context(
        function_name=function.name,
        memory_limit_in_mb=str(function.memory),
        invoked_function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function.name}",
        log_group_name=f"/aws/lambda/{function.name}",
        deadline=time.monotonic() + function.timeout,
    )
    answer = json.dumps(handler(event, context))
    if len(answer) > ANSWER_LIMIT_BYTES:
        raise ValueError(f"The answer has {len(answer)} bytes; Lambda's limit is {ANSWER_LIMIT_BYTES}")
    return answer
