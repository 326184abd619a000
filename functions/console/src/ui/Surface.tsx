import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Surface.module.css";

/** A part of a page on its own surface, with an optional heading. */
export function Surface({ title, aside, children }: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.surface} aria-label={title}>
      {title !== undefined && (
        <Group justify="space-between" mb="md" gap="xs">
          <Title order={2} className={classes.heading}>
            {title}
          </Title>
          {aside}
        </Group>
      )}
      {children}
    </section>
  );
}

/** A row of labelled figures. */
export function Tiles({ children }: { children: ReactNode }) {
  return <dl className={classes.tiles}>{children}</dl>;
}

export function Tile({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className={classes.tile}>
      <Text component="dt" size="xs" c="dimmed" fw={500}>
        {label}
      </Text>
      <dd className={classes.figure}>
        {children}
        {note !== undefined && note !== false && (
          <Text component="div" size="xs" c="dimmed" mt={2} fw={400}>
            {note}
          </Text>
        )}
      </dd>
    </div>
  );
}
