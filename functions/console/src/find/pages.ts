/** The search's pages: one chunk, loaded with the first page. */
export { FindPage } from "./FindPage";
export { TransactionPage } from "../operator/TransactionPage";
