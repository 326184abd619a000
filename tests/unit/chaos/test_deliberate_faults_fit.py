"""The deliberate faults of `make chaos-faults` can still be put into the code."""

import pytest

from tests.chaos.faults import FAULTS, Edit
from tests.support.kit import ROOT


@pytest.mark.parametrize("edit", [edit for fault in FAULTS for edit in fault.edits], ids=lambda edit: edit.path)
def test_a_deliberate_fault_fits_the_code(edit: Edit) -> None:
    assert edit.new in edit.apply(ROOT)
