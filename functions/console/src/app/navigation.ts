import { agentSection } from "../agent/navigation";
import { customerSection } from "../customer/navigation";
import { operatorSection } from "../operator/navigation";
import type { Person, Role } from "../session/session";
import { tenantSection } from "../tenant/navigation";
import type { Section } from "./section";

const SECTIONS: readonly Section[] = [agentSection, operatorSection, tenantSection, customerSection];

/** The sections of a person, with the links that their roles allow. */
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
