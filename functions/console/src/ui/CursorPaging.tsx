import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { changed } from "../app/search";
import { counted } from "./Paging";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The cursors of the pages before this one, from the newest page, whose cursor is null. */
    before?: readonly (string | null)[];
  }
}

interface CursorPagingProps {
  /** The noun for the rows, a regular plural: "customers". */
  of: string;
  /** Undefined until the page has been read. */
  answer: { total_count: number; next_cursor: string | null } | undefined;
  /** That of the page, in the address; undefined for the newest one. */
  cursor: string | undefined;
  /** Whether other content is above the list, which then stays where it is. */
  isBelow?: boolean;
}

/**
 * The buttons for the newer and the older page of a list, newest first. A page begins where the one before it ends, whatever
 * was written meanwhile. Its cursor is valid for a day: if it cannot be read, a button leads to the newest page.
 */
export function CursorPaging({ of, answer, cursor, isBelow = false }: CursorPagingProps) {
  const before = useLocation({ select: ({ state }) => state.before }) ?? [];
  const navigate = useNavigate();
  const open = (to: string | null, pages: readonly (string | null)[]) =>
    void navigate({
      to: ".",
      search: (old: Record<string, unknown>) => changed(old, { cursor: to ?? undefined }),
      state: { before: pages },
      resetScroll: !isBelow,
    });
  if (answer === undefined) {
    return cursor === undefined ? null : (
      <Button size="xs" variant="default" mt="sm" onClick={() => open(null, [])}>
        Newest {of}
      </Button>
    );
  }
  const { total_count, next_cursor } = answer;
  if (cursor === undefined && next_cursor === null) {
    return <VisuallyHidden role="status">{counted(total_count, of)}</VisuallyHidden>;
  }
  return (
    <Group justify="space-between" mt="sm" role="navigation" aria-label={`Pages of ${of}`} gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {counted(total_count, of)}
      </Text>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={cursor === undefined}
          onClick={() => open(before.at(-1) ?? null, before.slice(0, -1))}
        >
          Newer
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={next_cursor === null}
          onClick={() => open(next_cursor, [...before, cursor ?? null])}
        >
          Older
        </Button>
      </Group>
    </Group>
  );
}
