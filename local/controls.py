"""Local routes that replace what a deployment has around it: events from and for other systems, schedules, e-mails."""

from collections.abc import Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local import mail, passed_events
from local.app import parsed, problem
from local.bus import Bus, EventRejected, ExternalEvent
from local.deliveries import scheduled
from local.journals import listed
from local.lambdas import FunctionFailed, FunctionTimedOut, Invoker
from local.wiring import Wiring


def routes(bus: Bus, lambdas: Invoker, wiring: Wiring, folder: Path) -> list[Route]:
    """POST and GET /local/events, POST /local/schedules/{function}, GET /local/mail. folder: of the journals."""
    # For a function with several schedules, the first one.
    schedules = {schedule.function: schedule for schedule in reversed(wiring.schedules)}

    async def event(request: Request) -> Response:
        received = await parsed(request, ExternalEvent)
        if isinstance(received, Response):
            return received
        try:
            event_id = await run_in_threadpool(bus.put, received)
        except EventRejected as error:
            return problem(503, "unavailable", f"The bus did not accept the event: {error}.")
        return JSONResponse({"event_id": event_id}, 202)

    async def run(request: Request) -> Response:
        schedule = schedules.get(request.path_params["function"])
        if schedule is None:
            return problem(
                404, "not_found", f"It has no schedule. Functions with one: {', '.join(reversed(schedules)) or 'none'}."
            )
        try:
            return JSONResponse(await lambdas.invoke(schedule.function, scheduled(schedule)))
        except (FunctionFailed, FunctionTimedOut):
            return problem(500, "internal_error", "The function failed; see its log.")

    def events(request: Request) -> Response:
        return _passed(folder / passed_events.JOURNAL, request.query_params)

    def mails(_: Request) -> Response:
        return JSONResponse({"items": list(listed(folder / mail.JOURNAL))})

    return [
        Route("/local/mail", mails),
        Route("/local/events", events),
        Route("/local/events", event, methods=["POST"]),
        Route("/local/schedules/{function}", run, methods=["POST"]),
    ]


def _passed(journal: Path, query: Mapping[str, str]) -> Response:
    if unknown := sorted(query.keys() - {"type", "after"}):
        return problem(400, "invalid_request", f"It takes type and after, and not {', '.join(unknown)}.")
    try:
        found = passed_events.passed(journal, query.get("type"), query.get("after"))
    except passed_events.UnknownEvent:
        return problem(400, "invalid_request", "after: No event with this id has passed since the start.")
    return JSONResponse({"items": found})
