import { Alert, Loader } from "@mantine/core";
import { ProblemView } from "../ui/ProblemView";
import { UnfinishedNotice } from "./UnfinishedNotice";
import { useShows } from "./shown";
import type { Write } from "./useWrite";

interface WriteNoticeProps {
  write: Pick<Write<never, unknown>, "isResending" | "isUnknown" | "unfinished" | "resend" | "refusal">;
  /** Whether the refusal is already shown at its fields. */
  isShownByFields?: boolean;
  /** Closes the dialog that the notice is in, so that the page with the effect is seen. */
  onCheck?: () => void;
}

/** A notice about a write: it is being resent, its outcome is unknown, or it was refused. */
export function WriteNotice({ write, isShownByFields = false, onCheck }: WriteNoticeProps) {
  const { isResending, isUnknown, unfinished, resend, refusal } = write;
  useShows(isUnknown ? unfinished?.form : undefined);
  if (isResending) {
    return (
      <Alert color="yellow" role="status" icon={<Loader size={16} color="yellow" />} title="No answer yet">
        Sending it again with the same key, so that it takes effect once at most.
      </Alert>
    );
  }
  return (
    <>
      {isUnknown && unfinished !== undefined && (
        <UnfinishedNotice write={unfinished} refusal={refusal} onResend={resend} onCheck={onCheck} />
      )}
      {refusal !== null && !isUnknown && !isShownByFields && <ProblemView error={refusal} />}
    </>
  );
}
