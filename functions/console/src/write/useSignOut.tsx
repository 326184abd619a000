import { Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { signOut } from "../session/session";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Words } from "./Words";
import { useUnfinished } from "./unfinished";

/** A function that signs out, and its dialog, which asks first if a write has no answer: its key is dropped then. */
export function useSignOut(): { leave: () => void; dialog: ReactNode } {
  const [isAsking, setIsAsking] = useState(false);
  const writes = useUnfinished();
  if (isAsking && writes.length === 0) setIsAsking(false);
  return {
    leave: () => {
      if (writes.length > 0) setIsAsking(true);
      else void signOut();
    },
    dialog: (
      <ConfirmDialog
        opened={isAsking}
        title="Sign out without an answer?"
        confirm="Sign out"
        isDangerous
        onConfirm={() => void signOut()}
        onCancel={() => setIsAsking(false)}
      >
        <Words of={writes} />
        <Text size="sm">
          The outcome is unknown. Once you have signed out, it cannot be sent again: look whether it took effect before
          you enter it anew.
        </Text>
      </ConfirmDialog>
    ),
  };
}
