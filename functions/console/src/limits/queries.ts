/** The limits of agents: how much value an agent may create at the cashier. */
import { queryOptions } from "@tanstack/react-query";
import { type Schemas, answerOf, api } from "../api/client";
import { compare, subtract } from "../money";

export const AGENT_LIMITS = "agent-limits";

interface LimitsOf {
  /** Only the platform's operator may name one. */
  tenant_id?: string | undefined;
  /** Absent: the tenant's default, or the caller's own limits if they are an agent. */
  agent_id?: string | undefined;
  currency: string;
}

export function limitsOf(query: LimitsOf) {
  return queryOptions({
    queryKey: [AGENT_LIMITS, query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent-limits", { params: { query }, signal })),
  });
}

/** What is left of a limit, at least zero; null without a limit. */
export function leftOf(limit: string | null, created: string | null, currency: string): string | null {
  if (limit === null) return null;
  const left = subtract(limit, created ?? "0", currency);
  return compare(left, "0", currency) < 0 ? "0" : left;
}

/** What the agent can still credit today: the smaller of what both limits leave; null without a limit. */
export function leftToday(limits: Schemas["AgentLimits"]): string | null {
  const { applied_daily, applied_total, created_today, created_total, currency } = limits;
  const daily = leftOf(applied_daily, created_today, currency);
  const total = leftOf(applied_total, created_total, currency);
  if (daily === null || total === null) return daily ?? total;
  return compare(daily, total, currency) < 0 ? daily : total;
}
