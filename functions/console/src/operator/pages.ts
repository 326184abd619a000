/** The operator's pages: one chunk, loaded with the first page. */
export { ApprovalPage } from "../approvals/ApprovalPage";
export { ApprovalsPage } from "../approvals/ApprovalsPage";
export { AgentLimitsPage } from "../limits/AgentLimitsPage";
export { PolicyPage } from "../approvals/PolicyPage";
export { InvoicePage } from "./InvoicePage";
export { InvoicesPage } from "./InvoicesPage";
export { MethodsPage } from "./MethodsPage";
export { NewInvoicePage } from "./NewInvoicePage";
export { PaymentsPage } from "./PaymentsPage";
export { ReconciliationPage } from "./ReconciliationPage";
export { RequestsPage } from "./RequestsPage";
export { RunPage } from "./RunPage";
export { WalletPage } from "./WalletPage";
