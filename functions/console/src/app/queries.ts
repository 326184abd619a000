import { QueryClient } from "@tanstack/react-query";
import { isTransient } from "../api/problem";

/** Answers stay fresh for 5 s. Transient failures are retried twice, refusals are not. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        retry: (times, error) => times < 2 && isTransient(error),
      },
    },
  });
}
