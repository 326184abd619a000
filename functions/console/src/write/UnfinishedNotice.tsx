import { Alert, Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type UnfinishedWrite, drop, isTooOld } from "./unfinished";

interface UnfinishedNoticeProps {
  write: UnfinishedWrite;
  isSending?: boolean;
  /** Whether another one is being sent. */
  isDisabled?: boolean;
  onResend: () => void;
  /** Called before the page with its effect is opened, such as to close a dialog. */
  onCheck?: (() => void) | undefined;
}

/** A write of unknown outcome: it can be sent again, and the page that shows its effect be opened. */
export function UnfinishedNotice({
  write,
  isSending = false,
  isDisabled = false,
  onResend,
  onCheck,
}: UnfinishedNoticeProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isOld = isTooOld(write);
  const check = () => {
    onCheck?.();
    void queries.invalidateQueries();
    void navigate({ href: write.page, ignoreBlocker: true });
  };
  return (
    <Alert color="yellow" role="alert" title={`Unfinished: ${write.what}`}>
      <Text size="sm">
        {isOld
          ? "The outcome is unknown, and it was sent too long ago to be sent again. Check whether it took effect before you enter it anew."
          : "No answer has shown whether it took effect. The outcome is unknown. Send it again: it has the same key, so that it cannot take effect twice."}
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
  );
}
