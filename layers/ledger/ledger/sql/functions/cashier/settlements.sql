-- lock_account: locks the wallet of an agent's customer.
--
-- Raises   PL004 not your customer   PL005 no such customer   PL036 the person was erased
create or replace function lock_account(p_tenant text, p_agent text, p_customer uuid) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_agent text;
    v_status wallet_status;
begin
    select w.agent_id, w.status into v_agent, v_status from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_customer::text
        and w.agent_id is not null
    for no key update;
    if not found then
        raise exception using errcode = 'PL005', message = 'no such customer';
    elsif v_agent <> p_agent then
        raise exception using errcode = 'PL004', message = 'not your customer';
    elsif v_status = 'erased' then
        raise exception using errcode = 'PL036', message = 'the person was erased';
    end if;
end
$$;
grant execute on function lock_account(text, text, uuid) to purser_desk;

-- close_settlement: stores a settlement. The next one begins after its last version of the wallet.
--
-- Takes    the settlement's columns; p_called_at: the caller's clock
-- Raises   PL012 the settlement ends too far ahead of the caller's or the server's clock: the wallet would refuse postings
--          until then
create or replace function close_settlement(
    p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text,
    p_since_version bigint, p_until_version bigint, p_since timestamptz, p_until timestamptz, p_figures json,
    p_transaction uuid, p_called_at timestamptz, p_meta json default null
) returns uuid
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_settlement uuid := new_id();
begin
    if (p_until <= p_called_at + clock_skew_limit() and p_until <= clock_timestamp() + clock_skew_limit()) is not true then
        raise exception using errcode = 'PL012', message = 'the end of the settlement is ahead of the clock';
    end if;
    update customers set last_settlement = p_until where tenant_id = p_tenant and customer_id = p_customer;

    -- A posting that waits for this wallet may have read the clock before: it must not get an earlier time.
    update wallets w set posted_at = greatest(w.posted_at, p_until)
    from customers k
    where k.tenant_id = p_tenant and k.customer_id = p_customer and w.tenant_id = k.tenant_id
        and w.wallet_id = k.wallet_id;

    insert into settlements (tenant_id, settlement_id, customer_id, agent_id, method, note, currency, since_version,
                             until_version, since, until, figures, transaction_id, meta)
    values (p_tenant, v_settlement, p_customer, p_agent, p_method, p_note, p_currency, p_since_version,
            p_until_version, p_since, p_until, p_figures, p_transaction, p_meta);
    return v_settlement;
end
$$;
grant execute on function close_settlement to purser_desk;
