import type { Section } from "../app/section";

export const tenantSection: Section = {
  label: "Billing",
  roles: ["billing.view"],
  links: [
    { to: "/billing", label: "Wallet" },
    { to: "/billing/requests", label: "Top-up requests" },
    { to: "/billing/invoices", label: "Invoices" },
    { to: "/billing/payments", label: "Payments" },
    { to: "/billing/methods", label: "How to pay" },
    { to: "/operator/find", label: "Find by id" },
  ],
};
