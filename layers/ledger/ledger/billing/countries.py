"""The countries of ISO 3166-1."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError


@cache
def countries() -> Mapping[str, str | None]:
    """The codes of ISO 3166-1 alpha-2, each with the country's currency. tools/countries.py writes the file."""
    return dict(json.loads(Path(__file__).with_name("countries.json").read_text(encoding="utf-8")))


def _country(value: str) -> str:
    if value not in countries():
        raise PydanticCustomError("country", "A country is a code of ISO 3166-1 alpha-2, such as KE.")
    return value


type CountryCode = Annotated[
    str, StringConstraints(max_length=2), AfterValidator(_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})
]
