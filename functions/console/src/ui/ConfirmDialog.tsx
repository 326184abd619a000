import { Button, Group, Modal, Stack } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  /** The label of the button that confirms: "Approve". */
  confirm: string;
  isDangerous?: boolean;
  isSending?: boolean;
  /** Whether the decision cannot be sent now. */
  isDisabled?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/**
 * Asks for confirmation before an action. Escape and "Cancel" change nothing. The first focus is on the field with
 * `data-autofocus`, or on "Cancel", so that a second Enter never confirms what nobody has read. While it is closing, it
 * does not confirm again.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    opened,
    title,
    confirm,
    isDangerous = false,
    isSending = false,
    isDisabled = false,
    onConfirm,
    onCancel,
    children,
  } = props;
  return (
    <Modal
      opened={opened}
      onClose={onCancel}
      title={title}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
      closeOnClickOutside={!isSending}
    >
      <Stack gap="md" onKeyDown={ignoreHeldEnter}>
        {children}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel} data-autofocus>
            Cancel
          </Button>
          <Button
            color={isDangerous ? "red" : "purser"}
            loading={isSending}
            disabled={isDisabled}
            onClick={opened ? onConfirm : undefined}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Ignores the Enter that opened the dialog while it is still held down. */
function ignoreHeldEnter(event: KeyboardEvent) {
  if (event.key === "Enter" && event.repeat) event.preventDefault();
}
