-- Whom the e-mail of a tenant goes to, how it may pay, and which events have had their mail.

create table contacts (
    tenant_id text collate "C" not null,
    email text not null,
    name text,
    updated_by text collate "C" not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id)
) with (fillfactor = 80);

create domain manual_method as text collate "C" check (value in ('bank_transfer', 'local_wallet'));

-- tenant_id: empty for the platform's own, which every tenant has that has none of the same id. country: empty for all.
create table payment_methods (
    tenant_id text collate "C" not null,
    method_id text collate "C" not null check (method_id ~ '^[a-z0-9_-]{1,64}$'),
    country text collate "C" not null check (country ~ '^([A-Z]{2})?$'),
    type manual_method not null,
    display_name text not null,
    instructions text not null,
    details json not null, -- of the bank's account or of the wallet, by the type
    is_default boolean not null,
    is_enabled boolean not null,
    updated_by text collate "C" not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, method_id, country)
);

create unique index payment_methods_default on payment_methods (tenant_id, country) where is_default;

-- What there is before anybody configures any.
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

-- One row for each event that calls for an e-mail, made before it is sent. outcome: none while it is tried.
-- invoice_id: of the invoice whose issue it tells, which shows the outcome. holder: who tries, until held_until.
create table mails (
    tenant_id text collate "C" not null,
    event_id uuid not null,
    kind text collate "C" not null,
    invoice_id uuid,
    outcome text collate "C" check (outcome in ('sent', 'no_address', 'failed')),
    holder uuid not null,
    held_until timestamptz not null,
    attempts integer not null default 1,
    message_id text collate "C", -- what the mail service calls it
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    primary key (tenant_id, event_id)
) with (fillfactor = 80);
