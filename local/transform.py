"""SAM's transform, by its own translator. It wants code in S3 and a region; it gets made-up ones, and a folder travels
through it as the object's key.

It takes longer than all else that is read here, since the translator copies the whole API for each route; so what
comes of a file is kept beside it, in .aws-sam, for as long as neither the file nor what transforms it is another.
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
    """Reads CloudFormation's tags as SAM does, by libyaml, which takes a tenth of the time."""


_Loader.add_multi_constructor("!", intrinsics_multi_constructor)


def parsed(text: str | bytes) -> dict[str, Any]:
    """A template as it is written. Raises yaml.YAMLError."""
    template: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  # nosec B506 (a safe loader's child)
    return template


def expanded(path: Path) -> dict[str, Any]:
    """The template at `path` as CloudFormation gets it where each parameter has its default. That tells only where SAM
    has to know a value, of a release for one; elsewhere a parameter stays a reference.

    Raises CannotStart where it cannot be read, or is not valid.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise CannotStart(f"{path.name} cannot be read: {one_line(error)}") from error
    parts = (text, samtranslator.__version__.encode(), Path(__file__).read_bytes())
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    kept = path.with_name(".aws-sam") / "expanded.json"
    with suppress(OSError, ValueError, TypeError, LookupError):  # or it is none of ours
        found: dict[str, Any] = json.loads(kept.read_bytes())
        if found["key"] == key:
            whole: dict[str, Any] = found["template"]
            return whole
    written = json.dumps({"key": key, "template": _expanded(path.name, text)}, default=str)
    with suppress(OSError):
        _keep(kept, written)
    made: dict[str, Any] = json.loads(written)["template"]  # the same as the next one gets
    return made


def transformed(source: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """What CloudFormation gets of a parsed template, which is changed on the way. It takes a second.

    Raises InvalidDocumentException.
    """
    # Only here: what is kept has to be had without them.
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


def _keep(place: Path, text: str) -> None:
    """Whole or not at all: others may read it meanwhile."""
    place.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink()
        raise


if __name__ == "__main__":
    print(json.dumps(expanded(Path(sys.argv[1]))))
