import type { LinkProps } from "@tanstack/react-router";
import { agentSection } from "../agent/navigation";
import { customerSection } from "../customer/navigation";
import { operatorSection } from "../operator/navigation";
import type { Person, Role } from "../session/session";
import { tenantSection } from "../tenant/navigation";

/** A role's pages in the navigation; the first is where they begin. */
export interface Section {
  label: string;
  roles: readonly Role[];
  links: readonly { to: LinkProps["to"] & string; label: string; roles?: readonly Role[] }[];
}

const SECTIONS: readonly Section[] = [agentSection, operatorSection, tenantSection, customerSection];

/** The sections that somebody sees, each with the links that are for them. */
export function sectionsOf({ roles }: Person): Section[] {
  const has = (wanted: readonly Role[]) => wanted.some((role) => roles.includes(role));
  return SECTIONS.filter((section) => has(section.roles)).map((section) => ({
    ...section,
    links: section.links.filter((link) => link.roles === undefined || has(link.roles)),
  }));
}

export function firstPageOf(person: Person): Section["links"][number]["to"] | null {
  return sectionsOf(person)[0]?.links[0]?.to ?? null;
}
