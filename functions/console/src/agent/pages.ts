/** The agent's pages: one chunk, loaded with the first of them. */
export { CustomersPage } from "./CustomersPage";
