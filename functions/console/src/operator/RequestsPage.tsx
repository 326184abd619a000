import { Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";

export function RequestsPage() {
  return (
    <Page title="Top-up requests">
      <Empty title="Nothing here yet" />
    </Page>
  );
}
