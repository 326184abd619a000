import { Text } from "@mantine/core";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { FindTransaction } from "./FindTransaction";

/** The page on which a transaction can be found by its id. */
export function TransactionsPage() {
  return (
    <Page title="Transactions" lead="A transaction of the ledger with all its entries.">
      <Surface title="Find a transaction">
        <FindTransaction />
        <Text size="sm" c="dimmed" mt="md">
          Histories, statements, events and findings contain the transaction_id.
        </Text>
      </Surface>
    </Page>
  );
}
