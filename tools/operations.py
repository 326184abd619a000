"""The API's operations, read from the template's routes and the handlers, so that nothing is written twice."""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import FunctionType, ModuleType, UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from ledger import approvals
from ledger.core import errors
from ledger.core.errors import Refusal
from ledger.core.models import Amount, DryRun, OwnerId, SignedAmount
from ledger.edge.http import Csv, EventStream, Operation, Pdf
from local import identity, lambdas, payload, template
from local.template import Route, Template

ROOT = Path(__file__).resolve().parent.parent
_OWNER = TypeAdapter(OwnerId).json_schema()["pattern"]
_AMOUNTS = [TypeAdapter(kind).json_schema()["pattern"] for kind in (Amount, SignedAmount)]
FILES = "console"
"""The function that serves the console's files, which are not operations of the API."""
_WAITING: set[Callable[..., Any]] = {approvals.pending, approvals.pending_if_refused}
"""The functions by which an operation may wait for a second person."""
_TEXTS = {"csv": "text/csv", "txt": "text/event-stream"}
"""The media type of an example that is not JSON, by its file's suffix."""


@dataclass(frozen=True)
class Sample:
    """An event in events/ for the operation, and its answer, which is in docs/examples/ under the same name."""

    name: str
    event: dict[str, Any]

    @property
    def media(self) -> str:
        return str(self.event["headers"].get("content-type", "application/json"))

    @property
    def body(self) -> Any:
        text = self.event.get("body", "")
        return json.loads(text) if self.media == "application/json" else text

    @property
    def answer(self) -> tuple[str, Any]:
        """Media type and body."""
        folder = ROOT / "docs" / "examples"
        if (folder / f"{self.name}.pdf").exists():
            return "application/pdf", None  # not included in the document
        for ending, media in _TEXTS.items():
            if (text := folder / f"{self.name}.{ending}").exists():
                return media, text.read_bytes().decode()
        return "application/json", json.loads((folder / f"{self.name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Described:
    """A route with its handler. name: the function's folder, and the operation's id."""

    name: str
    route: Route
    operation: Operation

    @cached_property
    def summary(self) -> str:
        """The sentence after the route in the handler's docstring. Raises ValueError if that names another route."""
        words = inspect.cleandoc(inspect.getmodule(self.operation.function).__doc__ or "")
        route, _, sentence = words.split("\n\n")[0].partition(": ")
        if route != self.route.key:
            raise ValueError(f"functions/{self.name}/app.py begins with {route!r}; its route is {self.route.key!r}")
        line = " ".join(sentence.split()).removesuffix(".")
        return line[:1].upper() + line[1:]

    @property
    def description(self) -> str:
        """The first paragraphs of its use cases' docstrings. For a write only that of the first use case, since further
        ones only read the result; and then, that a second person may be needed."""
        cases = [case for case, wrapped in _calls(self.operation.function) if not wrapped]
        paragraphs = [_paragraph(case) for case in cases if case not in _WAITING]
        sentences = list(dict.fromkeys(text for text in paragraphs if text and text != f"{self.summary}."))
        if self.operation.writes:
            sentences = sentences[:1] + [_paragraph(case) for case in cases if case in _WAITING]
        return "\n\n".join(sentences)

    @property
    def roles(self) -> list[str]:
        return sorted(self.operation.roles or ())

    @property
    def status(self) -> int:
        return 201 if self.operation.created else 200

    def is_answer(self, status: int, sample: Sample) -> bool:
        """Whether the answer to a sample can have this status: 200 is that of a dry run, if the operation has any."""
        body = self.operation.body
        has_dry_runs = body is not None and issubclass(body[1], DryRun)
        return not has_dry_runs or (status == 200) == bool(sample.body.get("dry_run"))

    @property
    def answers(self) -> list[type[BaseModel]]:
        """The models it may answer with."""
        return [kind for kind in self._returns if kind not in {Csv, EventStream, Pdf}]

    @property
    def answers_csv(self) -> bool:
        return Csv in self._returns

    @property
    def answers_events(self) -> bool:
        return EventStream in self._returns

    @property
    def answers_pdf(self) -> bool:
        return Pdf in self._returns

    @property
    def _returns(self) -> list[Any]:
        returns = self.operation.returns
        return (
            list(get_args(returns)) if get_origin(returns) is UnionType or isinstance(returns, UnionType) else [returns]
        )

    @property
    def body_media(self) -> list[str]:
        """The media types of its body; empty if it has no body."""
        body = self.operation.body
        return ["application/json", *getattr(body[1], "MEDIA", {})] if body else []

    @cached_property
    def refusals(self) -> list[type[Refusal]]:
        """All refusals that it can return, one for each code: of its use cases, and of every operation of its kind."""
        operation = self.operation
        takes = json.dumps(
            [kind.json_schema() for kind in operation.path.values()]
            + [model[1].model_json_schema() for model in (operation.body, operation.query) if model]
        )
        of_its_kind: dict[type[Refusal], object] = {
            errors.InvalidRequest: True,
            errors.InvalidAmount: any(json.dumps(pattern) in takes for pattern in _AMOUNTS),
            errors.InvalidWallet: json.dumps(_OWNER) in takes,
            errors.Forbidden: operation.roles,
            errors.TooManyRequests: operation.roles,
            errors.PayloadTooLarge: operation.body,
            errors.UnsupportedMediaType: operation.body,
            errors.IdempotencyConflict: operation.writes,
            errors.Unavailable: operation.session,
        }
        found = [refusal for refusal, is_possible in of_its_kind.items() if is_possible]
        found += [refusal for case in _use_cases(operation.function) for refusal in _raised(case)]
        by_code = {refusal.code: refusal for refusal in reversed(found)}
        return sorted(by_code.values(), key=lambda refusal: (refusal.status, refusal.code))

    @property
    def samples(self) -> list[Sample]:
        """The operation's samples. Raises ValueError if it has none."""
        files = sorted((ROOT / "events").glob(f"{self.name}*.json"))
        read = [Sample(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files]
        found = [sample for sample in read if sample.event.get("routeKey") == self.route.key]
        if not found:
            raise ValueError(f"events/ has no sample of {self.name}")
        return found


@cache
def deployed() -> Template:
    """The template, with local values for its parameters."""
    return template.read(
        ROOT / "template.yaml",
        {
            "Issuer": identity.ISSUER,
            "Audience": identity.AUDIENCE,
            "ApiId": payload.API_ID,
            "DatabaseUrl": "postgresql:",
            "AdminDatabaseUrl": "postgresql:",
            "MailFrom": "billing@purser.example",
            "ConsoleUrl": "https://console.example",
            "ReconcileDatabaseUrl": "postgresql:",
            "TwoPeople": "off",
            "LocalErasureKey": "a key for tests and documents",
            "LocalApprovalKey": "another key for tests and documents",
        },
    )


def documented(system: Template) -> list[Route]:
    """All routes but those of files; a route that is the same with a slash at its end is listed once."""
    keys = {(route.key, route.function) for route in system.routes}
    return [
        route
        for route in sorted(system.routes, key=lambda route: (route.path, route.method))
        if route.function != FILES
        and not (route.path.endswith("/") and (route.key.removesuffix("/"), route.function) in keys)
    ]


def read(system: Template) -> list[Described]:
    """All operations, by path and method. Raises ValueError if template and handler contradict each other."""
    found = []
    for route in documented(system):
        if route.path == "$default":
            continue
        handler: Any = lambdas.load(system.functions[route.function])
        operation: Operation = handler.operation
        if (route.authorizer is None) != (operation.roles is None):
            raise ValueError(f"{route.key}: the template's authorizer and the handler's roles contradict each other")
        if set(re.findall(r"{(\w+)\+?}", route.path)) != operation.path.keys():
            raise ValueError(f"{route.key}: the handler takes {sorted(operation.path)} from the path")
        found.append(Described(route.function, route, operation))
    return found


def _use_cases(handler: Callable[..., Any]) -> Iterator[FunctionType]:
    """The ledger functions that the handler calls, and those that they pass the request to, which can refuse it too."""
    for case, _ in _calls(handler):
        yield case
        yield from _called_with_request(case)


def _called_with_request(case: FunctionType) -> Iterator[FunctionType]:
    for called, _ in _calls(case, only_with={"request", "query"}):
        yield called
        yield from _called_with_request(called)


def _calls(function: Callable[..., Any], only_with: set[str] | None = None) -> Iterator[tuple[FunctionType, bool]]:
    """The ledger functions that it calls, in order, and whether the result is an argument of another call or a part of
    its condition.

    only_with: only calls with an argument of one of these names.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names_here = inspect.unwrap(function).__globals__
    others = [call for call in calls if _resolved(call.func, names_here) not in (EventStream, Pdf)]
    arguments = [argument for call in others for argument in (*call.args, *(one.value for one in call.keywords))]
    conditions = [part for argument in arguments if isinstance(argument, ast.BoolOp) for part in argument.values]
    wrapped = {id(part) for part in (*arguments, *conditions)}
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        names = {argument.id for argument in call.args if isinstance(argument, ast.Name)}
        target = _resolved(call.func, names_here)
        if (
            isinstance(target, FunctionType)
            and target.__module__.startswith("ledger.")
            and not target.__module__.startswith("ledger.edge.http")
            and (only_with is None or names & only_with)
        ):
            yield target, id(call) in wrapped


def _resolved(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(module := _resolved(node.value, names), ModuleType):
        return getattr(module, node.attr, None)
    return None


def _raised(case: FunctionType) -> list[type[Refusal]]:
    """The refusals in the `Raises …` part of its docstring."""
    _, *clause = re.split(r"\bRaises\s", inspect.getdoc(case) or "", maxsplit=1)
    named = [getattr(errors, name, None) for name in re.findall(r"\w+", "".join(clause).split("\n\n")[0])]
    return [kind for kind in named if isinstance(kind, type) and issubclass(kind, Refusal) and hasattr(kind, "code")]


def _paragraph(case: FunctionType) -> str:
    text = re.split(r"\bRaises\s", inspect.getdoc(case) or "")[0]
    return " ".join(text.split("\n\n")[0].split())
