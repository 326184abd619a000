import type { LinkProps } from "@tanstack/react-router";
import type { Role } from "../session/session";

/** A role's pages in the navigation; the first is where they begin. */
export interface Section {
  label: string;
  roles: readonly Role[];
  links: readonly { to: LinkProps["to"] & string; label: string; roles?: readonly Role[] }[];
}
