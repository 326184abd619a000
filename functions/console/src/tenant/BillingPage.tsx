import { Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";

export function BillingPage() {
  return (
    <Page title="Wallet">
      <Empty title="Nothing here yet" />
    </Page>
  );
}
