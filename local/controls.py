"""What a developer can make happen that elsewhere happens by itself: an event of another system, a schedule; and see
that elsewhere arrives at others: e-mail."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.app import parsed, problem
from local.bus import Bus, ForeignEvent, Refused
from local.deliveries import scheduled
from local.lambdas import FunctionFailed, FunctionTimedOut, Invokes
from local.mail import sent
from local.wiring import Wiring


def routes(bus: Bus, lambdas: Invokes, wiring: Wiring, mails: Path) -> list[Route]:
    """POST /local/events, POST /local/schedules/{function}, GET /local/mail."""
    # Of a function that several call, the first.
    schedules = {schedule.function: schedule for schedule in reversed(wiring.schedules)}

    async def event(request: Request) -> Response:
        said = await parsed(request, ForeignEvent)
        if isinstance(said, Response):
            return said
        try:
            event_id = await run_in_threadpool(bus.put, said)
        except Refused as error:
            return problem(503, "unavailable", f"The bus did not accept the event: {error}.")
        return JSONResponse({"event_id": event_id}, 202)

    async def run(request: Request) -> Response:
        schedule = schedules.get(request.path_params["function"])
        if schedule is None:
            return problem(
                404, "not_found", f"No schedule calls it; there are: {', '.join(reversed(schedules)) or 'none'}."
            )
        try:
            return JSONResponse(await lambdas.invoke(schedule.function, scheduled(schedule)))
        except (FunctionFailed, FunctionTimedOut):
            return problem(500, "internal_error", "The function failed; its log says why.")

    def mail(_: Request) -> Response:
        return JSONResponse({"items": sent(mails)})

    return [
        Route("/local/mail", mail),
        Route("/local/events", event, methods=["POST"]),
        Route("/local/schedules/{function}", run, methods=["POST"]),
    ]
