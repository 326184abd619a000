"""Imports all modules that a process of functions needs. The processes are forked after these imports."""

from local import lambdas
from tests.chaos import worker
from tests.support.kit import DEPLOYED

__all__ = ["worker"]

for function in DEPLOYED.functions.values():
    lambdas.load(function)
