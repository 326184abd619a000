-- minor_units: an amount in a currency's smallest unit.
--
-- Takes    a decimal, the currency's exponent and units (10^exponent)
-- Returns  whole minor units; null where the amount has more decimals than the currency (never rounded) or passes
--          9,007,199,254,740,991, the greatest integer that every JSON reader holds exactly
create or replace function minor_units(amount numeric, exponent smallint, units bigint) returns bigint
    language sql immutable parallel safe as $$
    select case when scale(amount) <= exponent and abs(amount) * units <= 9007199254740991
                then cast(amount * units as bigint) end
$$;

-- decimal_amount: the other way, with the currency's own number of decimals.
create or replace function decimal_amount(minor numeric, exponent smallint, units bigint) returns numeric
    language sql immutable parallel safe as $$
    select round(minor / units, exponent)
$$;
