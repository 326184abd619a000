import { Alert, Button, Group, Loader, Text } from "@mantine/core";
import { ProblemView } from "../ui/ProblemView";
import type { Write } from "./useWrite";

interface WriteNoticeProps {
  write: Pick<Write<never, unknown>, "isResending" | "isUnknown" | "resend" | "refusal">;
  /** Whether the refusal is already shown at its fields. */
  isShownByFields?: boolean;
}

/** A notice about a write: it is being resent, its outcome is unknown, or it was refused. */
export function WriteNotice({ write, isShownByFields = false }: WriteNoticeProps) {
  if (write.isResending) {
    return (
      <Alert color="yellow" role="status" icon={<Loader size={16} color="yellow" />} title="No answer yet">
        Sending it again with the same key, so that it takes effect once at most.
      </Alert>
    );
  }
  if (write.isUnknown) {
    return (
      <Alert color="yellow" role="alert" title="No answer">
        <Text size="sm">
          The outcome is unknown. Send it again: it has the same key, so that it cannot take effect twice.
        </Text>
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={write.resend}>
            Send again
          </Button>
        </Group>
      </Alert>
    );
  }
  return write.refusal === null || isShownByFields ? null : <ProblemView error={write.refusal} />;
}
