"""A proxy between the functions and the bus. It refuses, repeats and delays events, and it can lose an answer."""

import asyncio
import json
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

RELAY_ONLY = frozenset({"TopupInvoiced", "InvoiceVoided", "TopupCompleted", "LowBalance", "ReconciliationRequested"})
"""The types of events that only the relay publishes."""


@dataclass
class BusRules:
    """What the proxy does to calls of PutEvents.

    stopped: every call fails, and no event is put on the bus.
    refused_share: the share of the events that the proxy refuses.
    repeated_share: the share of the other events that the proxy puts on the bus again, up to 1 s + `disorder_s` later.
    disorder_s: the longest delay of a call. The delay is random, so that calls overtake each other.
    on_relayed: called once, after the bus has accepted events of a relay, with the number of the relay's process. The
    relay then receives an error as its answer.
    """

    stopped: bool = False
    refused_share: float = 0.0
    repeated_share: float = 0.0
    disorder_s: float = 0.0
    on_relayed: Callable[[int], None] | None = None
    chooser: random.Random = field(default_factory=random.Random)


class BusProxy:
    """An ASGI application. Each process calls it at `/<number of the process>/`. bus: the URL of the emulated bus."""

    def __init__(self, bus: str) -> None:
        self.rules = BusRules()
        self.app = Starlette(routes=[Route("/{process:int}/", self._put, methods=["POST"])])
        self._bus = bus
        self._http = httpx.AsyncClient(timeout=10)
        self._repeats: set[asyncio.Task[None]] = set()

    async def _put(self, request: Request) -> Response:
        rules, body = self.rules, await request.body()
        headers = {name: request.headers[name] for name in ("content-type", "x-amz-target", "authorization")}
        await asyncio.sleep(rules.chooser.uniform(0, rules.disorder_s))
        if rules.stopped:
            return _unavailable()
        entries: list[dict[str, Any]] = json.loads(body)["Entries"]
        refused = [rules.chooser.random() < rules.refused_share for _ in entries]
        passed = [entry for entry, is_refused in zip(entries, refused, strict=True) if not is_refused]
        try:
            accepted = iter(await self._forward(passed, headers) if passed else [])
        except httpx.HTTPError:
            return _unavailable()
        self._repeat([entry for entry in passed if rules.chooser.random() < rules.repeated_share], headers)
        if rules.on_relayed and any(entry["DetailType"] in RELAY_ONLY for entry in passed):
            call, rules.on_relayed = rules.on_relayed, None
            await asyncio.to_thread(call, request.path_params["process"])
            return _unavailable()
        results = [{"ErrorCode": "ThrottlingException"} if is_refused else next(accepted) for is_refused in refused]
        return JSONResponse({"FailedEntryCount": sum(refused), "Entries": results})

    async def _forward(self, entries: Sequence[Mapping[str, Any]], headers: Mapping[str, str]) -> list[dict[str, Any]]:
        answer = await self._http.post(self._bus, content=json.dumps({"Entries": entries}), headers=headers)
        results: list[dict[str, Any]] = answer.raise_for_status().json()["Entries"]
        return results

    def _repeat(self, entries: Sequence[Mapping[str, Any]], headers: Mapping[str, str]) -> None:
        """Put each of these events on the bus again, after a random pause."""

        async def again(entry: Mapping[str, Any], pause_s: float) -> None:
            await asyncio.sleep(pause_s)
            with suppress(httpx.HTTPError):  # the bus already has this event
                await self._forward([entry], headers)

        for entry in entries:
            task = asyncio.create_task(again(entry, self.rules.chooser.uniform(0, 1 + self.rules.disorder_s)))
            self._repeats.add(task)
            task.add_done_callback(self._repeats.discard)


def _unavailable() -> Response:
    return JSONResponse({"__type": "InternalException"}, 500)
