-- Tenancy: a database transaction announces the tenant in which it acts, and for whom. No statement in it reads or writes
-- another tenant's rows: see policies.sql. The announcement ends with the database transaction, so that it pins no
-- proxied session and the next client of a connection begins without one.

-- may_see_every_tenant: whether a login works across tenants, as root's lists and decisions, the relay and reconciliation
-- do; and administrators, who act as the owner.
create or replace function may_see_every_tenant(p_login name) returns boolean
language sql stable parallel safe
return p_login in ('purser_read', 'purser_wallet', 'purser_billing', 'purser_approvals', 'purser_audit', 'purser_events',
                   'purser_relay', 'purser_webhooks', 'purser_reconcile')
    or pg_has_role(p_login, 'purser_owner', 'member');
grant execute on function may_see_every_tenant(name) to
    purser_read, purser_desk, purser_wallet, purser_bets, purser_billing, purser_coins, purser_approvals, purser_audit,
    purser_events, purser_relay, purser_webhooks, purser_mail, purser_feed, purser_stream, purser_reconcile, purser_eraser,
    purser_writer;

-- sees_every_tenant: whether every tenant was announced, by a login that may. The login is checked here, because any
-- login can write the setting without announce().
--
-- In PL/pgSQL, because PostgreSQL would copy a SQL function into every statement on every table, which takes longer to
-- plan than a list takes to read.
create or replace function sees_every_tenant() returns boolean
language plpgsql stable parallel safe
as $$
begin
    return current_setting('purser.every_tenant', true) = 'on' and ledger.may_see_every_tenant(session_user);
end
$$;
grant execute on function sees_every_tenant() to
    purser_read, purser_desk, purser_wallet, purser_bets, purser_billing, purser_coins, purser_approvals, purser_audit,
    purser_events, purser_relay, purser_webhooks, purser_mail, purser_feed, purser_stream, purser_reconcile, purser_eraser,
    purser_writer;

-- require_every_tenant: refuses unless every tenant was announced. Each function that works across tenants calls it first:
-- otherwise it would take the rows that it cannot see for rows that do not exist.
--
-- Raises   42501 not every tenant was announced
create or replace function require_every_tenant() returns void
language plpgsql stable
as $$
begin
    if ledger.sees_every_tenant() is not true then
        raise exception using errcode = '42501', message = 'not every tenant was announced',
            hint = 'Call announce(null, <principal>) first, in the same database transaction.';
    end if;
end
$$;

-- announce: announces the tenant and the principal of a database transaction. A later announcement replaces it.
--
-- Takes    tenant (null: every tenant), and the principal, whom post() records as the author
-- Raises   42501 the login may not see every tenant
create or replace function announce(p_tenant text, p_principal text) returns void
language plpgsql
as $$
begin
    if p_tenant is null and not ledger.may_see_every_tenant(session_user) then
        raise exception using errcode = '42501', message = 'this login may not see every tenant';
    end if;
    perform set_config('purser.tenant', coalesce(p_tenant, ''), true), set_config('purser.principal', p_principal, true),
            set_config('purser.every_tenant', case when p_tenant is null then 'on' else 'off' end, true);
end
$$;
grant execute on function announce(text, text) to
    purser_read, purser_desk, purser_wallet, purser_bets, purser_billing, purser_coins, purser_approvals, purser_audit,
    purser_events, purser_relay, purser_webhooks, purser_mail, purser_feed, purser_stream, purser_reconcile, purser_eraser,
    purser_writer;
