/** The tenant's pages: one chunk, loaded with the first page. */
export { InvoicePage } from "./InvoicePage";
export { InvoicesPage } from "./InvoicesPage";
export { MethodsPage } from "./MethodsPage";
export { PaymentsPage } from "./PaymentsPage";
export { RequestsPage } from "./RequestsPage";
export { WalletPage } from "./WalletPage";
