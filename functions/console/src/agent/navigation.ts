import { PendingCount } from "../approvals/PendingCount";
import type { Section } from "../app/section";

export const agentSection: Section = {
  label: "Cashier",
  roles: ["agent"],
  links: [
    { to: "/customers", label: "Customers" },
    { to: "/cash-outs", label: "Cash-out activity" },
    { to: "/settlement", label: "Settlement" },
    { to: "/operator/approvals", label: "Approvals", count: PendingCount },
    { to: "/operator/find", label: "Find by id" },
  ],
};
