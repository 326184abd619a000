/** Writes that wait for a second person: the API answered 202 with an approval, and nothing has changed. */
import { Anchor } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { useApprovalsChanged } from "../approvals/queries";
import { toastWaiting } from "../ui/toast";

type Waiting = Schemas["PendingApproval"];

/**
 * Returns a function that calls `done` with the answer of a write that was executed. For one that waits, it shows that
 * instead, with a link to the approval. That function returns whether the write was executed.
 */
export function useUnlessWaiting() {
  const navigate = useNavigate();
  const approvalsChanged = useApprovalsChanged();
  return function unlessWaiting<Answer extends object>(
    answer: Answer,
    done: (executed: Exclude<Answer, Waiting>) => void,
  ): boolean {
    if (isExecuted(answer)) {
      done(answer);
      return true;
    }
    const { approval_id: approvalId } = answer as Waiting;
    approvalsChanged();
    toastWaiting(
      "Waits for a second person",
      <>
        Nothing has changed yet. Somebody else has to approve it within 7 days.{" "}
        <Anchor
          component="button"
          type="button"
          size="sm"
          underline="always"
          // A link of the router does not work here, because toasts are outside of it.
          onClick={() => void navigate({ to: "/operator/approvals/$approvalId", params: { approvalId } })}
        >
          Show the request
        </Anchor>
      </>,
    );
    return false;
  };
}

function isExecuted<Answer extends object>(answer: Answer): answer is Exclude<Answer, Waiting> {
  return !("approval_id" in answer);
}
