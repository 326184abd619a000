"""countries.json is what ISO 3166-1 and CLDR say."""

from babel.numbers import get_territory_currencies

from ledger.billing import payment_methods
from ledger.core.money import CURRENCIES
from tools import countries


def test_the_file_is_what_the_libraries_say() -> None:
    assert countries.TARGET.read_text(encoding="utf-8") == countries.text(), "python -m tools.countries writes it"


def test_every_country_has_a_currency_that_the_ledger_knows_but_where_there_is_none() -> None:
    found = payment_methods.countries()

    assert len(found) >= 249
    assert [country for country, currency in found.items() if currency is None] == ["AQ"]
    assert {currency for currency in found.values() if currency} <= CURRENCIES.keys()


def test_what_is_said_here_before_the_libraries_say_it_they_do_not_say_yet() -> None:
    assert [code for code, currency in countries.NEWER.items() if currency in get_territory_currencies(code)] == []
