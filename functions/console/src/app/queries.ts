import { QueryClient } from "@tanstack/react-query";
import { isPassing } from "../api/problem";

/** What was read is fresh for a moment; what may pass is asked for again twice, a refusal is not. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 5_000,
        retry: (times, error) => times < 2 && isPassing(error),
      },
    },
  });
}
