"""Ids are UUIDs, version 7: ordered by time and unique."""

import secrets
import time
from uuid import RFC_4122

import pytest

from ledger.core import ids
from ledger.core.ids import new_id


def test_an_id_is_a_uuid_of_version_7_in_lower_case() -> None:
    created = [new_id() for _ in range(1_000)]

    assert {(one.version, one.variant) for one in created} == {(7, RFC_4122)}
    assert all(str(one) == str(one).lower() for one in created)
    assert len(set(created)) == len(created)


@pytest.mark.parametrize("milliseconds", [0, 1, 1_769_860_800_000, (1 << 48) - 1])
def test_an_id_begins_with_its_time_in_milliseconds(monkeypatch: pytest.MonkeyPatch, milliseconds: int) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: milliseconds * 1_000_000 + 999_999)

    assert new_id().int >> 80 == milliseconds


def test_later_ids_sort_after_earlier_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(1_000_000_000, 50_000_000_000, 1_000_000_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    created = [new_id() for _ in range(49)]

    assert created == sorted(created)
    assert [str(one) for one in created] == sorted(str(one) for one in created)


@pytest.mark.parametrize("bits", [0, (1 << 74) - 1])
def test_the_bits_other_than_time_version_and_variant_are_random(monkeypatch: pytest.MonkeyPatch, bits: int) -> None:
    monkeypatch.setattr(secrets, "randbits", lambda count: bits if count == ids._RANDOM_BITS else None)
    fixed = 0x7 << 76 | 0b10 << 62

    created = new_id()

    assert (created.version, created.variant) == (7, RFC_4122)
    assert created.int & ((1 << 80) - 1) & ~fixed == (bits >> 62) << 64 | bits & (1 << 62) - 1
