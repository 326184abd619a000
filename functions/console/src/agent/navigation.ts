import type { Section } from "../app/navigation";

export const agentSection: Section = {
  label: "Customers",
  roles: ["agent"],
  links: [{ to: "/customers", label: "Customers" }],
};
