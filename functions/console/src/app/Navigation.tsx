import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Person } from "../session/session";
import { sectionsOf } from "./navigation";
import classes from "./Navigation.module.css";

/** The links to the pages of the person's roles, in sections. */
export function Navigation({ person, onNavigate }: { person: Person; onNavigate?: () => void }) {
  return sectionsOf(person).map((section) => (
    <section key={section.label} className={classes.section} aria-label={section.label}>
      <Text size="xs" c="dimmed" fw={600} className={classes.label}>
        {section.label}
      </Text>
      <ul className={classes.links}>
        {section.links.map(({ to, label, count: Count }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes.link}
              activeOptions={{ exact: section.links.some((other) => other.to !== to && other.to.startsWith(`${to}/`)) }}
              {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
            >
              {label}
              {Count !== undefined && (
                <>
                  {" "}
                  <Count />
                </>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  ));
}
