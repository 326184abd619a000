-- set_event_settings: sets whether events of a tenant's transactions are published.
--
-- Takes    tenant, whether they are, who sets it, and the id of the request
create or replace function set_event_settings(p_tenant text, p_transactions boolean, p_by text, p_request text)
returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before json;
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    perform lock_terms(p_tenant, 'event_settings', p_tenant);
    select json_build_object('transactions', s.transactions) into v_before
    from event_settings s where s.tenant_id = p_tenant;
    insert into event_settings as s (tenant_id, transactions, changed_by) values (p_tenant, p_transactions, p_by)
    on conflict (tenant_id) do update
    set transactions = excluded.transactions, changed_by = excluded.changed_by, changed_at = clock_timestamp()
    where s.tenant_id = p_tenant and s.transactions <> excluded.transactions;
    perform record_change(
        p_tenant, 'event_settings', p_tenant, p_by, p_request, v_before,
        json_build_object('transactions', p_transactions));
end
$$;
grant execute on function set_event_settings(text, boolean, text, text) to purser_events;
