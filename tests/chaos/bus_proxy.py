"""A proxy between the functions and the bus: refuses, repeats and delays what they put on it, or loses the answer."""

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

RELAY_ONLY = frozenset({"TopupInvoiced", "TopupCompleted", "LowBalance", "ReconciliationRequested"})
"""The types that only the relay publishes."""


@dataclass
class BusRules:
    """What the proxy does to calls of PutEvents.

    stopped: no call is answered with success, and nothing is put on the bus. refused_share: of the entries of a call.
    repeated_share: of the accepted entries; each is put on the bus again after up to `disorder_s`.
    disorder_s: each call waits up to this long, so that calls overtake each other.
    on_relayed: called once with the number of the process, after the bus accepted a call of its relay and before the
    relay receives the answer.
    """

    stopped: bool = False
    refused_share: float = 0.0
    repeated_share: float = 0.0
    disorder_s: float = 0.0
    on_relayed: Callable[[int], None] | None = None
    chooser: random.Random = field(default_factory=random.Random)


class BusProxy:
    """An ASGI application at `/<number of the process>/`. bus: the URL of the emulated bus."""

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
        """Put entries on the bus once more, each after a pause of its own."""

        async def again(entry: Mapping[str, Any], pause_s: float) -> None:
            await asyncio.sleep(pause_s)
            with suppress(httpx.HTTPError):  # a repeat is never needed
                await self._forward([entry], headers)

        for entry in entries:
            task = asyncio.create_task(again(entry, self.rules.chooser.uniform(0, 1 + self.rules.disorder_s)))
            self._repeats.add(task)
            task.add_done_callback(self._repeats.discard)


def _unavailable() -> Response:
    return JSONResponse({"__type": "InternalException"}, 500)
