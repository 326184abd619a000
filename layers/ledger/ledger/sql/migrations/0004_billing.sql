-- Billing: a tenant's prepaid wallet is its guarded wallet in USD. Top-up requests, invoices and payments; contacts,
-- payment methods and mail.
--
-- For each index that begins with the tenant there is one for root, whose lists cover every tenant and whose routes
-- name an object by its id alone. Amounts are minor units.

create domain topup_status as text collate "C"
    check (value in ('pending', 'invoiced', 'completed', 'rejected', 'cancelled'));
create domain invoice_status as text collate "C" check (value in ('draft', 'issued', 'paid', 'void'));
create domain invoice_purpose as text collate "C" check (value in ('topup', 'usage', 'subscription'));
create domain mail_status as text collate "C" check (value in ('pending', 'sent', 'no_address', 'failed'));
create domain payment_status as text collate "C" check (value in (
    'pending', 'processing', 'pending_approval', 'succeeded', 'failed', 'cancelled', 'refunded'));
create domain payment_method as text collate "C" check (value in ('offline', 'bank_transfer', 'local_wallet'));

-- asker_email: from the token of the person who asked; mail goes there if the tenant has no contact.
create table topup_requests (
    tenant_id text collate "C" not null references tenants,
    request_id uuid not null,
    wallet_id uuid not null,
    amount minor_units not null check (amount > 0),
    currency text collate "C" not null,
    status topup_status not null default 'pending',
    note text,
    requested_by text collate "C" not null,
    requested_at timestamptz not null default clock_timestamp(),
    asker_email text,
    decided_by text collate "C",
    decided_at timestamptz,
    decision_note text,
    completed_at timestamptz,
    transaction_id uuid, -- the credit of the wallet
    primary key (tenant_id, request_id),
    foreign key (tenant_id, wallet_id) references wallets
) with (fillfactor = 80); -- a request is written two or three times

create index topup_requests_of_tenant on topup_requests (tenant_id, requested_at, request_id);
create index topup_requests_by_status on topup_requests (tenant_id, status, requested_at, request_id) include (amount);
create index topup_requests_of_all on topup_requests (requested_at, request_id) include (tenant_id);
create index topup_requests_of_all_by_status on topup_requests (status, requested_at, request_id)
    include (tenant_id, amount);
create index topup_requests_by_id on topup_requests (request_id) include (tenant_id);

-- mail_status: null until the invoice is issued. request_id: of a top-up only.
create table invoices (
    tenant_id text collate "C" not null references tenants,
    invoice_id uuid not null,
    number text collate "C" not null,
    purpose invoice_purpose not null,
    status invoice_status not null,
    amount minor_units not null check (amount > 0),
    currency text collate "C" not null,
    period_start date,
    period_end date,
    request_id uuid,
    mail_status mail_status,
    created_by text collate "C" not null,
    created_at timestamptz not null default clock_timestamp(),
    issued_by text collate "C",
    issued_at timestamptz,
    due_at timestamptz,
    paid_by text collate "C", -- who marked it as paid, or approved its payment
    paid_at timestamptz,
    voided_by text collate "C",
    voided_at timestamptz,
    void_reason text,
    primary key (tenant_id, invoice_id),
    unique (tenant_id, number),
    foreign key (tenant_id, request_id) references topup_requests,
    check ((purpose = 'topup') = (request_id is not null)),
    check ((purpose = 'topup') = (period_start is null) and (period_start is null) = (period_end is null))
) with (fillfactor = 80);

-- A top-up request is invoiced once.
create unique index invoices_of_request on invoices (tenant_id, request_id) where request_id is not null;
-- A day is invoiced once for each purpose. Several top-ups in one month are normal. The range of one number is a hash
-- of tenant and purpose, in 64 bits: comparing the texts themselves would need an extension, btree_gist.
alter table invoices add constraint invoices_of_period exclude using gist (
    numrange(hashtextextended(tenant_id || E'\n' || purpose, 0),
             hashtextextended(tenant_id || E'\n' || purpose, 0), '[]') with =,
    daterange(period_start, period_end, '[]') with &&
) where (purpose <> 'topup' and status <> 'void');
create index invoices_of_tenant on invoices (tenant_id, created_at, invoice_id) include (purpose);
create index invoices_by_status on invoices (tenant_id, status, created_at, invoice_id) include (purpose, due_at);
create index invoices_of_all on invoices (created_at, invoice_id) include (tenant_id, purpose);
create index invoices_of_all_by_status on invoices (status, created_at, invoice_id)
    include (tenant_id, purpose, due_at);
create index invoices_by_id on invoices (invoice_id) include (tenant_id);

create table invoice_lines (
    tenant_id text collate "C" not null,
    invoice_id uuid not null,
    line_no integer not null,
    description text not null,
    amount minor_units not null check (amount > 0),
    primary key (tenant_id, invoice_id, line_no),
    foreign key (tenant_id, invoice_id) references invoices
);

create table payments (
    tenant_id text collate "C" not null references tenants,
    payment_id uuid not null,
    invoice_id uuid not null,
    amount minor_units not null check (amount > 0),
    currency text collate "C" not null,
    payment_method payment_method not null,
    method_id text collate "C", -- of the payment method, if the payer named it or no other has its type
    status payment_status not null,
    transaction_reference text collate "C", -- as it was sent: the one that the payer's bank or wallet shows
    reference_key text collate "C", -- the form in which references are compared: reference_key() in Python
    notes text,
    failure_reason text,
    created_by text collate "C" not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    processed_at timestamptz, -- the time at which it succeeded, failed or was cancelled
    -- Who approved, rejected or cancelled it. A refund is a decision of its own and leaves these as they are.
    decided_by text collate "C",
    decided_at timestamptz,
    decision_note text,
    refunded_by text collate "C",
    refunded_at timestamptz,
    refund_reason text,
    transaction_id uuid, -- the credit of the wallet; of a top-up only
    refund_transaction_id uuid, -- its reversal
    primary key (tenant_id, payment_id),
    foreign key (tenant_id, invoice_id) references invoices,
    check ((transaction_reference is null) = (reference_key is null))
) with (fillfactor = 80);

create unique index payments_by_reference on payments (tenant_id, reference_key, payment_method)
    where status in ('pending_approval', 'succeeded') and reference_key is not null;
create unique index payments_pending_approval on payments (tenant_id, invoice_id) where status = 'pending_approval';
-- An invoice is paid once, and not again after a refund.
create unique index payments_that_paid on payments (tenant_id, invoice_id) where status in ('succeeded', 'refunded');
create index payments_of_invoice on payments (tenant_id, invoice_id, created_at, payment_id);
create index payments_of_tenant on payments (tenant_id, created_at, payment_id);
create index payments_by_status on payments (tenant_id, status, created_at, payment_id);
create index payments_of_all on payments (created_at, payment_id) include (tenant_id);
create index payments_of_all_by_status on payments (status, created_at, payment_id) include (tenant_id);
create index payments_by_id on payments (payment_id) include (tenant_id);

-- The last safeguard, whatever fails above it: a top-up request credits once, and a reference is charged once.
create unique index transactions_once on transactions (tenant_id, kind, external_reference)
    where kind in ('topup', 'topup_refund', 'message_charge', 'prepaid_debit');
-- The transactions of a prepaid wallet of one kind, newest first.
create index transactions_of_prepaid_wallets on transactions (tenant_id, kind, posted_at, transaction_id)
    where kind in ('topup', 'topup_refund', 'message_charge', 'prepaid_debit', 'prepaid_adjustment');

-- The numbers of top-up requests, invoices and payments, so that the totals of a list read one row for each tenant,
-- however many objects there are. They always equal the rows: see functions/billing/counts.sql.
-- purpose: of an invoice, otherwise empty. amount: the sum, in minor units; it may exceed a bigint.
create table billing_counts (
    tenant_id text collate "C" not null,
    subject text collate "C" not null,
    status text collate "C" not null,
    purpose text collate "C" not null,
    times bigint not null,
    amount numeric not null,
    primary key (tenant_id, subject, status, purpose)
) with (fillfactor = 70);

-- For root, whose lists cover every tenant. Without the counted columns, so that a change of a count writes no index.
create index billing_counts_of_all on billing_counts (subject, status, purpose);

-- The recipient of a tenant's e-mail, and the country in which the tenant pays (null: unknown).
create table contacts (
    tenant_id text collate "C" not null,
    email text not null,
    name text,
    country text collate "C" check (country ~ '^[A-Z]{2}$'),
    updated_by text collate "C" not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id)
) with (fillfactor = 80);

create domain manual_method as text collate "C" check (value in ('bank_transfer', 'local_wallet'));

-- tenant_id: empty for the platform's own methods, which each tenant has unless it has one with the same id.
-- country: empty for all.
create table payment_methods (
    tenant_id text collate "C" not null,
    method_id text collate "C" not null check (method_id ~ '^[a-z0-9_-]{1,64}$'),
    country text collate "C" not null check (country ~ '^([A-Z]{2})?$'),
    type manual_method not null,
    display_name text not null,
    instructions text not null,
    details json not null, -- of the bank account or the wallet, by type
    is_default boolean not null,
    is_enabled boolean not null,
    updated_by text collate "C" not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, method_id, country)
);

create unique index payment_methods_default on payment_methods (tenant_id, country) where is_default;

-- Approved changes that do not apply yet: one for each method and country, which a later change replaces. From
-- effective_at on, current_payment_methods shows it, and the next change of the tenant's methods writes it into
-- payment_methods.
create table payment_method_changes (
    tenant_id text collate "C" not null,
    method_id text collate "C" not null,
    country text collate "C" not null,
    type manual_method not null,
    display_name text not null,
    instructions text not null,
    details json not null,
    is_default boolean not null,
    is_enabled boolean not null,
    updated_by text collate "C" not null,
    effective_at timestamptz not null,
    primary key (tenant_id, method_id, country)
) with (fillfactor = 80);

-- The methods of a new installation.
insert into payment_methods
    (tenant_id, method_id, country, type, display_name, instructions, details, is_default, is_enabled, updated_by)
values
    ('', 'bank_transfer', '', 'bank_transfer', 'Bank transfer',
     'Transfer the whole amount to the account that your contract names, and give the number of the invoice as the '
     'purpose of the transfer. Then submit the payment with the reference that your bank shows for it.',
     '{"purpose": "The number of the invoice"}', true, true, 'purser'),
    ('', 'local_wallet', '', 'local_wallet', 'Local wallet',
     'Send the whole amount to the wallet that your contract names, with the number of the invoice as the message. '
     'Then submit the payment with the transaction''s reference that the wallet shows for it.',
     '{"message": "The number of the invoice"}', false, true, 'purser');

-- One row for each event that causes an e-mail, written before it is sent. outcome: null while it is being tried.
-- invoice_id: of the invoice that was issued, which shows the outcome. holder: the sender until held_until.
create table mails (
    tenant_id text collate "C" not null,
    event_id uuid not null,
    part smallint not null,
    kind text collate "C" not null,
    invoice_id uuid,
    outcome text collate "C" check (outcome in ('sent', 'no_address', 'failed')),
    holder uuid not null,
    held_until timestamptz not null,
    attempts integer not null default 1,
    message_id text collate "C", -- the mail service's id of it
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    primary key (tenant_id, event_id, part)
) partition by list (part);

create table mails_0 partition of mails for values in (0) with (fillfactor = 80);
create table mails_1 partition of mails for values in (1) with (fillfactor = 80);
create table mails_2 partition of mails for values in (2) with (fillfactor = 80);
insert into lifetimes (table_name, days) values ('mails', 60);
