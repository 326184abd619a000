-- look_up_person: finds an owner of a wallet by id, or a customer by username, and counts the lookup. Lookups that find
-- nobody count too, so this function does not raise for them.
--
-- Takes    tenant, principal; an owner id, or a username's key; how many lookups the principal may make in an hour, or
--          null for any number
-- Returns  the owner's id, and the customer's username or null; no row if there is nobody
-- Raises   PL007 too many lookups; detail {"retry_after_s"}
create or replace function look_up_person(
    p_tenant text, p_principal text, p_owner text, p_username_key text, p_hourly_limit integer
) returns table (owner_id text, username text)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_lookups person_lookups;
begin
    insert into person_lookups as l (tenant_id, principal) values (p_tenant, p_principal)
    on conflict (tenant_id, principal) do update
    set times = case when l.since > clock_timestamp() - interval '1 hour' then l.times + 1 else 1 end,
        since = case when l.since > clock_timestamp() - interval '1 hour' then l.since else clock_timestamp() end
    where l.tenant_id = p_tenant
    returning l.* into v_lookups;
    if v_lookups.times > p_hourly_limit then
        raise exception using errcode = 'PL007', message = 'too many lookups', detail = json_build_object(
            'retry_after_s',
            ceil(extract(epoch from v_lookups.since + interval '1 hour' - clock_timestamp()))::integer);
    end if;

    if p_owner is not null then
        return query
            select w.owner_id, k.username
            from wallets w
            left join customers k on k.tenant_id = w.tenant_id and k.wallet_id = w.wallet_id
            where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner
            order by w.agent_id is null -- a customer's own wallet first: it has the username
            limit 1;
    else
        return query
            select k.customer_id::text, k.username from customers k
            where k.tenant_id = p_tenant and k.username_key = p_username_key;
    end if;
end
$$;
grant execute on function look_up_person(text, text, text, text, integer) to purser_wallet;
