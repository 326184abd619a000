import { queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../api/client";

/** tenant_id: only the platform's operator may name one; by default the person's own tenant. */
export function transactionOf(transaction_id: string, tenant_id: string | undefined) {
  return queryOptions({
    queryKey: ["transaction", transaction_id, tenant_id],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/transactions/{transaction_id}", {
          params: { path: { transaction_id }, query: { tenant_id } },
          signal,
        }),
      ),
  });
}
