import { Button, Group, Text, VisuallyHidden } from "@mantine/core";

interface PagingProps {
  /** The noun for the rows, a regular plural: "customers". */
  of: string;
  total: number;
  limit: number;
  offset: number;
  onOffset: (offset: number) => void;
}

/**
 * The position in a list, with buttons for the previous and next page. The count of a single page is for screen readers
 * only. For lists with page numbers, offset is (page_number - 1) × page_size.
 */
export function Paging({ of, total, limit, offset, onOffset }: PagingProps) {
  if (total === 0) return null;
  const last = Math.min(offset + limit, total);
  const counted = `${total} ${total === 1 ? of.replace(/s$/, "") : of}`;
  if (offset === 0 && last === total) return <VisuallyHidden role="status">{counted}</VisuallyHidden>;
  return (
    <Group justify="space-between" mt="sm" role="navigation" aria-label={`Pages of ${of}`} gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {offset >= total ? `Beyond the last of ${counted}` : `${offset + 1}–${last} of ${counted}`}
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
