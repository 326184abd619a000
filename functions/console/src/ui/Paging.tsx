import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { changed } from "../app/search";

interface PagingProps {
  /** The noun for the rows, a regular plural: "customers". */
  of: string;
  total: number;
  limit: number;
  offset: number;
  onOffset: (offset: number) => void;
}

/** A number of rows, and their noun: "1 customer". */
export function counted(total: number, of: string): string {
  return `${total} ${total === 1 ? of.replace(/s$/, "") : of}`;
}

/**
 * The position in a list, with buttons for the previous and next page. The count of a single page is for screen readers
 * only. For lists with page numbers, offset is (page_number - 1) × page_size.
 */
export function Paging({ of, total, limit, offset, onOffset }: PagingProps) {
  if (total === 0) return null;
  const last = Math.min(offset + limit, total);
  if (offset === 0 && last === total) return <VisuallyHidden role="status">{counted(total, of)}</VisuallyHidden>;
  return (
    <Group justify="space-between" mt="sm" role="navigation" aria-label={`Pages of ${of}`} gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {offset >= total
          ? `Beyond the last of ${counted(total, of)}`
          : `${offset + 1}–${last} of ${counted(total, of)}`}
      </Text>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={offset === 0}
          onClick={() => onOffset(Math.max(0, Math.min(offset, total) - limit))}
        >
          Previous
        </Button>
        <Button size="xs" variant="default" disabled={last >= total} onClick={() => onOffset(offset + limit)}>
          Next
        </Button>
      </Group>
    </Group>
  );
}

interface OffsetPagingProps extends Omit<PagingProps, "total" | "onOffset"> {
  /** Undefined until the page has been read. */
  answer: { total_count: number } | undefined;
  /** Whether other content is above the list, which then stays where it is. */
  isBelow?: boolean;
}

/** Paging by the offset in the page's address. */
export function OffsetPaging({ answer, isBelow = false, ...page }: OffsetPagingProps) {
  const navigate = useNavigate();
  if (answer === undefined) return null;
  return (
    <Paging
      {...page}
      total={answer.total_count}
      onOffset={(to) =>
        void navigate({
          to: ".",
          search: (old: Record<string, unknown>) => changed(old, { offset: to }),
          resetScroll: !isBelow,
        })
      }
    />
  );
}
