import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemView } from "./ProblemView";

interface LoadedProps<Answer> {
  /** The subject for screen readers: "the invoice". */
  what: string;
  query: Pick<UseQueryResult<Answer>, "data" | "error" | "refetch">;
  children: (answer: Answer) => ReactNode;
}

/** A subject in all its states: a skeleton while it loads, a problem, or its content. */
export function Loaded<Answer>({ what, query, children }: LoadedProps<Answer>) {
  const problem = query.error !== null && <ProblemView error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data !== undefined) {
    return (
      <>
        {problem}
        {children(query.data)}
      </>
    );
  }
  if (problem !== false) return problem;
  return (
    <Stack gap="sm" aria-busy>
      <VisuallyHidden role="status">Loading {what}</VisuallyHidden>
      <Skeleton height={72} radius="md" />
      <Skeleton height={14} width="60%" />
      <Skeleton height={14} width="40%" />
    </Stack>
  );
}
