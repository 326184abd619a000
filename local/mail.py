"""The e-mails that were sent.

The emulated SES keeps everything in memory. So each mail that it accepts is recorded in a file before it answers, and
is listed after a restart too. If the process is killed in between, the mail is not listed; its sender got no answer and
sends it again.
"""

import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_PATH = "/v2/email/outbound-emails"

type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def recorded(application: Application, journal: Path) -> Application:
    """The emulated SES, as a WSGI application, with each accepted mail recorded in `journal`."""
    writing = threading.Lock()

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != _PATH:
            return application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        statuses: list[str] = []

        def begin(status: str, *more: Any) -> Any:
            statuses.append(status)
            return start_response(status, *more)

        answered = list(application(environ, begin))
        if statuses[-1].startswith("200"):
            with writing, journal.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(_item(json.loads(body))) + "\n")
        return answered

    return answer


def sent(journal: Path) -> list[dict[str, Any]]:
    """All mails, oldest first."""
    return list(_items(journal))


def _items(journal: Path) -> Iterator[dict[str, Any]]:
    if journal.exists():
        for line in journal.read_text(encoding="utf-8").splitlines():
            if line.endswith("}"):  # the last line may be incomplete if the process was killed
                yield json.loads(line)


def _item(request: dict[str, Any]) -> dict[str, Any]:
    content = request["Content"]["Simple"]
    return {
        "to": ", ".join(request["Destination"]["ToAddresses"]),
        "subject": content["Subject"]["Data"],
        "text": content["Body"]["Text"]["Data"],
        "sent_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
