import { Alert, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { Problem, isTransient } from "../api/problem";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { ProblemView } from "../ui/ProblemView";
import { toastDone } from "../ui/toast";
import { UnfinishedNotice } from "./UnfinishedNotice";
import { Words } from "./Words";
import { shownForms, useShownForms } from "./shown";
import { sendAgain, unfinished, useUnfinished } from "./unfinished";
import { useUnlessWaiting } from "./waiting";

/** Above every page: the unfinished writes of other forms. Leaving a form with one, or the console, is warned of. */
export function UnfinishedWrites() {
  const shown = useShownForms();
  const queries = useQueryClient();
  const unlessWaiting = useUnlessWaiting();
  const again = useMutation({
    mutationFn: sendAgain,
    networkMode: "always",
    onSuccess: ({ answer, isWaiting }, { what }) => {
      if (isWaiting) unlessWaiting(answer, () => undefined);
      else toastDone("Done", what);
    },
    onSettled: () => void queries.invalidateQueries(),
  });
  const sending = again.isPending ? again.variables.form : undefined;
  const listed = useUnfinished().filter(
    ({ form, isSending }) => !shown.includes(form) && (!isSending || form === sending),
  );
  const refusal = again.isError && !isTransient(again.error) ? again.error : null;
  const isRefused = refusal !== null && !unfinished().some(({ key }) => key === again.variables?.key);
  return (
    <>
      <LeavingWarning />
      {(listed.length > 0 || isRefused) && (
        <Stack gap="sm" mb="md">
          {isRefused && (
            <Alert
              color="red"
              title={`Refused: ${again.variables?.what}`}
              withCloseButton
              closeButtonLabel="Dismiss"
              onClose={again.reset}
            >
              <ProblemView error={refusal} />
            </Alert>
          )}
          {listed.map((write) => (
            <UnfinishedNotice
              key={write.form}
              write={write}
              refusal={refusal instanceof Problem && write.key === again.variables?.key ? refusal : null}
              isSending={write.form === sending}
              isDisabled={again.isPending}
              onResend={() => again.mutate(write)}
            />
          ))}
        </Stack>
      )}
    </>
  );
}

/** Asks before a form whose write has no answer is left. The browser asks before the console is left with any. */
function LeavingWarning() {
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && shownForms().length > 0,
    enableBeforeUnload: () => unfinished().length > 0,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={leaving.status === "blocked"}
      title="Leave without an answer?"
      confirm="Leave"
      onConfirm={() => leaving.proceed?.()}
      onCancel={() => leaving.reset?.()}
    >
      <Words of={unfinished().filter(({ form }) => shownForms().includes(form))} />
      <Text size="sm">
        Its outcome is unknown. It stays above every page, from where it can be sent again, until you sign out or close
        this tab.
      </Text>
    </ConfirmDialog>
  );
}
