import { Button, Modal, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { useIsAgent } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { CursorPaging } from "../ui/CursorPaging";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { StatusBadge } from "../ui/StatusBadge";
import { TimeText } from "../ui/TimeText";
import { SettlementFigures } from "./SettlementFigures";
import { settlementsQuery } from "./queries";
import { OWED_TO_AGENT } from "./words";

type Settlement = Schemas["Settlement"];

const LIMIT = 20;

interface PastSettlementsProps {
  customerId: string | undefined;
  cursor: string | undefined;
  /** Whether they are shown on the customer's own page. */
  isOfOne?: boolean;
}

/** Past settlements, newest first. */
export function PastSettlements({ customerId, cursor, isOfOne = false }: PastSettlementsProps) {
  const isAgent = useIsAgent();
  const [looking, setLooking] = useState<Settlement | null>(null);
  const past = useQuery(
    settlementsQuery({ ...(customerId === undefined ? {} : { customer_id: customerId }), limit: LIMIT, cursor }),
  );
  const columns: Column<Settlement>[] = [
    ...(isOfOne ? [] : [{ header: "Customer", isName: true, cell: ({ username }: Settlement) => username }]),
    { header: "Closed", isName: isOfOne, cell: ({ until }) => <TimeText at={until} /> },
    {
      header: "How",
      cell: ({ method, note }) => (
        <>
          <StatusBadge status={method} tone={method === "zero" ? "good" : "neutral"} label={METHODS[method]} />
          {note !== null && (
            <Text component="span" display="block" size="xs" c="dimmed" mt={2}>
              {note}
            </Text>
          )}
        </>
      ),
    },
    {
      header: "Closing",
      isFigure: true,
      align: "right",
      cell: ({ closing_balance, currency }) => (
        <AmountText
          amount={closing_balance}
          currency={currency}
          words={isAgent ? OWED_BEFORE : OWED_TO_AGENT}
          isNeutral
        />
      ),
    },
    {
      header: "Balance after",
      align: "right",
      cell: ({ balance_after, currency }) => <AmountText amount={balance_after} currency={currency} isNeutral />,
    },
    {
      header: "Figures",
      isAction: true,
      align: "right",
      cell: (one) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setLooking(one)}
          aria-label={`Figures of the settlement with ${one.username}`}
        >
          Figures
        </Button>
      ),
    },
  ];
  return (
    <>
      <DataTable
        label="Past settlements"
        columns={columns}
        query={past}
        rowsOf={(answer) => answer.items}
        keyOf={(one) => one.settlement_id}
        empty={<Empty title="No settlements yet">Closed settlements appear here with their figures.</Empty>}
      />
      <CursorPaging of="settlements" answer={past.data} cursor={cursor} isBelow />
      <Modal
        opened={looking !== null}
        onClose={() => setLooking(null)}
        title={looking === null ? "" : `Settled with ${looking.username}`}
        closeButtonProps={{ "aria-label": "Close" }}
        centered
      >
        {looking !== null && (
          <>
            <Text size="sm" c="dimmed" mb="sm">
              {looking.since === null ? "Everything" : <TimeText at={looking.since} />} until{" "}
              <TimeText at={looking.until} />. {METHODS[looking.method]}.
            </Text>
            <SettlementFigures figures={looking} />
          </>
        )}
      </Modal>
    </>
  );
}

const OWED_BEFORE = ["you owed", "owed to you", "even"] as const;
const METHODS = { zero: "Paid", carry: "Carried" } as const;
