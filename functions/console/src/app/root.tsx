import { createRootRoute, notFound, redirect } from "@tanstack/react-router";
import { type Role, hasLeft, session } from "../session/session";
import { NOT_FOR_YOU, NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { text } from "./search";

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** A route's `beforeLoad`: requires one of the roles. Others are redirected to sign in, or see that a role is missing. */
export function only(...roles: readonly Role[]) {
  return ({ location }: { location: { href: string } }): void => {
    const person = session.get()?.person;
    if (person === undefined) {
      // After signing in, the page opens again, except for a person who signed out.
      throw redirect({ to: "/", search: hasLeft() ? {} : { next: location.href } });
    }
    if (!person.roles.some((role) => roles.includes(role))) throw notFound({ data: NOT_FOR_YOU });
  };
}

/** The page after signing in: a path on this origin only. */
export const nextPage = text(2_000);
