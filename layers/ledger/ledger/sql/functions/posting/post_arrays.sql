-- post: for the code of release 0.1.0, which calls it until a deployment has replaced that code. The next release drops it.
--
-- Takes    the members of the entries as arrays of one length that begin at 1
-- Raises   PL020 arrays of other bounds
create or replace function post(
    p_tenant text, p_request_id text, p_transactions jsonb,
    p_transaction_numbers integer[], p_owner_kinds text[], p_owner_ids text[], p_currencies text[], p_amounts numeric[],
    p_required_agents text[], p_overdrafts boolean[], p_called_at timestamptz
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    if (format('[1:%s]', cardinality(p_owner_ids)) = all (array[
            array_dims(p_transaction_numbers), array_dims(p_owner_kinds), array_dims(p_owner_ids),
            array_dims(p_currencies), array_dims(p_amounts), array_dims(p_required_agents), array_dims(p_overdrafts)
        ])) is not true then
        raise exception using errcode = 'PL020', message = 'arrays have one dimension and one length, and begin at 1';
    end if;
    return post(p_tenant, p_request_id, p_transactions, array(
        select (p_transaction_numbers[i], p_owner_kinds[i], p_owner_ids[i], p_currencies[i], p_amounts[i],
                p_required_agents[i], p_overdrafts[i])::posting_entry
        from generate_series(1, cardinality(p_owner_ids)) i order by i
    ), p_called_at);
end
$$;
grant execute on function post(text, text, jsonb, integer[], text[], text[], text[], numeric[], text[], boolean[], timestamptz)
    to purser_posts;
