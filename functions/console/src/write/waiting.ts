/** Writes that wait for a second person: the API answered 202 with an approval, and nothing has changed. */
import type { Schemas } from "../api/client";
import { toastDone } from "../ui/toast";

type Waiting = Schemas["PendingApproval"];

/** Calls `done` with the answer of a write that was executed. For one that waits, it shows that instead. */
export function unlessWaiting<Answer extends object>(
  answer: Answer,
  done: (executed: Exclude<Answer, Waiting>) => void,
) {
  if (isExecuted(answer)) done(answer);
  else
    toastDone("Waits for a second person", "Nothing has changed yet. Somebody else has to approve it within 7 days.");
}

function isExecuted<Answer extends object>(answer: Answer): answer is Exclude<Answer, Waiting> {
  return !("approval_id" in answer);
}
