import type { Section } from "../app/section";

export const customerSection: Section = {
  label: "My account",
  roles: ["customer"],
  links: [
    { to: "/account", label: "Account" },
    { to: "/account/history", label: "History" },
    { to: "/account/statement", label: "Statement" },
    { to: "/account/transfer", label: "Transfer" },
    { to: "/account/bets", label: "Bets" },
  ],
};
