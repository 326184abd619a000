/** The pages of this role: one chunk, loaded with the first of them. */
export { RequestsPage } from "./RequestsPage";
