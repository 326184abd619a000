import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import type { Role } from "../session/session";

interface SectionLink {
  to: LinkProps["to"] & string;
  label: string;
  /** Only for these roles of the section. */
  roles?: readonly Role[];
  /** Shows how much waits on the page. */
  count?: ComponentType;
}

/** A section of the navigation with a role's pages. The first link is the role's first page. */
export interface Section {
  label: string;
  roles: readonly Role[];
  links: readonly SectionLink[];
}
