-- change_account: changes a customer's terms under the locks of the wallets, and records every change. The status is one
-- for all wallets of the customer, whatever their currency.
--
-- Takes    tenant, agent, customer; account type, credit limit (decimal) and status; null leaves a value as it is; the id
--          of the request
-- Raises   PL004 not your customer   PL005 no such customer   PL010 invalid amount
--          PL032 a Credit account needs a limit   PL033 a PostUp account has none   PL036 the person was erased
--          PL035 the line rises by more value than the agent's limits allow
--
-- Order    1 lock the customer's wallets, in the order of postings   2 lock the customer, as a settlement does: a wallet
--          that is being created is awaited, and none is created before the commit   3 check, record and change
--          4 compare a line that rises with the agent's limits
--
-- A limit below the present debt is allowed: it only refuses further debits. A customer who becomes a Credit customer
-- loses the overdraft setting.
create or replace function change_account(
    p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text,
    p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    w wallets;
    c currencies;
    v_type text;
    v_limit bigint;
    v_status text;
    v_balance bigint; -- less what is held
    v_now timestamptz; -- of the change, and of the day in which a line that rises counts
begin
    perform from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = 'person' and x.owner_id = p_customer::text
    order by x.currency
    for no key update;
    perform from customers k where k.tenant_id = p_tenant and k.customer_id = p_customer for no key update;

    select x.* into w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = 'person' and x.owner_id = p_customer::text
        and x.agent_id is not null;
    if not found then
        raise exception using errcode = 'PL005', message = 'no such customer';
    elsif w.agent_id <> p_agent then
        raise exception using errcode = 'PL004', message = 'not your customer';
    elsif w.status = 'erased' then
        raise exception using errcode = 'PL036', message = 'the person was erased';
    end if;
    select x.* into strict c from currencies x where x.code = w.currency;

    v_type := coalesce(p_account_type, w.account_type);
    v_status := coalesce(p_status, w.status);
    v_limit := minor_units(p_credit_limit, w.currency);
    if p_credit_limit is not null and v_limit is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', w.currency, 'exponent', c.exponent, 'field', 'credit_limit');
    elsif v_type = 'postup' then
        if v_limit is not null then
            raise exception using errcode = 'PL033', message = 'a PostUp account has no credit limit';
        end if;
        v_limit := 0;
    elsif v_limit is null then
        if w.account_type = 'postup' then
            raise exception using errcode = 'PL032', message = 'a Credit account needs a credit limit';
        end if;
        v_limit := w.credit_limit;
    end if;

    v_now := clock_timestamp();
    insert into account_changes (tenant_id, customer_id, change_no, field, old_value, new_value, changed_by, changed_at,
                                 request_id)
    select p_tenant, p_customer,
           (select coalesce(max(h.change_no), 0) from account_changes h
            where h.tenant_id = p_tenant and h.customer_id = p_customer) + row_number() over (order by x.no),
           x.field, x.old_value, x.new_value, p_agent, v_now, p_request
    from (values
        (1, 'account_type', w.account_type, v_type),
        (2, 'credit_limit', decimal_amount(w.credit_limit, c.exponent, c.units)::text,
                            decimal_amount(v_limit, c.exponent, c.units)::text),
        (3, 'status', w.status, v_status)
    ) as x (no, field, old_value, new_value)
    where x.old_value <> x.new_value;

    if w.allow_overdraft and v_type <> 'postup' then
        perform record_overdraft_change(p_tenant, p_customer::text, w.currency, true, false, p_agent, p_request);
    end if;
    update wallets x set account_type = v_type, credit_limit = v_limit,
                         allow_overdraft = x.allow_overdraft and v_type = 'postup'
    where x.tenant_id = p_tenant and x.wallet_id = w.wallet_id;
    update wallets x set status = v_status
    where x.tenant_id = p_tenant and x.owner_kind = 'person' and x.owner_id = p_customer::text
        and x.status <> v_status;
    if v_limit > w.credit_limit and has_limits(p_tenant, p_agent) then
        v_balance := w.balance
            - held_at(p_tenant, w.wallet_id, w.held, w.held_until, greatest(v_now, w.posted_at));
        perform lock_floats(p_tenant, p_agent, array[w.currency]);
        perform require_room(
            p_tenant, p_agent, w.currency, v_limit - w.credit_limit,
            credit_exposure(v_balance, v_limit) - credit_exposure(v_balance, w.credit_limit), true, v_now);
    end if;
end
$$;
grant execute on function change_account(text, text, uuid, text, numeric, text, text) to purser_desk;
