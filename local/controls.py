"""Local routes that replace what a deployment does by itself: events of other systems, schedules, e-mail delivery."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.app import parsed, problem
from local.bus import Bus, EventRejected, ExternalEvent
from local.deliveries import scheduled
from local.lambdas import FunctionFailed, FunctionTimedOut, Invoker
from local.mail import sent
from local.wiring import Wiring


def routes(bus: Bus, lambdas: Invoker, wiring: Wiring, mails: Path) -> list[Route]:
    """POST /local/events, POST /local/schedules/{function}, GET /local/mail."""
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

    def mail(_: Request) -> Response:
        return JSONResponse({"items": sent(mails)})

    return [
        Route("/local/mail", mail),
        Route("/local/events", event, methods=["POST"]),
        Route("/local/schedules/{function}", run, methods=["POST"]),
    ]
