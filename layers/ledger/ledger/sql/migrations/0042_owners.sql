-- An owner may do both parts where TwoPeople is off: the functions take whether that is so. decisions/0138
drop function if exists approve_topup(text, uuid, text, text);
drop function if exists approve_payment(text, uuid, text, text, json);
drop function if exists pay_invoice(text, uuid, text, text, text, text, json);
drop function if exists decide_approval(text, uuid, text, text, text, text);

-- Whether one person did both parts. Nobody else approves what they requested.
alter table approvals add column if not exists decided_alone boolean not null default false;
alter table approvals drop constraint if exists approvals_check2;
alter table approvals drop constraint if exists approved_by_a_second_person;
alter table approvals add constraint approved_by_a_second_person
    check (decided_by <> requested_by or decision = 'rejected' or decided_alone);
