import type { LinkProps } from "@tanstack/react-router";
import type { Role } from "../session/session";

/** A section of the navigation with a role's pages. The first link is the role's first page. */
export interface Section {
  label: string;
  roles: readonly Role[];
  links: readonly { to: LinkProps["to"] & string; label: string; roles?: readonly Role[] }[];
}
