import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Schemas, answerOf, api } from "../api/client";
import { session } from "../session/session";
import { useStore } from "../store";

export type Wallet = Schemas["WalletBalance"];
export type WalletEntry = Schemas["WalletEntry"];
export type Bet = Schemas["Bet"];

/** Rows of a page of a list. */
export const LIMIT = 25;

/** The first part of the key of every account query: a transaction changes all of them. */
export const ACCOUNT = ["account"] as const;

/**
 * The owner of the wallets: the token's customer id, or else its subject. Empty while somebody signs out: then no query
 * is enabled.
 */
export function useOwnerId(): string {
  const person = useStore(session)?.person;
  return person?.customerId ?? person?.sub ?? "";
}

export function walletsQuery(owner_id: string) {
  return queryOptions({
    queryKey: [...ACCOUNT, owner_id, "wallets"],
    enabled: owner_id !== "",
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id } }, signal })),
  });
}

export function historyQuery(
  owner_id: string,
  query: { currency: string; limit: number; cursor?: string | undefined },
) {
  return queryOptions({
    queryKey: [...ACCOUNT, owner_id, "history", query],
    enabled: owner_id !== "",
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/wallets/{owner_id}/transactions", { params: { path: { owner_id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function statementQuery(owner_id: string, query: { currency: string; date_from?: string; date_to?: string }) {
  return queryOptions({
    queryKey: [...ACCOUNT, owner_id, "statement", query],
    enabled: owner_id !== "",
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/wallets/{owner_id}/statement", { params: { path: { owner_id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function betsQuery(query: { status?: Bet["status"]; limit: number; cursor?: string | undefined }) {
  return queryOptions({
    queryKey: [...ACCOUNT, "bets", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/bets", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
