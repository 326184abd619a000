"""Pairs of operations in every order of their statements."""

from tests.interleavings.choices import every_path
from tests.interleavings.runs import Runner, calls


def test_two_debits_of_more_than_the_balance_end_as_one_after_the_other(runner: Runner) -> None:
    number = 0
    for path in every_path():
        runner.check(calls("debit", "debit"), path)
        number += 1
    assert number > 10, number
