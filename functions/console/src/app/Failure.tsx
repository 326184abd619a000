import { Page } from "../ui/Page";
import { ProblemView } from "../ui/ProblemView";

/** Replaces a page that failed. */
export function Failure({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <Page title="This page failed">
      <ProblemView error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </Page>
  );
}
