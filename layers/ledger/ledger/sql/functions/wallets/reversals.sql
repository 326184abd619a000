-- is_reversible: whether transactions of a kind are reversed by their opposite, as posting/kinds.py has it.
create or replace function is_reversible(p_kind text) returns boolean
    language sql immutable parallel safe as $$
    select p_kind in (
        'debit', 'withdrawal', 'debit_adjustment', 'credit', 'deposit', 'credit_adjustment', 'opening_balance',
        'participation', 'top4', 'runner_up', 'winner', 'entry_fee_debit', 'refund', 'manual_adjust', 'correction',
        'p2p_transfer', 'custom', 'hold_capture')
$$;

-- lock_for_reversal: locks a transaction that is to be reversed. A second reversal waits here and then finds the first;
-- without this lock the unique index transactions_corrects would refuse it.
--
-- Takes    tenant, transaction
-- Returns  a row for each entry, in order: the wallet's owner and currency, and the amount as a decimal
-- Raises   PL111 no such transaction   PL112 reversed already; detail {"corrected_by"}
--          PL113 it belongs to a subject that has its own reversal, as everything in a tenant's prepaid wallet does, or
--          it is a reversal itself
--
-- Transactions are locked before wallets, as bets are.
create or replace function lock_for_reversal(p_tenant text, p_transaction uuid)
returns table (owner_kind text, owner_id text, currency text, amount numeric)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_kind text;
    v_corrected_by uuid;
begin
    select t.kind into v_kind from transactions t
    where t.tenant_id = p_tenant and t.transaction_id = p_transaction
    for no key update;
    if not found then
        raise exception using errcode = 'PL111', message = 'no such transaction';
    elsif not is_reversible(v_kind) or exists (
                select from entries e
                join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
                where e.tenant_id = p_tenant and e.transaction_id = p_transaction and w.owner_kind = 'tenant') then
        raise exception using errcode = 'PL113', message = 'it has its own reversal';
    end if;
    select t.transaction_id into v_corrected_by from transactions t
    where t.tenant_id = p_tenant and t.corrects = p_transaction;
    if found then
        raise exception using errcode = 'PL112', message = 'reversed already', detail = json_build_object(
            'corrected_by', v_corrected_by);
    end if;
    return query
        select w.owner_kind::text, w.owner_id, w.currency, decimal_amount(e.amount, c.exponent, c.units)
        from entries e
        join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        join currencies c on c.code = w.currency
        where e.tenant_id = p_tenant and e.transaction_id = p_transaction
        order by e.entry_number;
end
$$;
grant execute on function lock_for_reversal(text, uuid) to purser_wallet, purser_approvals;
