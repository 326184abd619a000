import { createRootRoute, notFound, redirect } from "@tanstack/react-router";
import { type Role, hasLeft, session } from "../session/session";
import { NOT_FOR_YOU, NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { text } from "./search";

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** A route's `beforeLoad`: lets in whoever has one of the roles; leads others to sign in, or says that it is not theirs. */
export function only(...roles: readonly Role[]) {
  return ({ location }: { location: { href: string } }): void => {
    const person = session.get()?.person;
    if (person === undefined) {
      // Who signed out is not led back; who came from outside, or whose session ended, is.
      throw redirect({ to: "/", search: hasLeft() ? {} : { next: location.href } });
    }
    if (!person.roles.some((role) => roles.includes(role))) throw notFound({ data: NOT_FOR_YOU });
  };
}

/** Where to go after signing in: a path of this page and nothing else. */
export const nextPage = text(2_000);
