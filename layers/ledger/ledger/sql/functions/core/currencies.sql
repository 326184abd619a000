-- bake_currencies: makes minor_units(), with the currencies as constants of its own, since every posting needs them.
-- Called by every migration, after the currencies were written.
create or replace function bake_currencies() returns void
language plpgsql
set search_path = ledger, pg_temp
as $do$
begin
    -- minor_units: an amount in a currency's smallest unit.
    --
    -- Takes    a decimal, the currency's code
    -- Returns  whole minor units; null where the amount has more decimals than the currency (never rounded) or passes
    --          9,007,199,254,740,991, the greatest integer that every JSON reader holds exactly
    execute format(
        $f$create or replace function minor_units(amount numeric, currency text) returns bigint
           language sql immutable parallel safe as $$
               select case when scale(amount) <= cast(%L::jsonb -> currency as integer)
                            and abs(amount) * cast(%L::jsonb -> currency as bigint) <= 9007199254740991
                           then cast(amount * cast(%2$L::jsonb -> currency as bigint) as bigint) end
           $$$f$,
        (select jsonb_object_agg(c.code, c.exponent) from currencies c),
        (select jsonb_object_agg(c.code, c.units) from currencies c));
    revoke execute on function minor_units(numeric, text) from public;
end
$do$;

-- decimal_amount: the other way, with the currency's own number of decimals.
create or replace function decimal_amount(minor numeric, exponent smallint, units bigint) returns numeric
    language sql immutable parallel safe as $$
    select round(minor / units, exponent)
$$;
grant execute on function decimal_amount(numeric, smallint, bigint) to purser_app;
