/** The customer's pages: one chunk, loaded with the first page. */
export { AccountPage } from "./AccountPage";
export { BetsPage } from "./BetsPage";
export { HistoryPage } from "./HistoryPage";
export { StatementPage } from "./StatementPage";
export { TransferPage } from "./TransferPage";
