import { Group, Text, Title } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Page.module.css";

interface PageProps {
  /** The page's heading, and the document's title. */
  title: string;
  /** One sentence about the purpose of the page, if the title is not enough. */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

let arrivedAt: string | null = null;

/** A page of the console. Navigation moves the focus to the heading, so that a screen reader announces the page. */
export function Page({ title, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname });
  useEffect(() => {
    // A heading that replaced the focused one after loading gets the focus again.
    const isLost = document.activeElement === document.body;
    if (arrivedAt !== null && (arrivedAt !== path || isLost)) heading.current?.focus({ preventScroll: true });
    arrivedAt = path;
  }, [path]);
  return (
    <>
      <title>{`${title} · Purser`}</title>
      <Group justify="space-between" align="flex-start" gap="sm" mb="lg" className={classes.head}>
        <div>
          <Title order={1} ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text size="sm" c="dimmed" mt={4} maw={720}>
              {lead}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </>
  );
}
