import { Button, Code, CopyButton, Group } from "@mantine/core";
import classes from "./CopyableId.module.css";

/** An id with a button to copy it. */
export function CopyableId({ id }: { id: string }) {
  return (
    <Group gap="xs" className={classes.own}>
      <Code className={classes.id}>{id}</Code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} aria-live="polite">
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
