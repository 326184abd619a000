import { Alert, Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Problem } from "../api/problem";
import { formatSecond } from "../dates";
import { ProblemView } from "../ui/ProblemView";
import { type UnfinishedWrite, drop, isTooOld, knownFrom } from "./unfinished";

/** Why it can be sent again. */
const ONCE = "it has the same key, so that it cannot take effect twice.";

interface UnfinishedNoticeProps {
  write: UnfinishedWrite;
  /** The last answer, if it was a refusal that does not finish the write. */
  refusal?: Problem | null;
  isSending?: boolean;
  /** Whether another one is being sent. */
  isDisabled?: boolean;
  onResend: () => void;
  /** Called before the page with its effect is opened, such as to close a dialog. */
  onCheck?: (() => void) | undefined;
}

/**
 * A write of unknown outcome: it can be sent again, and the page that shows its effect be opened. Below it is the
 * refusal.
 */
export function UnfinishedNotice({
  write,
  refusal = null,
  isSending = false,
  isDisabled = false,
  onResend,
  onCheck,
}: UnfinishedNoticeProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isOld = isTooOld(write);
  const final = refusal === null ? Infinity : knownFrom(write, refusal);
  const check = () => {
    onCheck?.();
    void queries.invalidateQueries();
    void navigate({ href: write.page, ignoreBlocker: true });
  };
  return (
    <>
      <Alert color="yellow" role="alert" title={`Unfinished: ${write.what}`}>
        <Text size="sm">
          {isOld
            ? "The outcome is unknown, and it was sent too long ago to be sent again. Check whether it took effect before you enter it anew."
            : final === Infinity
              ? `No answer has shown whether it took effect. The outcome is unknown. Send it again: ${ONCE}`
              : `The last answer refused it, but an earlier request was lost and may still arrive until ${formatSecond(new Date(final).toISOString())}. Send it again after that: ${ONCE}`}
        </Text>
        <Group mt="sm" gap="xs">
          {!isOld && (
            <Button size="xs" variant="default" loading={isSending} disabled={isDisabled} onClick={onResend}>
              Send again
            </Button>
          )}
          <Button size="xs" variant="subtle" color="gray" onClick={check}>
            Check
          </Button>
          {isOld && (
            <Button size="xs" variant="default" onClick={() => drop(write.form)}>
              Dismiss
            </Button>
          )}
        </Group>
      </Alert>
      {refusal !== null && <ProblemView error={refusal} />}
    </>
  );
}
