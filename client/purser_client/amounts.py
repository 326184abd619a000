"""Amounts and odds: decimals in Python, decimal strings in JSON, and never floats."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("a float is not exact: use a Decimal, a string or an int")
    return value


def _plain(value: Decimal) -> str:
    """Without an exponent, which the API refuses."""
    if not isinstance(value, Decimal):  # an assignment and model_copy() do not validate
        raise TypeError(f"an amount must be a Decimal, and is {type(value).__name__}")
    return format(value, "f")


Amount = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(_plain, return_type=str)]
"""The decimals are kept as they are: Decimal("25.00") is sent as "25.00"."""
