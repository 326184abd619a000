"""The e-mails that were sent, as the mail service took them.

The service is in memory, as the bus is; so what it took is written down as it answers, and is there after a restart,
too. Killed between the two, a mail that was taken is not in the list; whoever sent it never heard, and sends it again.
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
    """The mail service, as WSGI, that writes down each mail which it takes."""
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
    """Every mail, oldest first."""
    return list(_items(journal))


def _items(journal: Path) -> Iterator[dict[str, Any]]:
    if journal.exists():
        for line in journal.read_text(encoding="utf-8").splitlines():
            if line.endswith("}"):  # killed while it was written, the last may be half of one
                yield json.loads(line)


def _item(request: dict[str, Any]) -> dict[str, Any]:
    content = request["Content"]["Simple"]
    return {
        "to": ", ".join(request["Destination"]["ToAddresses"]),
        "subject": content["Subject"]["Data"],
        "text": content["Body"]["Text"]["Data"],
        "sent_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
