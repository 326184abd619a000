import { Burger, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, lazy } from "react";
import { isExpired, session } from "../session/session";
import { useStore } from "../store";
import { UnfinishedWrites } from "../write/UnfinishedWrites";
import { Brand } from "./Brand";
import { Header } from "./Header";
import { Navigation } from "./Navigation";
import classes from "./Shell.module.css";

const SignInAgain = lazy(async () => ({ default: (await import("../session/pages")).SignInAgain }));

/** The frame of every page, with header and navigation. */
export function Shell() {
  const person = useStore(session)?.person;
  const mustSignIn = useStore(isExpired);
  const [isOpen, drawer] = useDisclosure(false);
  const isLoading = useRouterState({ select: (state) => state.isLoading });
  if (person === undefined) {
    return (
      <main id="main" className={classes.alone}>
        <Outlet />
      </main>
    );
  }
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <header className={classes.header}>
        <Burger
          opened={isOpen}
          onClick={drawer.toggle}
          hiddenFrom="md"
          size="sm"
          aria-label="Navigation"
          aria-expanded={isOpen}
        />
        <Brand />
        <Header person={person} />
      </header>
      <nav className={classes.sidebar} aria-label="Pages">
        <Navigation person={person} />
        <Documentation />
      </nav>
      <Drawer
        opened={isOpen}
        onClose={drawer.close}
        size={280}
        title={<Brand />}
        hiddenFrom="md"
        closeButtonProps={{ "aria-label": "Close the navigation" }}
      >
        <nav aria-label="Pages">
          <Navigation person={person} onNavigate={drawer.close} />
          <Documentation />
        </nav>
      </Drawer>
      <main id="main" tabIndex={-1} className={classes.main} aria-busy={isLoading}>
        {/* With another person, the page begins anew. */}
        <div className={classes.page} key={`${person.tenantId} ${person.sub}`}>
          <UnfinishedWrites />
          <Outlet />
        </div>
      </main>
      {mustSignIn && (
        <Suspense>
          <SignInAgain />
        </Suspense>
      )}
    </div>
  );
}

/** A plain link, since the documentation is not a page of the console. */
function Documentation() {
  return (
    <a href="/docs" className={classes.documentation}>
      Documentation
    </a>
  );
}
