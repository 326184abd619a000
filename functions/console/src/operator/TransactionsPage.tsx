import { Text } from "@mantine/core";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { FindTransaction } from "./FindTransaction";

/** The way to one transaction of the ledger. */
export function TransactionsPage() {
  return (
    <Page title="Transactions" lead="One transaction as it stands in the ledger, with every wallet that it moved.">
      <Surface title="Find one">
        <FindTransaction />
        <Text size="sm" c="dimmed" mt="md">
          Histories, statements, events and findings name it as transaction_id. You see those of the tenant that you are
          signed in for.
        </Text>
      </Surface>
    </Page>
  );
}
