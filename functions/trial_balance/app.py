"""GET /api/v1/trial-balance: the debits and the credits of a tenant's accounts, and that their total is zero."""

from ledger.books import trial_balance
from ledger.core.principal import LEDGER_READ
from ledger.edge import http


@http.reads(roles=LEDGER_READ)
def handler(
    session: http.Session, query: trial_balance.TrialBalanceQuery, call: http.Call
) -> trial_balance.TrialBalance | http.Csv:
    session.act_in_tenant(call.tenant_id(query))
    balance = trial_balance.get_trial_balance(session, query)
    return (
        http.Csv.of(trial_balance.TrialBalanceRow, trial_balance.table(balance), name="trial-balance")
        if query.format == "csv"
        else balance
    )
