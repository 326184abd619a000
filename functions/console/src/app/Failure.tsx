import { Text } from "@mantine/core";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/ProblemView";
import { ButtonLink } from "../ui/links";
import { NotForYou } from "./root";

/** In place of a page that is not for this person, or that failed. */
export function Failure({ error, reset }: { error: unknown; reset: () => void }) {
  if (error instanceof NotForYou) {
    return (
      <Page title="This page is not for you">
        <Text mb="md">
          Your account has none of the roles that it is for. Whoever keeps your accounts can change that.
        </Text>
        <ButtonLink to="/">Go to the first page</ButtonLink>
      </Page>
    );
  }
  return (
    <Page title="This page failed">
      <ProblemView error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </Page>
  );
}
