/** The queries of approvals. All have the same first key, since a decision changes the lists, the count and the policy. */
import { keepPreviousData, queryOptions, useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api } from "../api/client";
import { SIZE } from "../billing/queries";
import type { ApprovalKind, ApprovalStatus } from "./words";

const APPROVALS = "approvals";
/** The interval at which the count of the navigation is read while the page is visible. */
const COUNT_INTERVAL_MS = 60_000;

interface ApprovalFilters {
  status?: ApprovalStatus | undefined;
  kind?: ApprovalKind | undefined;
  /** The id or the name of what the operation changes. */
  subject?: string | undefined;
  /** Only the platform's operator may name one. */
  tenant_id?: string | undefined;
}

/** Returns a function that reads everything about approvals again. */
export function useApprovalsChanged(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: [APPROVALS] });
}

/** Approvals: pending ones oldest first, as they should be decided, others newest first. */
export function approvals(filters: ApprovalFilters, offset: number) {
  const list = filters.status === "pending" ? oldestFirst : newestFirst;
  return queryOptions({
    queryKey: [APPROVALS, "list", filters, offset],
    queryFn: ({ signal }) => list(filters, offset, signal),
    placeholderData: keepPreviousData,
  });
}

function newestFirst(filters: ApprovalFilters, offset: number, signal: AbortSignal, limit: number = SIZE) {
  return answerOf(api.GET("/api/v1/approvals", { params: { query: { ...filters, limit, offset } }, signal }));
}

/** The API lists the newest first, so a page of the oldest is read from the end of its list. */
async function oldestFirst(filters: ApprovalFilters, offset: number, signal: AbortSignal) {
  const newest = await newestFirst(filters, 0, signal);
  const end = newest.total_count - offset;
  const begin = Math.max(0, end - SIZE);
  if (end <= 0) return { ...newest, items: [] };
  const page = begin === 0 ? newest : await newestFirst(filters, begin, signal, end - begin);
  return { ...newest, items: page.items.slice(0, end - begin).reverse() };
}

/** How many approvals wait for a decision, in every list that the person sees. */
export const pendingCount = queryOptions({
  queryKey: [APPROVALS, "count"],
  queryFn: ({ signal }) => newestFirst({ status: "pending" }, 0, signal, 1),
  select: ({ total_count }) => total_count,
  refetchInterval: COUNT_INTERVAL_MS,
});

export function approvalOf(approval_id: string) {
  return queryOptions({
    queryKey: [APPROVALS, "one", approval_id],
    queryFn: ({ signal }): Promise<Schemas["ApprovalDetails"]> =>
      answerOf(api.GET("/api/v1/approvals/{approval_id}", { params: { path: { approval_id } }, signal })),
  });
}

/** tenant_id: only the platform's operator may name one; by default the person's own tenant. */
export function policyOf(tenant_id?: string) {
  return queryOptions({
    queryKey: [APPROVALS, "policy", tenant_id],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/approval-policy", { params: { query: { tenant_id } }, signal })),
  });
}
