-- update_billing_counts: the trigger that changes the counts in the database transaction that changes a top-up request,
-- an invoice or a payment.
--
-- Takes    the subject that the table holds
-- Order    At COMMIT, after everything else: 1 lock the tenant's counts, since one operation changes several of them in
--          any order   2 subtract the row as it was   3 add the row as it is
create or replace function update_billing_counts() returns trigger
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_subject constant text := tg_argv[0];
    v_before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    v_after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
    perform pg_advisory_xact_lock(
        hashtextextended('billing counts of ' || coalesce(v_after ->> 'tenant_id', v_before ->> 'tenant_id'), 0));
    insert into billing_counts as c (tenant_id, subject, status, purpose, times, amount)
    select x.row ->> 'tenant_id', v_subject, x.row ->> 'status', coalesce(x.row ->> 'purpose', ''), sum(x.times),
           sum(x.times * (x.row ->> 'amount')::numeric)
    from (values (v_before, -1), (v_after, 1)) as x (row, times)
    where x.row is not null
    group by 1, 3, 4
    having sum(x.times) <> 0 or sum(x.times * (x.row ->> 'amount')::numeric) <> 0
    on conflict (tenant_id, subject, status, purpose) do update
    set times = c.times + excluded.times, amount = c.amount + excluded.amount
    where c.tenant_id = excluded.tenant_id;
    return null;
end
$$;

-- Only the first time. Creating the triggers locks the tables, so that the existing rows are counted exactly once.
do $$
begin
    if not exists (select from pg_trigger where tgrelid = 'payments'::regclass and tgname = 'billing_counts') then
        create constraint trigger billing_counts
        after insert or delete or update of tenant_id, status, amount on topup_requests
        deferrable initially deferred for each row execute function update_billing_counts('topup_request');
        create constraint trigger billing_counts
        after insert or delete or update of tenant_id, status, purpose, amount on invoices
        deferrable initially deferred for each row execute function update_billing_counts('invoice');
        create constraint trigger billing_counts
        after insert or delete or update of tenant_id, status, amount on payments
        deferrable initially deferred for each row execute function update_billing_counts('payment');
        alter table topup_requests enable always trigger billing_counts;
        alter table invoices enable always trigger billing_counts;
        alter table payments enable always trigger billing_counts;

        insert into billing_counts (tenant_id, subject, status, purpose, times, amount)
        select tenant_id, 'topup_request', status, '', count(*), sum(amount) from topup_requests group by 1, 3
        union all
        select tenant_id, 'invoice', status, purpose, count(*), sum(amount) from invoices group by 1, 3, 4
        union all
        select tenant_id, 'payment', status, '', count(*), sum(amount) from payments group by 1, 3;
    end if;
end
$$;
