-- create_minor_units: creates minor_units() and minor_unit() with the currencies as constants, since every posting
-- needs them. Called by every migration, after the currencies are written.
create or replace function create_minor_units() returns void
language plpgsql
set search_path = ledger, pg_temp
as $do$
begin
    -- minor_units: an amount in minor units.
    --
    -- Takes    a decimal, the currency's code
    -- Returns  whole minor units; null if the amount has more decimals than the currency (it is never rounded) or
    --          exceeds 9,007,199,254,740,991, the greatest integer that every JSON reader represents exactly
    execute format(
        $f$create or replace function minor_units(amount numeric, currency text) returns bigint
           language sql immutable parallel safe as $$
               select case when scale(amount) <= cast(%L::jsonb -> currency as integer)
                            and abs(amount) * cast(%L::jsonb -> currency as bigint) <= 9007199254740991
                           then cast(amount * cast(%2$L::jsonb -> currency as bigint) as bigint) end
           $$$f$,
        (select jsonb_object_agg(c.code, c.exponent) from currencies c),
        (select jsonb_object_agg(c.code, c.units) from currencies c));
    -- minor_unit: the value of one minor unit of a currency, with its decimals: 0.01 for USD. An amount in minor units
    -- times this is the decimal, as answers have it.
    execute format(
        $f$create or replace function minor_unit(currency text) returns numeric
           language sql immutable parallel safe return cast(%L::jsonb ->> currency as numeric)$f$,
        (select jsonb_object_agg(c.code, round(1.0 / c.units, c.exponent)::text) from currencies c));
    revoke execute on function minor_units, minor_unit from public;
    grant execute on function minor_units, minor_unit to purser_writer;
end
$do$;

-- decimal_amount: minor units as a decimal with the currency's number of decimals.
create or replace function decimal_amount(minor numeric, exponent smallint, units bigint) returns numeric
    language sql immutable parallel safe as $$
    select round(minor / units, exponent)
$$;
grant execute on function decimal_amount(numeric, smallint, bigint) to purser_read;
