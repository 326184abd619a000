-- Whether a house account has a floor: no posting lowers its balance below zero. No constraint says which may have one, since
-- every posting would check it again for each wallet that it changes: 5 to 9 % of what it costs. decisions/0135
alter table wallets add column has_floor boolean not null default false;

-- It takes whether the account has a floor.
drop function if exists set_account(text, text, text, text, text, text, text, text);
