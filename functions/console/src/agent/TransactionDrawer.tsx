import { Drawer, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Schemas } from "../api/client";
import { transactionOf } from "../find/queries";
import { useIsOwner } from "../session/person";
import { Entries } from "../transaction/Entries";
import { ReverseButton } from "../transaction/ReverseButton";
import { TransactionFacts } from "../transaction/TransactionFacts";
import { CopyableId } from "../ui/CopyableId";
import { Loaded } from "../ui/Loaded";
import { TextLink } from "../ui/links";

const route = getRouteApi("/agent/customers/$customerId");

/** A drawer with the transaction that is in the address, if there is one. customer: whose page it is on. */
export function TransactionDrawer({ customer }: { customer: Schemas["Customer"] }) {
  const { transaction } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (id: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, transaction: id }), replace: true, resetScroll: false });
  return (
    <Drawer
      opened={transaction !== undefined}
      onClose={() => show(undefined)}
      position="right"
      size="45rem"
      title={
        <Text component="span" fw={600} size="lg">
          Transaction
        </Text>
      }
      closeOnEscape={false}
      onKeyDown={(event) => {
        // A dialog that was opened from the drawer closes itself only.
        const dialog = (event.target as Element).closest("[role=dialog]");
        if (event.key === "Escape" && dialog === event.currentTarget.querySelector("[role=dialog]")) show(undefined);
      }}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {transaction !== undefined && (
        <Content key={transaction} id={transaction} customer={customer} onReversed={show} />
      )}
    </Drawer>
  );
}

/** A link that opens the drawer. */
export function TransactionLink({ id, children }: { id: string; children: string }) {
  return (
    <TextLink
      from="/customers/$customerId"
      to="."
      search={(old) => ({ ...old, transaction: id })}
      resetScroll={false}
      size="sm"
    >
      {children}
    </TextLink>
  );
}

interface ContentProps {
  id: string;
  customer: Schemas["Customer"];
  onReversed: (id: string) => void;
}

function Content({ id, customer: { customer_id, username }, onReversed }: ContentProps) {
  const query = useQuery(transactionOf(id, undefined));
  const isOwner = useIsOwner();
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What led here from another transaction went with that one, and the focus with it.
    if (document.activeElement === document.body) {
      content.current?.closest<HTMLElement>("[role=dialog]")?.focus();
    }
  }, []);
  return (
    <Stack gap="md" ref={content}>
      <Group justify="space-between" gap="sm">
        <CopyableId id={id} />
        {isOwner && query.data?.corrected_by === null && <ReverseButton transactionId={id} onReversed={onReversed} />}
      </Group>
      <Loaded what="the transaction" query={query}>
        {(transaction) => (
          <>
            <TransactionFacts
              transaction={transaction}
              linkTo={(other) => (
                <TransactionLink key={other} id={other}>
                  {other}
                </TransactionLink>
              )}
            />
            <Entries query={query} nameOf={(owner) => (owner === customer_id ? username : owner)} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}
