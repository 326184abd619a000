import { Alert, Button, Code, List, Text } from "@mantine/core";
import { Problem } from "../api/problem";

/** Shows a problem: its sentence, its fields and the request id for support. */
export function ProblemView({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  const problem = error instanceof Problem ? error : null;
  const isRefused = problem?.status === 403;
  return (
    <Alert color={isRefused ? "yellow" : "red"} role="alert" title={titleOf(error)}>
      <Text size="sm">{problem?.detail ?? error.message}</Text>
      {problem !== null && problem.fields.length > 0 && (
        <List size="sm" mt="xs">
          {problem.fields.map(({ pointer, detail }) => (
            <List.Item key={pointer + detail}>
              {pointer !== "" && <Code>{pointer.replace(/^\//, "")}</Code>} {detail}
            </List.Item>
          ))}
        </List>
      )}
      {problem?.requestId != null && (
        <Text size="xs" mt="xs" c="dimmed">
          Request <Code>{problem.requestId}</Code>
        </Text>
      )}
      {onRetry !== undefined && (
        <Button size="xs" mt="sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

function titleOf(error: Error): string {
  if (!(error instanceof Problem)) return "No answer from Purser";
  return error.status === 403 ? `You may not see or do this (${error.title.toLowerCase()})` : error.title;
}
