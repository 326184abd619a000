import { Button, Code, CopyButton, Group } from "@mantine/core";
import classes from "./OwnId.module.css";

/** The id to which others send transfers, with a button to copy it. */
export function OwnId({ ownerId }: { ownerId: string }) {
  return (
    <Group gap="xs" className={classes.own}>
      <Code className={classes.id}>{ownerId}</Code>
      <CopyButton value={ownerId}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} aria-live="polite">
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
