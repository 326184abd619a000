import type { Section } from "../app/navigation";

export const tenantSection: Section = {
  label: "Billing",
  roles: ["billing.view"],
  links: [{ to: "/billing", label: "Wallet" }],
};
