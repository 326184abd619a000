import type { Section } from "../app/navigation";

export const operatorSection: Section = {
  label: "Operator",
  roles: ["billing.manage", "root"],
  links: [{ to: "/operator/requests", label: "Top-up requests" }],
};
