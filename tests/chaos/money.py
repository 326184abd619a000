"""Conversion between amounts and minor units. The table of exponents is independent of the ledger's table."""

from decimal import Decimal

EXPONENTS = {"USD": 2, "COIN": 0}


def minor(amount: str, currency: str) -> int:
    """Convert an amount to minor units. Raises ValueError if the amount has too many decimals."""
    scaled = Decimal(amount).scaleb(EXPONENTS[currency])
    if scaled != int(scaled):
        raise ValueError(f"{amount} {currency}")
    return int(scaled)


def text(minor_units: int, currency: str) -> str:
    return str(Decimal(minor_units).scaleb(-EXPONENTS[currency]))
