import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Schemas, answerOf, api } from "../api/client";
import type { CASHIER_KINDS } from "../ledger";

export type Period = "24h" | "7d" | "30d";

/** Rows on a page. */
export const LIMIT = 50;

export function customerQuery(customer_id: string) {
  return queryOptions({
    queryKey: ["customer", customer_id],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/agent/clients/{customer_id}", { params: { path: { customer_id } }, signal })),
  });
}

export function customersQuery(query: {
  search?: string;
  status?: "active" | "frozen";
  limit: number;
  offset: number;
}) {
  return queryOptions({
    queryKey: ["customers", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent/clients", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

type BetStatus = Schemas["Bet"]["status"];

export type CashierKind = (typeof CASHIER_KINDS)[number];

export function historyQuery(query: {
  customer_id: string;
  type?: CashierKind;
  date_from?: string;
  date_to?: string;
  limit: number;
  cursor?: string | undefined;
}) {
  return queryOptions({
    queryKey: ["customer", query.customer_id, "history", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent/transactions", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function transactionsQuery(
  owner_id: string,
  query: { currency: string; limit: number; cursor?: string | undefined },
) {
  return queryOptions({
    queryKey: ["customer", owner_id, "transactions", query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/wallets/{owner_id}/transactions", { params: { path: { owner_id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function statementQuery(owner_id: string, query: { currency: string; date_from: string }) {
  return queryOptions({
    queryKey: ["customer", owner_id, "statement", query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/wallets/{owner_id}/statement", { params: { path: { owner_id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function betsQuery(query: {
  customer_id: string;
  status?: BetStatus;
  limit: number;
  cursor?: string | undefined;
}) {
  return queryOptions({
    queryKey: ["customer", query.customer_id, "bets", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent/bets", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function limitsQuery(customer_id: string, query: { limit: number; offset: number }) {
  return queryOptions({
    queryKey: ["customer", customer_id, "limits", query],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/agent/clients/{customer_id}/limits", { params: { path: { customer_id }, query }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function activityQuery(query: {
  customer_id?: string;
  date_from?: string;
  date_to?: string;
  limit: number;
  cursor?: string | undefined;
}) {
  return queryOptions({
    queryKey: ["cash-outs", "activity", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent/cash-out/activity", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function summaryQuery(period: Period) {
  return queryOptions({
    queryKey: ["cash-outs", "summary", period],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/agent/cash-out/summary", { params: { query: { period } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function previewQuery(query: { customer_id?: string; since?: string; limit?: number; offset?: number }) {
  return queryOptions({
    queryKey: ["settlement", "preview", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent/settlement/preview", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function settlementsQuery(query: { customer_id?: string; limit: number; cursor?: string | undefined }) {
  return queryOptions({
    queryKey: ["settlement", "past", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/agent/settlements", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
