-- set_event_settings: sets whether the events of a tenant's transactions and of its holds are published.
--
-- Takes    tenant, whether each of both are, who sets it, and the id of the request
create or replace function set_event_settings(
    p_tenant text, p_transactions boolean, p_holds boolean, p_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before json;
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    perform lock_terms(p_tenant, 'event_settings', p_tenant);
    select json_build_object('transactions', s.transactions, 'holds', s.holds) into v_before
    from event_settings s where s.tenant_id = p_tenant;
    insert into event_settings as s (tenant_id, transactions, holds, changed_by)
    values (p_tenant, p_transactions, p_holds, p_by)
    on conflict (tenant_id) do update
    set transactions = excluded.transactions, holds = excluded.holds, changed_by = excluded.changed_by,
        changed_at = clock_timestamp()
    where s.tenant_id = p_tenant and (s.transactions, s.holds) <> (excluded.transactions, excluded.holds);
    perform record_change(
        p_tenant, 'event_settings', p_tenant, p_by, p_request, v_before,
        json_build_object('transactions', p_transactions, 'holds', p_holds));
end
$$;
grant execute on function set_event_settings(text, boolean, boolean, text, text) to purser_events;
