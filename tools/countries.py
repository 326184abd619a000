"""Writes ledger/billing/countries.json: ISO 3166-1's codes, each with the currency that CLDR names first."""

import json
from pathlib import Path

import pycountry
from babel.numbers import get_territory_currencies

from ledger.core.money import CURRENCIES

# In effect since 2026-01-01; CLDR does not have it yet.
NEWER = {"BG": "EUR"}
TARGET = Path(__file__).parent.parent / "layers" / "ledger" / "ledger" / "billing" / "countries.json"


def countries() -> dict[str, str | None]:
    """Country code -> its legal tender today; None where there is none, as in Antarctica."""
    codes = sorted(country.alpha_2 for country in pycountry.countries)
    found = {code: next(filter(CURRENCIES.__contains__, get_territory_currencies(code)), None) for code in codes}
    return found | NEWER


def text() -> str:
    return json.dumps(countries(), separators=(",\n", ": ")) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
