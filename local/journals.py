"""Journals of what the emulated AWS services accepted.

They keep everything in memory. So what they accept is recorded in a file before they answer, and is listed after a
restart too. If the process is killed in between, it is not listed; whoever sent it got no answer and sends it again.
"""

import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
type Items = Callable[[Any, Any], Iterable[Mapping[str, Any]]]
"""What to record of a call that was accepted, from its body and its answer."""


def recorded(application: Application, concerns: Callable[[Environ], bool], items: Items, journal: Path) -> Application:
    """An emulated service, as a WSGI application, with its calls in a journal. concerns: whether a call is recorded."""
    writing = threading.Lock()

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not concerns(environ):
            return application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        statuses: list[str] = []

        def begin(status: str, *more: Any) -> Any:
            statuses.append(status)
            return start_response(status, *more)

        answered = list(application(environ, begin))
        if statuses[-1].startswith("200"):
            found = items(json.loads(body), json.loads(b"".join(answered)))
            with writing, journal.open("a", encoding="utf-8") as lines:
                # A new line first: the last one may be incomplete if the process was killed.
                lines.writelines(f"\n{json.dumps(item)}" for item in found)
        return answered

    return answer


def listed(journal: Path) -> Iterator[dict[str, Any]]:
    """All items, oldest first."""
    if journal.exists():
        with journal.open(encoding="utf-8") as lines:
            for line in lines:
                with suppress(ValueError):  # an incomplete line
                    yield json.loads(line)
