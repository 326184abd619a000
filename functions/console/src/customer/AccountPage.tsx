import { Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";

export function AccountPage() {
  return (
    <Page title="Account">
      <Empty title="Nothing here yet" />
    </Page>
  );
}
