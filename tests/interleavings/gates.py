"""Gates between the statements of the ledger's PL/pgSQL functions, at which the scheduler can stop a session.

In the test's database, each statement of a volatile function is followed by `assert gate(place)`. The gate counts the
gates that the database transaction has reached. It then acquires and releases an advisory lock, whose key is the id of
the process and this number. The scheduler stops a session at its n-th gate by holding that lock. The gate is called in
an `assert`, since `assert` changes nothing: it has no result, and it does not set FOUND.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg

_PLACES_CLASS: Final = 0  # never the id of a process
_GATE: Final = f"""
create function ledger.gate(p_place integer) returns boolean language plpgsql as $$
declare
    v_number integer := coalesce(nullif(current_setting('interleavings.gate', true), ''), '0')::integer + 1;
begin
    perform set_config('interleavings.gate', v_number::text, true);
    perform pg_advisory_lock_shared({_PLACES_CLASS}, p_place);
    perform pg_advisory_lock_shared(pg_backend_pid(), v_number);
    perform pg_advisory_unlock_shared(pg_backend_pid(), v_number);
    perform pg_advisory_unlock_shared({_PLACES_CLASS}, p_place);
    return true;
end
$$;
grant execute on function ledger.gate(integer) to public;
"""
_FUNCTIONS: Final = """
select p.proname as name, pg_get_functiondef(p.oid) as definition, p.prosrc as body
from pg_proc p
join pg_language l on l.oid = p.prolang
where p.pronamespace in ('ledger'::regnamespace, 'posting'::regnamespace) and l.lanname = 'plpgsql'
    and p.provolatile = 'v' and p.proname <> 'gate'
order by p.oid::regprocedure::text
"""
_TOKEN: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(?P<tag>\$\w*\$).*?(?P=tag)|(?P<word>\w+)|(?P<end>;)|.", re.DOTALL
)


@dataclass(frozen=True)
class Place:
    """A statement of a function. line: its line in the function's body, from 1."""

    function: str
    line: int

    def __str__(self) -> str:
        return f"{self.function}() after line {self.line}"


def install(admin: psycopg.Connection[Any]) -> dict[int, Place]:
    """Add gates to the functions of a database. Returns the place of each gate by number."""
    admin.execute(_GATE.encode())
    places: dict[int, Place] = {}
    for row in admin.execute(_FUNCTIONS).fetchall():
        body = "".join(_with_gates(row["name"], row["body"], places))
        admin.execute(row["definition"].replace(row["body"], body).encode())
    return places


def place_of(admin: psycopg.Connection[Any], pid: int, places: dict[int, Place]) -> Place:
    """Returns the place at which a session is stopped."""
    query = "select objid from pg_locks where locktype = 'advisory' and pid = %s and classid = %s and objsubid = 2"
    (row,) = admin.execute(query, (pid, _PLACES_CLASS)).fetchall()
    return places[row["objid"]]


def _with_gates(function: str, body: str, places: dict[int, Place]) -> Iterator[str]:
    """Returns the body with a gate after each statement. Declarations get no gate."""
    declares = True
    line = 1
    for token in _TOKEN.finditer(body):
        yield token[0]
        line += token[0].count("\n")
        match (token["word"] or "").lower():
            case "declare":
                declares = True
            case "begin":
                declares = False
        if token["end"] and not declares and body[token.end() :].strip():
            number = len(places) + 1
            places[number] = Place(function, line)
            yield f" assert gate({number});"
