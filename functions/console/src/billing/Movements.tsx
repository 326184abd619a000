import { Group, NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { PREPAID_KINDS } from "../ledger";
import { AmountText } from "../ui/AmountText";
import { type Column, Empty } from "../ui/DataTable";
import { TimeText } from "../ui/TimeText";
import { PagedTable } from "./PagedTable";
import { movementsOf } from "./queries";
import { movementChoices, movementInWords } from "./words";

export type MovementKind = (typeof PREPAID_KINDS)[number];

/** A prepaid wallet is kept in USD. */
export const CURRENCY = "USD";

const columns: Column<Schemas["PrepaidMovement"]>[] = [
  {
    header: "Movement",
    isName: true,
    cell: ({ kind, description }) => (
      <>
        {movementInWords(kind)}
        {description !== null && (
          <Text size="xs" c="dimmed" fw={400}>
            {description}
          </Text>
        )}
      </>
    ),
  },
  { header: "When", cell: ({ created_at }) => <TimeText at={created_at} /> },
  {
    header: "Amount",
    isFigure: true,
    align: "right",
    cell: ({ amount }) => (
      <AmountText amount={amount} currency={CURRENCY} signed words={["into the wallet", "out of the wallet"]} />
    ),
  },
  {
    header: "Balance after",
    align: "right",
    cell: ({ balance_after }) => <AmountText amount={balance_after} currency={CURRENCY} />,
  },
];

interface MovementsProps {
  tenant?: string | undefined;
  kind: MovementKind | undefined;
  offset: number;
  onKind: (kind: MovementKind | undefined) => void;
  onOffset: (offset: number | undefined) => void;
}

/** What came into a prepaid wallet and went out of it, newest first. */
export function Movements({ tenant, kind, offset, onKind, onOffset }: MovementsProps) {
  const movements = useQuery(movementsOf({ tenant_id: tenant, kind }, offset));
  return (
    <>
      <Group mb="md" align="flex-end">
        <NativeSelect
          label="Kind"
          value={kind ?? ""}
          data={movementChoices}
          onChange={(event) => onKind(PREPAID_KINDS.find((one) => one === event.currentTarget.value))}
        />
      </Group>
      <PagedTable
        label="Movements"
        of="movements"
        columns={columns}
        query={movements}
        keyOf={(movement) => movement.id}
        offset={offset}
        onOffset={onOffset}
        empty={
          kind === undefined ? (
            <Empty title="Nothing has moved yet">The first top-up that is paid stands here.</Empty>
          ) : (
            <Empty title="No movement of this kind">Pick another kind, or all of them.</Empty>
          )
        }
      />
    </>
  );
}
