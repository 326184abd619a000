import type { Section } from "../app/navigation";

export const customerSection: Section = {
  label: "My account",
  roles: ["customer"],
  links: [{ to: "/account", label: "Account" }],
};
