"""Writes the generated part of purser-client out of docs/openapi.json: client/purser_client/models.py, with
datamodel-code-generator, and client/purser_client/operations.py, a method for each operation.

The models have the types of the document but not its bounds and patterns: the API checks those, and refuses with one
kind of error. An enumeration in an answer accepts other values too, which a later version of the API may have, so that
an older client reads them.
"""

import json
import subprocess  # nosec B404 (programs from this project's lock files, without a shell)
import sys
import textwrap
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tools import openapi

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "client" / "purser_client"
GENERATOR: Final = ROOT / ".venv" / "clients" / "bin" / "datamodel-codegen"
RUFF: Final = Path(sys.executable).with_name("ruff")
OPTIONS: Final = (
    *(
        "--input-file-type",
        "openapi",
        "--output-model-type",
        "pydantic_v2.BaseModel",
        "--target-python-version",
        "3.12",
    ),
    *("--use-annotated", "--use-union-operator", "--use-standard-collections"),
    *("--enum-field-as-literal", "all", "--strict-nullable", "--disable-timestamp", "--formatters", "builtin"),
    *("--use-schema-description", "--use-field-description", "--custom-file-header", '"""The models of the API."""'),
    *("--base-class", "purser_client.model.Model"),
)
DECIMALS: Final = (
    *(
        "Amount",
        "Floor",
        "MoneyText",
        "NotNegative",
        "Odds",
        "OddsText",
        "SignedAmount",
        "ThresholdAmount",
        "UsdAmount",
    ),
)
LEFT_OUT: Final = {
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "examples",
    "discriminator",
}
BY_HAND: Final = {"cash_out_stream"}


def models(document: dict[str, Any]) -> str:
    """Raises CalledProcessError with the generator's output."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "openapi.json"), Path(folder, "models.py")
        source.write_text(json.dumps(_of_models(document)), encoding="utf-8")
        overrides = json.dumps(dict.fromkeys(DECIMALS, "purser_client.amounts.Amount"))
        files = ("--input", str(source), "--output", str(target))
        command = [str(GENERATOR), *files, "--type-overrides", overrides, *OPTIONS]
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (our own arguments)
        return _formatted(target.read_text(encoding="utf-8"))


def operations(document: dict[str, Any]) -> str:
    """The classes Operations and AsyncOperations, which have the same methods."""
    all_of_them = list(_operations(document))
    lines = [
        '"""The operations of the API, a method for each. Written by `make client` out of docs/openapi.json."""',
        "from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping",
        "from abc import ABC, abstractmethod",
        "from datetime import datetime",
        "from typing import Literal",
        "from uuid import UUID",
        "from pydantic import BaseModel",
        "from purser_client import models",
        "from purser_client.operation import Operation, Page, Parameter, Time",
        *(line for one in all_of_them for line in one.constants()),
        *_class("Operations", "", "Iterator", "Page[T]", [one.methods(is_async=False) for one in all_of_them]),
        *_class(
            *("AsyncOperations", "async ", "AsyncIterator", "Awaitable[Page[T]]"),
            [one.methods(is_async=True) for one in all_of_them],
        ),
    ]
    return _formatted("\n".join(lines))


def _class(name: str, prefix: str, iterator: str, page: str, methods: list[str]) -> Iterator[str]:
    yield f"class {name}(ABC):"
    yield '    """Every operation but the stream, under its operationId."""'
    yield f"""
    @abstractmethod
    {prefix}def _call[T](self, operation: Operation[T], *, path: Mapping[str, object] | None = None,
        query: Mapping[str, Parameter] | None = None, body: BaseModel | str | None = None, key: str | None = None,
        lost_at: datetime | None = None, timeout: float | None = None) -> T: ...

    @abstractmethod
    def _each[T](self, page_at: Callable[[str | None], {page}]) -> {iterator}[T]: ...
"""
    yield from methods


@dataclass(frozen=True)
class _Operation:
    """One operation of the document. parameters: in the order of the document, with their references resolved."""

    document: dict[str, Any]
    method: str
    path: str
    content: dict[str, Any]

    @property
    def name(self) -> str:
        name: str = self.content["operationId"]
        return name

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return [_resolved(self.document, one) for one in self.content.get("parameters", [])]

    @property
    def is_write(self) -> bool:
        return any(one["name"] == "Idempotency-Key" for one in self.parameters)

    def of_kind(self, place: str) -> list[dict[str, Any]]:
        return [one for one in self.parameters if one["in"] == place and one["name"] != "format"]

    def answers(self, media_type: str) -> dict[str, str]:
        """The Python type of each successful status that has this media type."""
        return {
            status: _answer_type(self.document, media_type, answer["content"][media_type]["schema"])
            for status, answer in self.content["responses"].items()
            if status < "300" and media_type in answer.get("content", {})
        }

    def variants(self) -> Iterator[tuple[str, dict[str, str], str]]:
        """Suffix, answers and media type of the body of each method: JSON, and CSV where there is that too."""
        bodies = self.content.get("requestBody", {}).get("content", {})
        yield "", self.answers("application/json") or self.answers("application/pdf"), "application/json"
        if "text/csv" in bodies:
            yield "_csv", self.answers("application/json"), "text/csv"
        if csv := self.answers("text/csv"):
            yield "_csv", csv, "application/json"

    def constants(self) -> Iterator[str]:
        for suffix, answers, media_type in self.variants():
            types = "{" + ", ".join(f"{status}: {kind}" for status, kind in answers.items()) + "}"
            is_write = ", is_write=True" if self.is_write else ""
            is_text = f', media_type="{media_type}"' if media_type != "application/json" else ""
            yield (
                f"_{(self.name + suffix).upper()} = Operation[{_union(answers)}]"
                f'("{self.method.upper()}", "{self.path}", {types}{is_write}{is_text})'
            )

    def methods(self, *, is_async: bool) -> str:
        written = [self._method(*variant, is_async=is_async) for variant in self.variants()]
        if item := self._item():
            written.append(self._iterator(item, is_async=is_async))
        return "\n".join(written)

    def _method(self, suffix: str, answers: dict[str, str], media_type: str, *, is_async: bool) -> str:
        is_csv_answer = suffix and media_type == "application/json"
        body = "str" if media_type == "text/csv" else self._body()
        optional = " | None = None" if body and not self.content["requestBody"].get("required") else ""
        query = [one for one in self.of_kind("query") if not (is_csv_answer and one["name"] == "cursor")]
        signature = [
            "self",
            *(f"{one['name']}: {self._type(one)}" for one in self.of_kind("path")),
            *([f"body: {body}{optional}"] if body else []),
            "*",
            *(f"{one['name']}: {self._type(one)}{_default(one)}" for one in query),
            *(["idempotency_key: str | None = None", "lost_at: datetime | None = None"] if self.is_write else []),
            "timeout: float | None = None",
        ]
        arguments = [
            f"_{(self.name + suffix).upper()}",
            *([f"path={_mapping(self.of_kind('path'))}"] if self.of_kind("path") else []),
            *([f"query={_mapping(query, csv=bool(is_csv_answer))}"] if query or is_csv_answer else []),
            *(["body=body"] if body else []),
            *(["key=idempotency_key", "lost_at=lost_at"] if self.is_write else []),
            "timeout=timeout",
        ]
        prefix, waiting = ("async ", "await ") if is_async else ("", "")
        head = f"{prefix}def {self.name}{suffix}({', '.join(signature)}) -> {_union(answers)}:"
        return f"    {head}\n{self._docstring(query)}\n        return {waiting}self._call({', '.join(arguments)})\n"

    def _iterator(self, item: str, *, is_async: bool) -> str:
        query = [one for one in self.of_kind("query") if one["name"] not in {"cursor", "offset", "page_number"}]
        path = [one["name"] for one in self.of_kind("path")]
        signature = [
            "self",
            *(f"{one['name']}: {self._type(one)}" for one in self.of_kind("path")),
            "*",
            *(f"{one['name']}: {self._type(one)}{_default(one)}" for one in query),
            "timeout: float | None = None",
        ]
        named = [f"{one['name']}={one['name']}" for one in query]
        page = f"self.{self.name}({', '.join([*path, 'cursor=cursor', *named, 'timeout=timeout'])})"
        iterator = "AsyncIterator" if is_async else "Iterator"
        return (
            f"    def {self.name}_all({', '.join(signature)}) -> {iterator}[{item}]:\n"
            f'        """Every item of `{self.name}`, which is called for each page."""\n'
            f"        return self._each(lambda cursor: {page})\n"
        )

    def _item(self) -> str | None:
        """The type of a list's items."""
        if not any(one["name"] == "cursor" for one in self.parameters):
            return None
        listing = self.document["components"]["schemas"][_named(self._json_answer()) or ""]
        items = listing["properties"].get("items")
        return _model(self.document, items["items"]) if items else None

    def _json_answer(self) -> dict[str, Any]:
        schema: dict[str, Any] = self.content["responses"]["200"]["content"]["application/json"]["schema"]
        return schema

    def _body(self) -> str:
        content = self.content.get("requestBody", {}).get("content", {})
        name = _named(content["application/json"]["schema"]) if content else None
        return f"models.{name}" if name else ""

    def _docstring(self, query: list[dict[str, Any]]) -> str:
        described = [f"{one['name']}: {one['description']}" for one in query if "description" in one]
        parts = [self.content["summary"] + ".", self.content.get("description", ""), "\n".join(described)]
        text = "\n\n".join(part for part in parts if part).replace("\\", "\\\\")
        lines = [line for paragraph in text.splitlines() for line in textwrap.wrap(paragraph, 110) or [""]]
        return textwrap.indent('"""' + "\n".join(lines) + ('\n"""' if len(lines) > 1 else '"""'), " " * 8)

    def _type(self, parameter: dict[str, Any]) -> str:
        name, schema = _named(parameter["schema"]), _resolved(self.document, parameter["schema"])
        if name == "TimeText":
            return "Time"
        if values := schema.get("enum"):
            return f"Literal[{', '.join(json.dumps(value) for value in values)}]"
        if schema.get("format") == "uuid":
            return "UUID"
        if schema["type"] == "object":
            return "Mapping[str, str | int | bool]"
        return {"string": "str", "integer": "int", "boolean": "bool"}[schema["type"]]


def _operations(document: dict[str, Any]) -> Iterator[_Operation]:
    for path, methods in document["paths"].items():
        for method, content in methods.items():
            if content["operationId"] not in BY_HAND:
                yield _Operation(document, method, path, content)


def _of_models(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the schemas of bodies and of successful answers only."""
    schemas = document["components"]["schemas"]
    bodies = [one.content["requestBody"]["content"] for one in _operations(document) if "requestBody" in one.content]
    answers = [
        answer["content"]
        for methods in document["paths"].values()
        for content in methods.values()
        for status, answer in content["responses"].items()
        if status < "300"
    ]
    sent, received = _reachable(schemas, bodies), _reachable(schemas, answers) | {"CashOut"}
    kept = {
        name: _types_only(_inlined(schemas, schema if name in sent else _open(schema)))
        for name, schema in schemas.items()
        if name in sent | received and "properties" in schema
    }
    # Objects, so that the generator has models to override.
    kept |= {name: {"type": "object", "properties": {}} for name in DECIMALS}
    return {"openapi": document["openapi"], "info": document["info"], "paths": {}, "components": {"schemas": kept}}


def _inlined(schemas: dict[str, Any], part: Any) -> Any:
    """References to texts, numbers, maps and unions are replaced by their schemas, so that each model is an object."""
    if isinstance(part, dict):
        name = _named(part)
        if name is not None and name not in DECIMALS and "properties" not in schemas[name]:
            return _inlined(schemas, {**schemas[name], **{key: part[key] for key in part if key != "$ref"}})
        return {key: _inlined(schemas, value) for key, value in part.items()}
    return [_inlined(schemas, one) for one in part] if isinstance(part, list) else part


def _reachable(schemas: dict[str, Any], part: Any) -> set[str]:
    names: set[str] = set()
    waiting = list(_references(part))
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting += _references(schemas[name])
    return names


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if name := _named(part):
            yield name
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _types_only(part: Any) -> Any:
    if isinstance(part, dict):
        if part.get("format") in {"uri", "uri-reference"}:
            return {"type": "string"}
        # The members of `properties` are names of fields, which may be those of bounds.
        return {
            name: {field: _types_only(one) for field, one in value.items()}
            if name == "properties"
            else _types_only(value)
            for name, value in part.items()
            if name not in LEFT_OUT
        }
    return [_types_only(one) for one in part] if isinstance(part, list) else part


def _open(part: Any) -> Any:
    """An enumeration of texts also accepts every other text."""
    if isinstance(part, dict):
        opened = {name: _open(value) for name, value in part.items()}
        if "enum" in opened and opened.get("type") == "string":
            closed = {"enum": opened.pop("enum"), "type": opened.pop("type")}
            return {**opened, "anyOf": [closed, {"type": "string"}]}
        return opened
    return [_open(one) for one in part] if isinstance(part, list) else deepcopy(part)


def _resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = {**found, **{name: value for name, value in part.items() if name != "$ref"}}
    return part


def _named(schema: dict[str, Any]) -> str | None:
    reference = schema.get("$ref")
    return reference.rpartition("/")[2] if isinstance(reference, str) else None


def _answer_type(document: dict[str, Any], media_type: str, schema: dict[str, Any]) -> str:
    if media_type == "application/json":
        return _model(document, schema)
    return "str" if media_type == "text/csv" else "bytes"


def _model(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """The model of an object, or the models of a union."""
    if members := _resolved(document, schema).get("oneOf") or schema.get("anyOf"):
        return " | ".join(f"models.{_named(one)}" for one in members)
    return f"models.{_named(schema)}"


def _union(answers: dict[str, str]) -> str:
    return " | ".join(dict.fromkeys(answers.values()))


def _default(parameter: dict[str, Any]) -> str:
    return "" if parameter.get("required") else " | None = None"


def _mapping(parameters: list[dict[str, Any]], *, csv: bool = False) -> str:
    members = [f'"{one["name"]}": {one["name"]}' for one in parameters]
    return "{" + ", ".join([*members, *(['"format": "csv"'] if csv else [])]) + "}"


def _formatted(text: str) -> str:
    for arguments in (["check", "--quiet", "--select", "I", "--fix"], ["format", "--quiet"]):
        command = [str(RUFF), *arguments, "--stdin-filename", str(PACKAGE / "generated.py"), "-"]
        done = subprocess.run(command, input=text, check=True, capture_output=True, text=True)  # noqa: S603  (our own words)
        text = done.stdout
    return text


def texts() -> dict[Path, str]:
    """The content of each generated file."""
    document = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
    return {PACKAGE / "models.py": models(document), PACKAGE / "operations.py": operations(document)}


if __name__ == "__main__":
    for file, text in texts().items():
        file.write_text(text, encoding="utf-8")
