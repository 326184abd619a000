/** The agent's pages: one chunk, loaded with the first page. */
export { AgentLayout } from "./AgentLayout";
export { CashOutsPage } from "./CashOutsPage";
export { CustomerPage } from "./CustomerPage";
export { CustomersPage } from "./CustomersPage";
export { ImportPage } from "./ImportPage";
export { NewCustomerPage } from "./NewCustomerPage";
export { SettlementPage } from "./SettlementPage";
