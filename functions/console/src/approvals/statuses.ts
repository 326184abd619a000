/** The values of the filters of approvals, which the routes also need before a page is loaded. */
import { APPROVERS } from "../ledger";

export const APPROVAL_STATUSES = ["pending", "approved", "rejected", "expired"] as const;
export const APPROVAL_KINDS = Object.keys(APPROVERS) as (keyof typeof APPROVERS)[];
