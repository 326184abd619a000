import { Button, Group, Text } from "@mantine/core";

interface PagingProps {
  /** What is counted: "customers". */
  of: string;
  total: number;
  limit: number;
  offset: number;
  onOffset: (offset: number) => void;
}

/** Where one is in a list, and the pages before and after. For lists by `page_number`, offset is pages before × size. */
export function Paging({ of, total, limit, offset, onOffset }: PagingProps) {
  if (total === 0) return null;
  const last = Math.min(offset + limit, total);
  return (
    <Group justify="space-between" mt="sm" role="navigation" aria-label={`Pages of ${of}`} gap="xs">
      <Text size="sm" c="dimmed" role="status">
        {offset >= total ? `Beyond the last of ${total} ${of}` : `${offset + 1}–${last} of ${total} ${of}`}
      </Text>
      {(offset > 0 || last < total) && (
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
      )}
    </Group>
  );
}
