import { agentSection } from "../agent/navigation";
import { customerSection } from "../customer/navigation";
import { operatorSection } from "../operator/navigation";
import type { Person, Role } from "../session/session";
import { tenantSection } from "../tenant/navigation";
import { auditorSection, ownerSection } from "./overseers";
import type { Section } from "./section";

const SECTIONS: readonly Section[] = [
  agentSection,
  operatorSection,
  tenantSection,
  customerSection,
  ownerSection,
  auditorSection,
];

/** The sections of a person, with the links that their roles allow. A page is in the first of its sections only. */
export function sectionsOf({ roles }: Person): Section[] {
  const has = (wanted: readonly Role[]) => wanted.some((role) => roles.includes(role));
  const linked = new Set<string>();
  return SECTIONS.filter((section) => has(section.roles))
    .map((section) => ({
      ...section,
      links: section.links.filter(({ to, roles: only }) => {
        const isShown = !linked.has(to) && (only === undefined || has(only));
        if (isShown) linked.add(to);
        return isShown;
      }),
    }))
    .filter(({ links }) => links.length > 0);
}

export function firstPageOf(person: Person): Section["links"][number]["to"] | null {
  return sectionsOf(person)[0]?.links[0]?.to ?? null;
}
