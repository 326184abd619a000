"""Mutants: plausible mistakes in SQL, Python and the template, each with the tests that must find it."""
