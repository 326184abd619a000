import { PendingCount } from "../approvals/PendingCount";
import type { Section } from "./section";

/** The pages of agents and operators, which an owner and an auditor see. */
const links: Section["links"] = [
  { to: "/operator/approvals", label: "Approvals", count: PendingCount },
  { to: "/customers", label: "Customers" },
  { to: "/cash-outs", label: "Cash-out activity" },
  { to: "/settlement", label: "Settlement" },
  { to: "/operator/requests", label: "Top-up requests" },
  { to: "/operator/payments", label: "Payments" },
  { to: "/operator/invoices", label: "Invoices" },
  { to: "/operator/wallet", label: "Prepaid wallet" },
  { to: "/operator/methods", label: "Payment methods" },
  { to: "/operator/agent-limits", label: "Agent limits" },
  { to: "/operator/reconciliation", label: "Reconciliation" },
  { to: "/operator/find", label: "Find by id" },
];

export const ownerSection: Section = { label: "Owner", roles: ["owner"], links };
export const auditorSection: Section = { label: "Audit", roles: ["auditor"], links };
