import { Text } from "@mantine/core";
import type { UnfinishedWrite } from "./unfinished";

/** Writes in a few words each. */
export function Words({ of }: { of: readonly UnfinishedWrite[] }) {
  return of.map(({ form, what }) => (
    <Text key={form} size="sm" fw={500}>
      {what}
    </Text>
  ));
}
