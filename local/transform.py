"""SAM's transform, by SAM's own translator. The translator expects code in S3 and a region, so it gets placeholders;
the code's folder is used as the S3 key.

This is the slowest step of reading the template, since the translator copies the whole API for each route. So the
result is cached in .aws-sam until the template, the translator or this file changes.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import samtranslator
import yaml
from samtranslator.yaml_helper import intrinsics_multi_constructor

from local import REGION, CannotStart

_CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


class _Loader(yaml.CSafeLoader):
    """Reads CloudFormation's tags as SAM does, but with libyaml, which takes a tenth of the time."""


_Loader.add_multi_constructor("!", intrinsics_multi_constructor)


def parsed(text: str | bytes) -> dict[str, Any]:
    """A parsed template, before the transform. Raises yaml.YAMLError."""
    template: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  # nosec B506 (a subclass of a safe loader)
    return template


def expanded(path: Path) -> dict[str, Any]:
    """The template at `path` after SAM's transform. Parameters stay references, except where SAM needs a value; there
    it uses the default.

    Raises CannotStart if the file cannot be read or is not valid.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise CannotStart(f"{path.name} cannot be read: {one_line(error)}") from error
    parts = (text, samtranslator.__version__.encode(), Path(__file__).read_bytes())
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    cache = path.with_name(".aws-sam") / "expanded.json"
    with suppress(OSError, ValueError, TypeError, LookupError):  # the cache is missing or invalid
        found: dict[str, Any] = json.loads(cache.read_bytes())
        if found["key"] == key:
            cached: dict[str, Any] = found["template"]
            return cached
    written = json.dumps({"key": key, "template": _expanded(path.name, text)}, default=str)
    with suppress(OSError):
        _write(cache, written)
    made: dict[str, Any] = json.loads(written)["template"]  # equal to what the cache will return
    return made


def transformed(source: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """A parsed template after SAM's transform; it takes about a second. `source` is modified.

    Raises InvalidDocumentException.
    """
    # Imported here, so that a cached template does not need these slow imports.
    import boto3  # noqa: PLC0415
    from samtranslator.parser.parser import Parser  # noqa: PLC0415
    from samtranslator.translator.translator import Translator  # noqa: PLC0415

    for resource in source["Resources"].values():
        properties, uri = resource.get("Properties", {}), _CODE.get(resource.get("Type"))
        if uri in properties:
            properties[uri] = f"s3://local/{properties[uri]}"
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    result: dict[str, Any] = translator.translate(source, dict(values))
    return result


def one_line(error: Exception) -> str:
    return " ".join(str(getattr(error, "message", error)).split())


def _expanded(name: str, text: bytes) -> dict[str, Any]:
    from samtranslator.model.exceptions import InvalidDocumentException  # noqa: PLC0415

    try:
        source = parsed(text)
    except yaml.YAMLError as error:
        raise CannotStart(f"{name} cannot be read: {one_line(error)}") from error
    try:
        return transformed(source, {})
    except InvalidDocumentException as error:
        raise CannotStart(f"{name} is not valid: {one_line(error.causes[0])}") from error


def _write(path: Path, text: str) -> None:
    """Write a temporary file and rename it, since other processes may read the file meanwhile."""
    path.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


if __name__ == "__main__":
    print(json.dumps(expanded(Path(sys.argv[1]))))
