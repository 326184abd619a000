"""The console and the documentation, which `make run` builds while the API answers already."""

import json
import os
import signal
import subprocess  # nosec B404 (make, with a fixed target)
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from local.lambdas import Context, Handler

FUNCTION = "console"
_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / "functions" / FUNCTION
_CONSOLE = _FOLDER / "dist" / "index.html"
_BUILT = {"console": _CONSOLE, "documentation": _FOLDER / "site" / "site.json"}
_BUILD = ("make", "--silent", "--no-print-directory", "pages")
# Becomes another program, whose signals are not blocked as this process's are, so that SIGTERM ends it.
_UNBLOCKED = (
    "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, ()); os.execvp(sys.argv[1], sys.argv[1:])"
)
_SENTENCE = "The console and the documentation are being built."
_PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Purser</title>
<style>body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }}</style>
<h1>Purser</h1>
<p>{_SENTENCE} This takes up to a minute, and this page loads again by itself. The API answers already.</p>
"""
_PROBLEM = {
    "type": "/problems/unavailable",
    "title": "Unavailable",
    "status": 503,
    "detail": _SENTENCE,
    "code": "unavailable",
}


def missing() -> str | None:
    """What to say if there is no console."""
    if _CONSOLE.exists():
        return None
    return "The console is not built (that needs npm with Node.js 20.19 or newer); the API works without it"


@contextmanager
def building(
    report: Callable[[str], None], on_end: Callable[[], None], command: Sequence[str] = _BUILD
) -> Iterator[None]:
    """Build what has changed since the last build, beside the block, whose end ends it. on_end: called afterwards."""
    before = _times()
    if None in before.values():
        report(_SENTENCE.removesuffix("."))
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    process = subprocess.Popen(  # nosec B603 (without a shell; nothing in it comes from outside)
        [sys.executable, "-c", _UNBLOCKED, *command],
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl-C at a terminal must reach only this process
    )
    ending = threading.Event()

    def wait() -> None:
        assert process.stdout  # noqa: S101  (Popen was called with PIPE)
        with process:
            for line in process.stdout:
                if not ending.is_set():  # else it says that it was ended
                    report(line.rstrip())
        if ending.is_set():
            return
        on_end()
        for name, time in _times().items():
            if time != before[name]:
                report(f"The {name} is built")
        if sentence := missing():
            report(sentence)

    waiting = threading.Thread(target=wait, name="pages", daemon=True)
    waiting.start()
    try:
        yield
    finally:
        ending.set()
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        waiting.join()


def being_built(handler: Handler) -> Handler:
    """The console's function as long as its pages are being built: what it does not find is a 503."""

    def answer(event: dict[str, Any], context: Context) -> Any:
        found = handler(event, context)
        if found["statusCode"] != 404:
            return found
        headers = {"cache-control": "no-store", "retry-after": "2"}
        if "text/html" in event["headers"].get("accept", ""):
            page = {"content-type": "text/html; charset=utf-8", "refresh": "2"}
            return {"statusCode": 503, "headers": headers | page, "body": _PAGE}
        problem = {"content-type": "application/problem+json"}
        return {"statusCode": 503, "headers": headers | problem, "body": json.dumps(_PROBLEM)}

    return answer


def _times() -> dict[str, float | None]:
    return {name: file.stat().st_mtime if file.exists() else None for name, file in _BUILT.items()}
