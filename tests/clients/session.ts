/**
 * A first integration, written with the types that openapi-typescript generates: the same as session.py.
 * It is compiled and run in a folder that has nothing of this project: node session.js <base URL>.
 */
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const TENANT = "clients-typescript";
const BASE_URL = process.argv[2] ?? "";

/** The token of one person or system, as a header. */
async function clientOf(sub: string, role: string) {
  const answer = await fetch(`${BASE_URL}/local/token`, {
    method: "POST",
    body: JSON.stringify({ sub, tenant_id: TENANT, roles: [role] }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return createClient<paths>({ baseUrl: BASE_URL, headers: { Authorization: `Bearer ${token}` } });
}

function given<Answer>({ data, error }: { data?: Answer; error?: unknown }): Exclude<Answer, string> {
  if (data === undefined || typeof data === "string") throw new Error(JSON.stringify(error));
  return data as Exclude<Answer, string>;
}

const agent = await clientOf("agent-ada", "agent");
const trading = await clientOf("trading-system", "trading");
const member = await clientOf("member-mo", "billing.view");

const customer = given(
  await agent.POST("/api/v1/agent/clients", { body: { username: "alice", account_type: "postup" } }),
);
const { customer_id } = customer;

given(
  await agent.POST("/api/v1/cashier/credit", { body: { customer_id, amount: "120.00", description: "Cash paid in" } }),
);

const debit: components["schemas"]["CashierDebit"] = { customer_id, amount: "50.00", description: "Cash paid out" };
const key = { header: { "Idempotency-Key": "till-7/0042" } };
const first = given(await agent.POST("/api/v1/cashier/debit", { body: debit, params: key }));
const again = await agent.POST("/api/v1/cashier/debit", { body: debit, params: key });
if (given(again).transaction_id !== first.transaction_id) throw new Error("the repeated debit was executed");

const { error } = await agent.POST("/api/v1/cashier/debit", { body: { ...debit, amount: "70.01" } });
if (error === undefined || !("code" in error) || error.status !== 400) throw new Error(JSON.stringify(error));
const refused: components["schemas"]["CashierDebit400Problem"] = error;

const bet = given(
  await trading.POST("/api/v1/bets", {
    body: { stake: "20.00", description: "Home win", odds: "2.5", customer_id },
  }),
);
const ended = given(
  await trading.POST("/api/v1/bets/{bet_id}/cash-out", {
    params: { path: { bet_id: bet.bet_id } },
    body: { cash_out_amount: "31.50", is_auto: true },
  }),
);

const statement = given(
  await agent.GET("/api/v1/wallets/{owner_id}/statement", {
    params: { path: { owner_id: customer_id }, query: { currency: "USD" } },
  }),
);

const topup = given(
  await member.POST("/api/v1/billing/wallet/topup-requests", { body: { amount: "500.00" } }),
);
const own = given(await member.GET("/api/v1/billing/wallet/topup-requests/me"));

console.log(
  JSON.stringify({
    available: first.available,
    replayed: again.response.headers.get("Idempotency-Replayed"),
    refusal: [refused.status, refused.code, refused.available],
    bet: [ended.status, ended.cash_out_amount, ended.is_auto_cash_out],
    balance: ended.balance_after,
    reasons: statement.movements.map((movement) => movement.reason),
    topup: [topup.status, topup.amount, own.total_count],
  }),
);
