"""A proxy between the functions and a service that takes entries in batches: the bus, or the queues.

It refuses, repeats, delays and loses entries, and it can kill a process of functions in the middle of a call.
"""

import asyncio
import json
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

type Entry = Mapping[str, Any]
type Call = Mapping[str, Any]
"""The body of a call: PutEvents or SendMessageBatch, as JSON. Its entries are in `Entries`."""
_HEADERS = ("content-type", "x-amz-target", "authorization")


@dataclass(frozen=True)
class Interruption:
    """What happens once, in the middle of a call. The caller receives an error as its answer.

    fits: whether a call is interrupted. act: called with the number of the calling process. passes: whether the service
    gets the call, before `act`.
    """

    fits: Callable[[Call], bool]
    act: Callable[[int], None]
    passes: bool


@dataclass
class BatchRules:
    """What the proxy does to calls.

    stopped: every call fails, and the service gets nothing.
    refused_share: the share of the entries that the proxy refuses.
    repeated_share: the share of the other entries that the service gets again, up to 1 s + `disorder_s` later.
    disorder_s: the longest delay of a call. The delay is random, so that calls overtake each other.
    """

    stopped: bool = False
    refused_share: float = 0.0
    repeated_share: float = 0.0
    disorder_s: float = 0.0
    interruption: Interruption | None = None
    chooser: random.Random = field(default_factory=random.Random)


class BatchProxy:
    """Each process calls it at `/<name>/<number of the process>/`.

    service: the URL of the emulated service. answer: makes the caller's answer. It takes all entries, for each whether
    the proxy refused it, and the service's answer about the others. passed: the calls that the service got, without
    repetitions.
    """

    def __init__(self, name: str, service: str, answer: Callable[[Sequence[Entry], Sequence[bool], Any], Any]) -> None:
        self.rules = BatchRules()
        self.passed: list[Call] = []
        self.route = Route(f"/{name}/{{process:int}}/", self._called, methods=["POST"])
        self._service = service
        self._answer = answer
        self._http = httpx.AsyncClient(timeout=10)
        self._repeats: set[asyncio.Task[None]] = set()

    async def _called(self, request: Request) -> Response:
        try:
            rules, call = self.rules, json.loads(await request.body())
        except ClientDisconnect:  # the process was killed
            return _unavailable()
        headers = {name: request.headers[name] for name in _HEADERS}
        await asyncio.sleep(rules.chooser.uniform(0, rules.disorder_s))
        if rules.stopped:
            return _unavailable()
        try:
            if rules.interruption and rules.interruption.fits(call):
                interruption, rules.interruption = rules.interruption, None
                if interruption.passes:
                    await self._pass(call, call["Entries"], headers)
                await asyncio.to_thread(interruption.act, request.path_params["process"])
                return _unavailable()
            refused = [rules.chooser.random() < rules.refused_share for _ in call["Entries"]]
            passed = [entry for entry, is_refused in zip(call["Entries"], refused, strict=True) if not is_refused]
            answer = await self._pass(call, passed, headers) if passed else {}
        except httpx.HTTPError:
            return _unavailable()
        repeated = [entry for entry in passed if rules.chooser.random() < rules.repeated_share]
        if repeated:
            self._repeat(call | {"Entries": repeated}, headers)
        return JSONResponse(self._answer(call["Entries"], refused, answer))

    async def _pass(self, call: Call, entries: Sequence[Entry], headers: Mapping[str, str]) -> Any:
        passed = {**call, "Entries": entries}
        self.passed.append(passed)
        return await self._send(passed, headers)

    async def _send(self, call: Call, headers: Mapping[str, str]) -> Any:
        answer = await self._http.post(self._service, content=json.dumps(call), headers=headers)
        return answer.raise_for_status().json()

    def _repeat(self, call: Call, headers: Mapping[str, str]) -> None:
        """Send a call again after a random pause."""

        async def again(pause_s: float) -> None:
            await asyncio.sleep(pause_s)
            with suppress(httpx.HTTPError):  # the service already has these entries
                await self._send(call, headers)

        task = asyncio.create_task(again(self.rules.chooser.uniform(0, 1 + self.rules.disorder_s)))
        self._repeats.add(task)
        task.add_done_callback(self._repeats.discard)


def bus(service: str) -> BatchProxy:
    """A proxy of PutEvents."""

    def answer(_entries: Sequence[Entry], refused: Sequence[bool], answer: Any) -> Any:
        accepted = iter(answer.get("Entries", []))
        results = [{"ErrorCode": "ThrottlingException"} if is_refused else next(accepted) for is_refused in refused]
        return {"FailedEntryCount": sum(refused), "Entries": results}

    return BatchProxy("bus", service, answer)


def queues(service: str) -> BatchProxy:
    """A proxy of SendMessageBatch."""

    def answer(entries: Sequence[Entry], refused: Sequence[bool], answer: Any) -> Any:
        failed = [
            {"Id": entry["Id"], "Code": "InternalError", "SenderFault": False}
            for entry, is_refused in zip(entries, refused, strict=True)
            if is_refused
        ]
        return {"Successful": answer.get("Successful", []), "Failed": [*answer.get("Failed", []), *failed]}

    return BatchProxy("queues", service, answer)


def app(*proxies: BatchProxy) -> Starlette:
    return Starlette(routes=[proxy.route for proxy in proxies])


def _unavailable() -> Response:
    return JSONResponse({"__type": "InternalException"}, 500)
