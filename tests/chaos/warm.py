"""Imports what a process of functions needs, so that each of them is forked from a process that has it already."""

from local import lambdas
from tests.chaos import worker
from tests.support.kit import DEPLOYED

__all__ = ["worker"]

for function in DEPLOYED.functions.values():
    lambdas.load(function)
