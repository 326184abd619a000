import { Alert, Button, Group, Loader, Text } from "@mantine/core";
import { ProblemView } from "../ui/ProblemView";
import type { Write } from "./useWrite";

interface WriteNoticeProps {
  write: Pick<Write<never, unknown>, "isResending" | "isUnknown" | "resend" | "refusal">;
  /** The refusal stands beside its fields already. */
  isShownByFields?: boolean;
}

/** What a person must know about a write beyond its fields: that it is sent again, that its end is unknown, a refusal. */
export function WriteNotice({ write, isShownByFields = false }: WriteNoticeProps) {
  if (write.isResending) {
    return (
      <Alert color="yellow" role="status" icon={<Loader size={16} color="yellow" />} title="No answer yet">
        Sending the same again, with the same key: it happens once at most.
      </Alert>
    );
  }
  if (write.isUnknown) {
    return (
      <Alert color="yellow" role="alert" title="No answer came">
        <Text size="sm">
          It may have been done or not. Send it again as it is: it carries the same key, so that it cannot happen twice.
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
