"""The e-mails that the emulated SES accepted."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.journals import Application, Environ, recorded

JOURNAL = "mails.jsonl"
_PATH = "/v2/email/outbound-emails"


def with_journal(application: Application, journal: Path) -> Application:
    """The emulated SES with each mail that it accepts in a journal."""
    return recorded(application, _is_mail, _items, journal)


def _is_mail(environ: Environ) -> bool:
    return bool(environ["PATH_INFO"] == _PATH)


def _items(request: Any, _: Any) -> Iterable[dict[str, Any]]:
    content = request["Content"]["Simple"]
    yield {
        "to": ", ".join(request["Destination"]["ToAddresses"]),
        "subject": content["Subject"]["Data"],
        "text": content["Body"]["Text"]["Data"],
        "sent_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
