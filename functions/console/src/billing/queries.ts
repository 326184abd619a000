/** The queries of billing. All have the same first key, since each step of a top-up changes several lists. */
import { keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { answerOf, api } from "../api/client";
import type { operations } from "../api/schema";

type QueryOf<Operation extends keyof operations> = NonNullable<operations[Operation]["parameters"]["query"]>;

const BILLING = "billing";
/** Rows on a page, in every list of billing. */
export const SIZE = 20;

/** The page that begins at `offset`, for lists with page numbers. */
function pageAt(offset: number): { page_number: number; page_size: number } {
  return { page_number: Math.floor(offset / SIZE) + 1, page_size: SIZE };
}

/** Returns a function that reads all shown data of billing again, after a write. */
export function useBillingChanged(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: [BILLING] });
}

/** tenant_id: only the platform's operator may name one; by default the person's own tenant. */
export function walletOf(tenant_id?: string) {
  return queryOptions({
    queryKey: [BILLING, "wallet", tenant_id],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/billing/wallet/me", { params: { query: { tenant_id } }, signal })),
  });
}

export function transactionsOf(filters: Pick<QueryOf<"prepaid_transactions">, "tenant_id" | "kind" | "cursor">) {
  const query = { ...filters, limit: SIZE };
  return queryOptions({
    queryKey: [BILLING, "transactions", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/billing/wallet/transactions", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function ownRequests(filters: Pick<QueryOf<"topups_list_own">, "status">, offset: number) {
  const query = { ...filters, ...pageAt(offset) };
  return queryOptions({
    queryKey: [BILLING, "own requests", query],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/billing/wallet/topup-requests/me", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function requests(filters: Pick<QueryOf<"topups_list">, "status" | "tenant_id">, offset: number) {
  const query = { ...filters, ...pageAt(offset) };
  return queryOptions({
    queryKey: [BILLING, "requests", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/billing/wallet/topup-requests", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function requestOf(request_id: string) {
  return queryOptions({
    queryKey: [BILLING, "request", request_id],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/billing/wallet/topup-requests/{request_id}", { params: { path: { request_id } }, signal }),
      ),
  });
}

export function invoices(filters: Pick<QueryOf<"invoices_list">, "status" | "purpose" | "tenant_id">, offset: number) {
  const query = { ...filters, ...pageAt(offset) };
  return queryOptions({
    queryKey: [BILLING, "invoices", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/billing/invoices", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function invoiceOf(invoice_id: string) {
  return queryOptions({
    queryKey: [BILLING, "invoice", invoice_id],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/billing/invoices/{invoice_id}", { params: { path: { invoice_id } }, signal })),
  });
}

export function payments(filters: Pick<QueryOf<"payments_list">, "status" | "tenant_id">, offset: number) {
  const query = { ...filters, ...pageAt(offset) };
  return queryOptions({
    queryKey: [BILLING, "payments", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/billing/payments", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function paymentOf(payment_id: string) {
  return queryOptions({
    queryKey: [BILLING, "payment", payment_id],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/billing/payments/{payment_id}", { params: { path: { payment_id } }, signal })),
  });
}

/** The methods that are offered to a payer. country: ISO 3166-1 alpha-2; without it, the methods for every country. */
export function availableMethods(country?: string) {
  return queryOptions({
    queryKey: [BILLING, "available methods", country],
    queryFn: ({ signal }) =>
      answerOf(api.GET("/api/v1/billing/payment-methods/available", { params: { query: { country } }, signal })),
  });
}

/** Every configured method, including disabled ones. */
export function configuredMethods(tenant_id: string | undefined, offset: number) {
  const query = { tenant_id, limit: SIZE, offset };
  return queryOptions({
    queryKey: [BILLING, "configured methods", query],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/billing/payment-methods", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function contactOf(tenant_id?: string) {
  return queryOptions({
    queryKey: [BILLING, "contact", tenant_id],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/billing/contact", { params: { query: { tenant_id } }, signal })),
  });
}
