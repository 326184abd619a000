-- An entry as post() takes it. Its members are those of `Entry` and `Owner` in Python, which explain them.
create type posting_entry as (
    transaction_number integer, owner_kind text, owner_id text, currency text, amount numeric, required_agent text,
    overdraft boolean
);

-- waive_or_refuse() does what these two did one after the other.
drop function if exists is_floor_waived(text, text, text, text, bigint, boolean);
drop function if exists raise_refusal(text, text, text, text, bigint, text, boolean);
