import { PendingCount } from "../approvals/PendingCount";
import type { Section } from "../app/section";

export const operatorSection: Section = {
  label: "Operator",
  roles: ["billing.manage", "root"],
  links: [
    { to: "/operator/requests", label: "Top-up requests" },
    { to: "/operator/payments", label: "Payments" },
    { to: "/operator/approvals", label: "Approvals", count: PendingCount },
    { to: "/operator/invoices", label: "Invoices" },
    { to: "/operator/wallet", label: "Prepaid wallet" },
    { to: "/operator/methods", label: "Payment methods" },
    { to: "/operator/agent-limits", label: "Agent limits", roles: ["root"] },
    { to: "/operator/reconciliation", label: "Reconciliation", roles: ["root"] },
    { to: "/operator/find", label: "Find by id" },
  ],
};
