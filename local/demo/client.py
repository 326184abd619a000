"""Writes with tokens of the development issuer. Each has a fixed idempotency key, so a second demo changes nothing."""

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Self

import httpx

from local import CannotStart
from local.personas import TENANT, Persona


@dataclass(frozen=True)
class Caller:
    """The claims of a person's or system's token."""

    sub: str
    roles: tuple[str, ...]
    tenant_id: str = TENANT
    customer_id: str | None = None

    @classmethod
    def of(cls, persona: Persona) -> Self:
        return cls(persona.sub, persona.roles, persona.tenant_id)


class Client:
    """The demo's HTTP client. done: writes that had an effect in this run."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._tokens: dict[Caller, str] = {}
        self.done = 0

    def write(self, who: Caller, path: str, body: object = None, key: str | None = None, method: str = "POST") -> Any:
        """Send a write; the answer, or None if a username is taken. Without a key, each call has a new effect.

        Raises CannotStart if the write is refused.
        """
        headers = self._headers(who) | ({"idempotency-key": f"demo-{key}"} if key else {})
        answer = self._http.request(method, path, json=body or {}, headers=headers)
        if answer.status_code == HTTPStatus.CONFLICT and answer.json()["code"] == "username_taken":
            return None
        accepted = _accepted(answer)
        self.done += answer.headers.get("idempotency-replayed") != "true"
        return accepted

    def read(self, who: Caller, path: str) -> Any:
        return _accepted(self._http.get(path, headers=self._headers(who)))

    def event(self, source: str, kind: str, detail: object) -> None:
        """Put an event on the bus, as another system would."""
        _accepted(self._http.post("/local/events", json={"source": source, "detail-type": kind, "detail": detail}))

    def _headers(self, who: Caller) -> dict[str, str]:
        if who not in self._tokens:
            claims = {name: value for name, value in asdict(who).items() if value is not None}
            self._tokens[who] = _accepted(self._http.post("/local/token", json=claims))["access_token"]
        return {"authorization": f"Bearer {self._tokens[who]}"}


def _accepted(answer: httpx.Response) -> Any:
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        raise CannotStart(f"{answer.request.url.path} answered {answer.status_code}: {answer.text}")
    return answer.json()
